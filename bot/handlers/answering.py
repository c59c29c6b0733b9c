"""From a question to its answer in the chat, and to the same answer again later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.db import questions
from bot.db.database import now
from bot.db.preferences import source_filter
from bot.db.questions import Asked, new_id
from bot.db.snapshots import keep, restore
from bot.handlers.common import say, script_in
from bot.quotas import Admission
from bot.state import BotState
from bot.transport.incoming import QUESTION_CHARS, has_words, sender, sounds_unfinished
from bot.transport.outgoing import reply
from bot.view.answers import Shown, answer_blocks, card_blocks
from bot.view.blocks import Block
from bot.view.callback_data import View
from bot.view.keyboards import answer_keyboard, card_keyboard
from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.query import is_small_talk
from retrieval.text.fold import Script

PATIENCE_S = 0.5
"""After so long a person in a private chat sees that the bot is at work."""

EYES = "👀"

FOLLOW_S = 600
"""So long a question in private may follow up the one before it."""


async def answer(
    state: BotState, message: Message, question: str, *, addressed: bool = True
) -> None:
    """Answer one question, or say in one line why not.

    A message that nobody addressed to the bot gets an answer or nothing.
    """
    question = question.strip()
    if message.forward_origin is not None:
        question = question[:QUESTION_CHARS]
    if problem := unfit(question):
        if addressed:
            await say(state, message, problem, limit=QUESTION_CHARS)
        return
    if addressed and not await _admitted(state, message):
        return
    async with patience(message):
        found, asked = await look_up(state, message, question)
        if not addressed and not await _is_welcome(state, message, found):
            return
        await _send(state, message, found, asked)


async def _admitted(state: BotState, message: Message) -> bool:
    """Whether the quotas let this question in; who is over them is told so once."""
    admission = state.quotas.admit(sender(message), message.chat.id)
    if admission is Admission.LINE:
        await say(state, message, "quota")
    return admission is Admission.ADMITTED


async def _is_welcome(state: BotState, message: Message, found: Answer) -> bool:
    """Whether to answer a message that nobody put to the bot; what finds nothing costs nobody."""
    if found.verdict is Verdict.NONE:
        return False
    return state.quotas.admit(sender(message), message.chat.id) is Admission.ADMITTED


async def look_up(
    state: BotState, message: Message, question: str, person: int | None = None
) -> tuple[Answer, Asked]:
    """Search; the answer, and the question to keep as this person's, by default the sender's."""
    preferences = state.preferences(message.chat.id)
    within = followed(state, message, question)
    only = source_filter(preferences.sources)
    searched = f"{question} {only}".strip()
    found = await state.ask(searched, preferences.results, preferences.quote_chars, within)
    if found.suggestion and only:
        found = replace(found, suggestion=found.suggestion.removesuffix(only).strip())
    return found, Asked(
        id=new_id(),
        asked_at=now(),
        person=state.chats.hashed(person or sender(message)),
        chat=state.chats.hashed(message.chat.id),
        kind="private" if is_private(message) else "group",
        script=script_in(state, message, question),
        text=question,
        verdict=str(found.verdict),
        took_ms=found.took_ms,
        generation=state.live.current.generation,
        results=keep(found.results),
        message_id=message.message_id,
    )


def followed(state: BotState, message: Message, question: str) -> set[str]:
    """The articles of the answer that this question follows up, none where it follows none.

    A reply to an answer does; so does, in a private chat and for ten minutes, a question that
    means little by itself.
    """
    to, chat = message.reply_to_message, message.chat.id
    before = questions.answered_by(state.chats, chat, to.message_id) if to else None
    if before is None and is_private(message) and sounds_unfinished(question):
        before = questions.last_of(state.chats, chat, sender(message), now() - FOLLOW_S)
    return {kept["article"] for kept in before.results} if before else set()


async def barred(state: BotState, message: Message, person: int) -> str | None:
    """The name of the line that says why this person may not ask here and now, None if they may.

    A group's own id stands for its anonymous admins.
    """
    chat = message.chat.id
    if is_private(message):
        return None
    if state.is_quiet(chat):
        return "quiet_hours"
    if state.preferences(chat).who == "all" or person == chat:
        return None
    is_one = person > 0 and await state.is_chat_admin(message.get_bot(), chat, person)
    return None if is_one else "chat_admins_ask"


async def not_again(state: BotState, question: str, under: Message, person: int) -> str | None:
    """The name of the line that says why an old question is not answered anew, None if it is.

    What is not refused counts towards the quotas.
    """
    refused = unfit(question) or await barred(state, under, person)
    if refused is not None:
        return refused
    admitted = state.quotas.admit(person, under.chat.id) is Admission.ADMITTED
    return None if admitted else "quota"


async def answer_again(state: BotState, question: str, person: int, under: Message) -> None:
    """Answer an old question anew for whoever tapped, under the old answer."""
    found, asked = await look_up(state, under, question, person)
    await _send(state, under, found, asked)


async def _send(state: BotState, message: Message, found: Answer, asked: Asked) -> None:
    """Write the question down, so that the buttons work at once, and answer it."""
    await asyncio.to_thread(questions.keep, state.chats, asked)
    shown, view = Shown(asked.id, found), View()
    blocks = shown_blocks(state, message, shown, asked.script, view)
    username = message.get_bot().username
    keyboard = shown_keyboard(message, shown, asked.script, view, username)
    sent = await reply(state, message, blocks, keyboard)
    if sent is not None:
        await asyncio.to_thread(questions.set_answer, state.chats, asked.id, sent.message_id)


async def open_answer(state: BotState, message: Message, id: str) -> None:
    """Show a kept answer, whole and with its buttons, to whoever follows its link."""
    asked = questions.find(state.chats, id)
    if asked is None:
        await say(state, message, "link_expired")
        return
    shown, view = await asyncio.to_thread(restored, state, asked), View()
    keyboard = answer_keyboard(shown, asked.script, view)
    await reply(state, message, answer_blocks(shown.answer, asked.script, view), keyboard)


def shown_blocks(
    state: BotState, message: Message, shown: Shown, script: Script, view: View
) -> Sequence[Block]:
    """The answer as this chat sees it: whole in private, a card in a group."""
    if is_private(message):
        return answer_blocks(shown.answer, script, view)
    return card_blocks(shown.answer, script, view, state.preferences(message.chat.id).card)


def shown_keyboard(
    message: Message, shown: Shown, script: Script, view: View, username: str
) -> InlineKeyboardMarkup | None:
    if is_private(message):
        return answer_keyboard(shown, script, view)
    return card_keyboard(shown, script, view, username)


def restored(state: BotState, asked: Asked) -> Shown:
    """The answer as it was given, without what its articles no longer hold. Reads the store."""
    shelf = state.article
    results = [restore(kept, rank, shelf) for rank, kept in enumerate(asked.results, 1)]
    there = tuple(result for result in results if result is not None)
    verdict = Verdict(asked.verdict) if there else Verdict.NONE
    return Shown(asked.id, Answer(question=asked.text, verdict=verdict, results=there))


def unfit(question: str) -> str | None:
    """The name of the line that says why this cannot be looked up, None where it can."""
    if not question:
        return "empty"
    if not has_words(question):
        return "wordless"
    if is_small_talk(question):
        return "small_talk"
    return "too_long" if len(question) > QUESTION_CHARS else None


def is_private(message: Message) -> bool:
    return bool(message.chat.type == message.chat.PRIVATE)


@asynccontextmanager
async def patience(message: Message) -> AsyncIterator[None]:
    """Show 👀 while an answer in a private chat takes longer than half a second."""
    if not is_private(message):
        yield
        return
    shown = asyncio.Event()
    sign = asyncio.create_task(_look(message, shown))
    try:
        yield
    finally:
        if not shown.is_set():
            sign.cancel()
        with suppress(asyncio.CancelledError, TelegramError):
            await sign
            await message.set_reaction()


async def _look(message: Message, shown: asyncio.Event) -> None:
    await asyncio.sleep(PATIENCE_S)
    shown.set()
    await message.set_reaction(EYES)
