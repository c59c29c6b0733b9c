"""When a remembered folder changes, it is read again (``WENCE_WATCH``)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from watchfiles import Change, awatch

from bot.state import BotState
from retrieval.corpus.readers import suffix_of
from retrieval.errors import WenceError

log = logging.getLogger(__name__)

DEBOUNCE_S = 1.6
"""Changes that follow each other this closely are one."""
AGAIN_S = 5.0
"""So often it is looked whether other folders are remembered by now."""


async def keep_watching(state: BotState) -> None:
    """Reindex whenever something readable changes in a remembered folder."""
    while True:
        folders = await asyncio.to_thread(_folders, state)
        try:
            if folders:
                await _watch(state, folders)
            else:
                await state.timer.sleep(AGAIN_S)
        except Exception:
            log.exception("watching the folders failed")
            await state.timer.sleep(AGAIN_S)


def _folders(state: BotState) -> list[Path]:
    return [folder for folder in state.live.current.store.folders() if folder.is_dir()]


async def _watch(state: BotState, folders: Sequence[Path]) -> None:
    """Watch until other folders are remembered."""
    millisecond = state.timer.second * 1000
    ticks = awatch(
        *folders,
        watch_filter=_readable,
        debounce=int(DEBOUNCE_S * millisecond),
        rust_timeout=int(AGAIN_S * millisecond),
        yield_on_timeout=True,
    )
    async for changes in ticks:
        if changes:
            log.info("%d changes in the remembered folders", len(changes))
            await _reindex(state)
        if await asyncio.to_thread(_folders, state) != list(folders):
            return


def _readable(change: Change, path: str) -> bool:
    """Also a name without a suffix counts: it may be a folder that came or went."""
    return bool(suffix_of(path)) or not Path(path).suffix


async def _reindex(state: BotState) -> None:
    while state.reindexing.running:
        await state.timer.sleep(0.5)
    try:
        await state.reindexing.run(lambda event: None)
    except WenceError as error:
        if not state.reindexing.stopped:
            log.warning("the folders changed and could not be read again: %s", error)
            state.troubles.note("trouble_reindex_failed", error.reason)
        return
    await asyncio.to_thread(state.live.refresh)
