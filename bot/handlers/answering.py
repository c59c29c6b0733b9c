"""From a question to its answer in the chat, and to the same answer again later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.chats import Asked, new_id, now
from bot.desk import Desk
from bot.handlers.common import say, script_in
from bot.incoming import QUESTION_CHARS, has_words, sender, sounds_unfinished
from bot.kept import keep, restore
from bot.keyboards import answer_keyboard, card_keyboard
from bot.markup import Block
from bot.preferences import source_filter
from bot.quotas import Admission
from bot.render import Shown, answer_blocks, card_blocks
from bot.sending import reply
from bot.views import View
from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.query import is_small_talk
from retrieval.text.fold import Script

PATIENCE_S = 0.5
"""After so long a person in a private chat sees that the bot is at work."""

EYES = "👀"

FOLLOW_S = 600
"""So long a question in private may follow up the one before it."""


async def answer(desk: Desk, message: Message, question: str, *, addressed: bool = True) -> None:
    """Answer one question, or say in one line why not.

    A message that nobody addressed to the bot gets an answer or nothing.
    """
    question = question.strip()
    if message.forward_origin is not None:
        question = question[:QUESTION_CHARS]
    if problem := unfit(question):
        if addressed:
            await say(desk, message, problem, limit=QUESTION_CHARS)
        return
    if addressed and not await _admitted(desk, message):
        return
    async with patience(message):
        found, asked = await look_up(desk, message, question)
        if not addressed and not await _is_welcome(desk, message, found):
            return
        await _send(desk, message, found, asked)


async def _admitted(desk: Desk, message: Message) -> bool:
    """Whether the quotas let this question in; who is over them is told so once."""
    admission = desk.quotas.admit(sender(message), message.chat.id)
    if admission is Admission.LINE:
        await say(desk, message, "quota")
    return admission is Admission.ADMITTED


async def _is_welcome(desk: Desk, message: Message, found: Answer) -> bool:
    """Whether to answer a message that nobody put to the bot; what finds nothing costs nobody."""
    if found.verdict is Verdict.NONE:
        return False
    return desk.quotas.admit(sender(message), message.chat.id) is Admission.ADMITTED


async def look_up(
    desk: Desk, message: Message, question: str, person: int | None = None
) -> tuple[Answer, Asked]:
    """Search; the answer, and the question to keep as this person's, by default the sender's."""
    preferences = desk.preferences(message.chat.id)
    within = followed(desk, message, question)
    only = source_filter(preferences.sources)
    searched = f"{question} {only}".strip()
    found = await desk.ask(searched, preferences.results, preferences.quote_chars, within)
    if found.suggestion and only:
        found = replace(found, suggestion=found.suggestion.removesuffix(only).strip())
    return found, Asked(
        id=new_id(),
        asked_at=now(),
        person=desk.chats.hashed(person or sender(message)),
        chat=desk.chats.hashed(message.chat.id),
        kind="private" if is_private(message) else "group",
        script=script_in(desk, message, question),
        text=question,
        verdict=str(found.verdict),
        took_ms=found.took_ms,
        generation=desk.live.current.generation,
        results=keep(found.results),
        message_id=message.message_id,
    )


def followed(desk: Desk, message: Message, question: str) -> set[str]:
    """The articles of the answer that this question follows up, none where it follows none.

    A reply to an answer does; so does, in a private chat and for ten minutes, a question that
    means little by itself.
    """
    to, chat = message.reply_to_message, message.chat.id
    before = desk.chats.question_behind(chat, to.message_id) if to else None
    if before is None and is_private(message) and sounds_unfinished(question):
        before = desk.chats.last_question(chat, sender(message), now() - FOLLOW_S)
    return {kept["article"] for kept in before.results} if before else set()


async def barred(desk: Desk, message: Message, person: int) -> str | None:
    """The name of the line that says why this person may not ask here and now, None if they may.

    A group's own id stands for its anonymous admins.
    """
    chat = message.chat.id
    if is_private(message):
        return None
    if desk.is_quiet(chat):
        return "quiet_hours"
    if desk.preferences(chat).who == "all" or person == chat:
        return None
    is_one = person > 0 and await desk.is_chat_admin(message.get_bot(), chat, person)
    return None if is_one else "chat_admins_ask"


async def not_again(desk: Desk, question: str, under: Message, person: int) -> str | None:
    """The name of the line that says why an old question is not answered anew, None if it is.

    What is not refused counts towards the quotas.
    """
    refused = unfit(question) or await barred(desk, under, person)
    if refused is not None:
        return refused
    admitted = desk.quotas.admit(person, under.chat.id) is Admission.ADMITTED
    return None if admitted else "quota"


async def answer_again(desk: Desk, question: str, person: int, under: Message) -> None:
    """Answer an old question anew for whoever tapped, under the old answer."""
    found, asked = await look_up(desk, under, question, person)
    await _send(desk, under, found, asked)


async def _send(desk: Desk, message: Message, found: Answer, asked: Asked) -> None:
    """Write the question down, so that the buttons work at once, and answer it."""
    await asyncio.to_thread(desk.chats.keep, asked)
    shown, view = Shown(asked.id, found), View()
    blocks = shown_blocks(desk, message, shown, asked.script, view)
    username = message.get_bot().username
    keyboard = shown_keyboard(message, shown, asked.script, view, username)
    sent = await reply(desk, message, blocks, keyboard)
    if sent is not None:
        await asyncio.to_thread(desk.chats.answered, asked.id, sent.message_id)


async def open_answer(desk: Desk, message: Message, id: str) -> None:
    """Show a kept answer, whole and with its buttons, to whoever follows its link."""
    asked = desk.chats.question(id)
    if asked is None:
        await say(desk, message, "link_expired")
        return
    shown, view = await asyncio.to_thread(restored, desk, asked), View()
    keyboard = answer_keyboard(shown, asked.script, view)
    await reply(desk, message, answer_blocks(shown.answer, asked.script, view), keyboard)


def shown_blocks(
    desk: Desk, message: Message, shown: Shown, script: Script, view: View
) -> Sequence[Block]:
    """The answer as this chat sees it: whole in private, a card in a group."""
    if is_private(message):
        return answer_blocks(shown.answer, script, view)
    return card_blocks(shown.answer, script, view, desk.preferences(message.chat.id).card)


def shown_keyboard(
    message: Message, shown: Shown, script: Script, view: View, username: str
) -> InlineKeyboardMarkup | None:
    if is_private(message):
        return answer_keyboard(shown, script, view)
    return card_keyboard(shown, script, view, username)


def restored(desk: Desk, asked: Asked) -> Shown:
    """The answer as it was given, without what its articles no longer hold. Reads the store."""
    shelf = desk.article
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
