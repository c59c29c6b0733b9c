"""Tells whoever wished to hear that a question can be answered by now, once."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from telegram.ext import ExtBot

from bot.db.query_log import questions
from bot.db.query_log.questions import Asked
from bot.db.query_log.snapshots import keep
from bot.db.query_log.wishes import Wish, end, wishes
from bot.jobs.notices import notify
from bot.question import sounds_unfinished
from bot.state import BotState
from bot.view.answers.answer_blocks import Shown
from bot.view.answers.messages import Card, answer_message
from bot.view.blocks import Span, block, split
from bot.view.callback_data import View
from bot.view.texts import words
from retrieval.answer.answer import Answer, Verdict

log = logging.getLogger(__name__)

EVERY_S = 2.0
"""So often it is looked whether something has come in, or an admin says so."""


async def keep_granting(state: BotState, bot: ExtBot[Any]) -> None:
    """Ask each question again when the index changes, or when its gap is said to be filled."""
    looked: dict[str, tuple[str, bool]] = {}
    while True:
        try:
            for wish in wishes(state.chats):
                now = state.live.current.generation, wish.filled
                if looked.get(wish.question) == now or state.is_quiet(wish.chat):
                    continue
                if await is_settled(state, bot, wish):
                    looked[wish.question] = now
        except Exception:
            log.exception("telling of filled gaps failed")
        await state.timer.sleep(EVERY_S)


async def is_settled(state: BotState, bot: ExtBot[Any], wish: Wish) -> bool:
    """Ask the question again, and tell if it is answered; False where that is to be tried again."""
    asked = questions.find(state.chats, wish.question)
    if asked is None or (sounds_unfinished(asked.text) and not wish.filled):
        return True
    found = await state.ask(asked.text, state.preferences(wish.chat))
    if found.verdict is Verdict.CONFIDENT or (wish.filled and found.results):
        return await _tell(state, bot, wish, asked, found)
    return True


async def _tell(state: BotState, bot: ExtBot[Any], wish: Wish, asked: Asked, found: Answer) -> bool:
    """The answer, in reply to the question; it takes the place of the one that was kept."""
    fresh = replace(
        asked,
        verdict=str(found.verdict),
        generation=state.live.current.generation,
        results=keep(found.results),
    )
    await state.writes.do(questions.keep, fresh)
    is_private = wish.chat > 0
    card = None if is_private else Card(state.preferences(wish.chat).card, bot.username)
    answer, buttons = answer_message(
        Shown(asked.id, found, state.reader_links), asked.script, View(), card
    )
    title = words("wish_granted", asked.script, question=asked.text)
    blocks = split([block(Span(f"🔔 {title}", bold=True)), block(""), *answer])[0]
    sent = await notify(
        state, bot, wish.chat, blocks, buttons, thread=wish.thread, reply_to=wish.message
    )
    if sent:
        end(state.chats, wish.question)
    return sent
