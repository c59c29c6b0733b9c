"""Chooses examples of questions, anew for each index that answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Set as AbstractSet

from bot.db.hidden import hidden
from bot.examples import choose
from bot.state import BotState
from retrieval.answer.searcher import Searcher
from retrieval.errors import EngineUnavailable

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""So often it is looked whether another generation answers by now."""


async def keep_choosing(state: BotState) -> None:
    """Choose whenever the index has changed; the old examples stand until then."""
    chosen_for = ""
    while True:
        searcher = state.live.current
        if searcher.generation != chosen_for:
            try:
                state.examples = await _chosen(searcher, hidden(state.chats))
                chosen_for = searcher.generation
            except EngineUnavailable as error:  # it may be back the next time
                log.warning("%s", error)
            except Exception:
                chosen_for = searcher.generation
                log.exception("choosing examples failed")
        await state.timer.sleep(AGAIN_S)


async def _chosen(searcher: Searcher, unseen: AbstractSet[str]) -> tuple[str, ...]:
    """Choose in a thread, and when the bot stops wait for it: it reads what is closed then."""
    work = asyncio.ensure_future(asyncio.to_thread(choose, searcher, unseen))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise
