"""/reindex: one message that follows how the folders are read again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Message

from bot.conversation.conversation import Conversation
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
LAST_EDIT_S = 2.0
"""So long the last edit may take when the bot ends."""


async def reindex(state: BotState, talk: Conversation) -> None:
    """Start reading the remembered folders again; progress goes into one message."""
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
    """Say that it began, and go on in that message; also where the bot ends before the work."""
    shown = [block(words("reindex_started", talk.language))]
    note = await show(state, talk, shown)
    if note is None:
        return
    try:
        await _follow(state, note, shown, talk.language, work, latest)
    except asyncio.CancelledError:
        told = MessageText.of(interrupted_blocks(talk.language))
        async with asyncio.timeout(LAST_EDIT_S):
            await edit(note.get_bot(), note.chat.id, note.message_id, told)
        raise


async def _follow(
    state: BotState,
    note: Message,
    shown: Sequence[Block],
    language: Language,
    work: asyncio.Future[Event],
    latest: Sequence[Event],
) -> None:
    """Edit the message until the work is done, not more often than every three seconds."""
    timer = state.timer
    edited = -EDIT_EVERY_S
    while True:
        done, _ = await asyncio.wait([work], timeout=EDIT_EVERY_S * timer.second)
        if done:
            await timer.sleep(edited + EDIT_EVERY_S - timer.now())
        if not done:
            fresh = progress_blocks(latest, language)
        elif work.exception() is not None and state.reindexing.stopped:
            fresh = interrupted_blocks(language)
        else:
            fresh = outcome_blocks(work, language)
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


def interrupted_blocks(language: Language) -> list[Block]:
    """The bot ends, and the reindex with it."""
    return [block(words("reindex_interrupted", language))]


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
