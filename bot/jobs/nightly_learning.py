"""Each night the bot learns from its 👍, once there are enough."""

from __future__ import annotations

import asyncio
import logging

from bot.db.query_log.qrels import export
from bot.state import BotState
from bot.uploads.indexing_process import Reindexing
from retrieval.answer.translations import Translations
from retrieval.errors import WenceError
from retrieval.learn.learning import NEEDED

log = logging.getLogger(__name__)

HOUR = 3
"""From this hour on of the local clock; few ask then."""
EVERY_S = 60.0


async def keep_learning(state: BotState) -> None:
    """Learn once a night, in a process of its own; what was learnt is used a second later."""
    child = Reindexing(state.home)
    learnt_on = None
    try:
        while True:
            now = state.clock()
            if now.hour == HOUR and now.date() != learnt_on:
                learnt_on = now.date()
                await _learn(state, child)
            await state.timer.sleep(EVERY_S)
    finally:
        await child.stop()


async def _learn(state: BotState, child: Reindexing) -> None:
    try:
        if await asyncio.to_thread(is_due, state):
            lesson = await child.run(lambda event: None, "learn")
            log.info("learnt from %d questions; used: %s", lesson["pairs"], lesson["used"])
    except WenceError as error:
        log.warning("nothing was learnt tonight: %s", error)
        state.troubles.note("trouble_learning_failed", error.reason)
    except Exception:
        log.exception("learning failed")


def is_due(state: BotState) -> bool:
    """There are enough 👍, and the operator has not taught it from a file, which stays."""
    try:
        earlier = Translations.read(state.home)
    except WenceError:
        earlier = None
    taught = earlier is not None and earlier.origin == "file"
    return not taught and len(export(state.chats)) >= NEEDED
