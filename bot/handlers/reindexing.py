"""/reindex: one message that follows how the folders are read again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from bot.conversation.conversation import Conversation
from bot.conversation.permissions import is_allowed
from bot.conversation.replies import say, show
from bot.language import Language
from bot.state import BotState
from bot.transport.outgoing import edit
from bot.uploads.indexing_process import Event
from bot.view.blocks import Block, MessageText, block
from bot.view.reasons import reason_in, refusal_blocks
from bot.view.texts import is_line, words
from retrieval.errors import WenceError
from retrieval.reasons import Reason, because

log = logging.getLogger(__name__)

EDIT_EVERY_S = 3.1


async def reindex(state: BotState, talk: Conversation) -> None:
    """Start reading the remembered folders again; progress goes into one message."""
    if not await is_allowed(state, talk):
        return
    if state.reindexing.running:
        await say(state, talk, "reindex_running")
        return
    state.later(_reindex(state, talk))


async def _reindex(state: BotState, talk: Conversation) -> None:
    latest: list[Event] = []
    work = asyncio.ensure_future(state.reindexing.run(latest.append))
    try:
        await _show_progress(state, talk, work, latest)
    except Exception:
        log.exception("the progress of the reindex could not be shown")
    finally:
        await asyncio.gather(work, return_exceptions=True)


async def _show_progress(
    state: BotState,
    talk: Conversation,
    work: asyncio.Future[Event],
    latest: Sequence[Event],
) -> None:
    """Edit one message until the work is done, not more often than every three seconds."""
    language, timer = talk.language, state.timer
    shown = [block(words("reindex_started", language))]
    note = await show(state, talk, shown)
    edited = -EDIT_EVERY_S
    while note is not None:
        done, _ = await asyncio.wait([work], timeout=EDIT_EVERY_S * timer.second)
        if done:
            await timer.sleep(edited + EDIT_EVERY_S - timer.now())
        fresh = outcome_blocks(work, language) if done else progress_blocks(latest, language)
        if fresh and fresh != shown:
            await edit(note.get_bot(), note.chat.id, note.message_id, MessageText.of(fresh))
            shown, edited = fresh, timer.now()
        if done:
            return


def progress_blocks(latest: Sequence[Event], language: Language) -> list[Block]:
    if not latest:
        return []
    event = latest[-1]
    name = "reindex_stage" if event.get("total") is None else "reindex_stage_of"
    stage = f"stage_{event.get('stage')}"
    shown = words(stage, language) if is_line(stage) else ""
    counts = {key: event.get(key) for key in ("done", "total")}
    return [block(words(name, language, stage=shown, **counts))]


def outcome_blocks(work: asyncio.Future[Event], language: Language) -> list[Block]:
    """What the reindex changed, or the sentence that says why it did not."""
    error = work.exception()
    if error is not None:
        return [block(words("reindex_failed", language, reason=reason_in(_why(error), language)))]
    event = work.result()
    counted = {
        name: _count(event.get(name))
        for name in ("new", "changed", "removed", "unchanged", "refused")
    }
    shown = [block(words("reindex_done", language, **counted))]
    return [*shown, *refusal_blocks(event, language)]


def _why(error: BaseException) -> Reason:
    if isinstance(error, WenceError):
        return error.reason
    log.error("the reindex failed", exc_info=error)
    return because("reindex_ended")


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list | dict) else int(value or 0)
