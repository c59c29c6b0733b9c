"""A large index is opened by the sizes of its files; here their bytes are compared meanwhile."""

from __future__ import annotations

import asyncio
import logging

from bot.state import BotState
from retrieval.errors import NotIndexed, WenceError
from retrieval.home import Home
from retrieval.index.manifest import Manifest

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""So often it is looked whether another generation answers by now."""


def refresh(state: BotState) -> None:
    """Answer from the newest index and collection.

    Raises:
        WenceError: they cannot be opened, be they damaged or of a newer version of the program.
    """
    try:
        state.live.refresh()
    except WenceError as error:
        state.troubles.note("trouble_index_refused", error.reason)
        raise


async def keep_checking(state: BotState) -> None:
    """Check every generation that answers, once; one that is damaged is built anew."""
    checked = ""
    while True:
        name = state.live.current.generation
        if name != checked:
            checked = name
            try:
                await asyncio.to_thread(_check, state.home, name)
            except NotIndexed as error:
                log.warning("%s It is built anew while the bot goes on.", error)
                state.troubles.note("trouble_index_damaged", error.reason)
                await _rebuild(state)
        await state.timer.sleep(AGAIN_S)


def _check(home: Home, name: str) -> None:
    """Raises NotIndexed where a file is not as it was written."""
    directory = home.index / name
    manifest = Manifest.read(directory)
    if not manifest.is_small:  # else it was compared when it was opened
        manifest.check(directory, contents=True)


async def _rebuild(state: BotState) -> None:
    try:
        await state.reindexing.run(lambda event: None, "reindex", "--stored")
        await asyncio.to_thread(state.live.refresh)
    except WenceError as error:
        log.warning("the index could not be built anew: %s", error)
        state.troubles.note("trouble_reindex_failed", error.reason)
