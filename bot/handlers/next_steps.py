"""After a weak answer, or none: put it differently, or let the admins know."""

from __future__ import annotations

from telegram import ForceReply

from bot.conversation.conversation import Tap
from bot.conversation.permissions import is_asker
from bot.conversation.replies import acknowledge, expire, is_first
from bot.db.query_log import questions
from bot.db.query_log.questions import Asked
from bot.db.query_log.wishes import Wish, add
from bot.state import BotState
from bot.transport.outgoing import reply
from bot.view.blocks import block, message_texts
from bot.view.callback_data import AnswerButton, AskOtherwise, TellAdmins
from bot.view.texts import words
from retrieval.answer.answer import Verdict
from retrieval.text.fold import convert

HINTED = 4
"""So many words of the question are named as the ones that matter."""


async def tapped(state: BotState, tap: Tap) -> None:
    """Do what a button of these asks for; the next steps are the asker's."""
    asked = None
    if isinstance(tap.asks, AnswerButton):
        asked = questions.find(state.chats, tap.asks.question)
    if asked is None:
        await expire(state, tap.query)
    elif not await is_asker(state, tap, asked):
        await acknowledge(tap, "not_your_question")
    elif isinstance(tap.asks, TellAdmins):
        added = await state.writes.do(add, _wish(tap, asked))
        await acknowledge(tap, "told_admins" if added else "told_admins_before")
    elif isinstance(tap.asks, AskOtherwise) and await is_first(state, tap):
        await _invite(state, tap, asked)


def _wish(tap: Tap, asked: Asked) -> Wish:
    to = tap.message.reply_to_message
    return Wish(
        question=asked.id, chat=tap.chat, thread=tap.topic, message=to.message_id if to else None
    )


async def _invite(state: BotState, tap: Tap, asked: Asked) -> None:
    """Open the asker's keyboard for another question, and say what helps."""
    named: list[str] = []
    if asked.verdict != Verdict.NONE:  # else these very words have found nothing
        query = state.live.current.stages.read(asked.text).query
        named = [word for word in query.words if len(word) > 1]
    example = " ".join(named[:HINTED])
    if tap.language == "hant":
        example = convert(example, "hant")
    line = words("rephrase_such_as" if named else "rephrase", tap.language, example=example)
    await reply(
        state.chats,
        tap.message.reply_to_message or tap.message,
        message_texts([block(line)]),
        ForceReply(selective=True, input_field_placeholder=words("rephrase_field", tap.language)),
    )
