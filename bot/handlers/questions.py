"""Questions: in private, in groups, with a command, edited."""

from __future__ import annotations

import re

from telegram import Message, Update

from bot.chats import Asked, new_id, now
from bot.desk import Context, Desk
from bot.handlers.common import me, say, script_of_message
from bot.incoming import (
    QUESTION_CHARS,
    ask_tail,
    group_question,
    is_person,
    look_up_tail,
    sender,
    text_of,
)
from bot.kept import keep
from bot.markup import split
from bot.quotas import Admission
from bot.render import answer_blocks
from bot.sending import edit, reply
from retrieval.answer.answer import Answer

EDIT_WINDOW_S = 600
"""So long may an edit of the question change its answer."""

_WORD = re.compile(r"\w")


async def private_text(desk: Desk, update: Update, context: Context) -> None:
    """Any text in a private chat is a question."""
    message = update.message
    if message is None or not is_person(message, me(context)):
        return
    await answer(desk, message, look_up_tail(text_of(message)) or text_of(message))


async def ask_command(desk: Desk, update: Update, context: Context) -> None:
    """``/ask 问题``, in any form and any chat."""
    message = update.message
    if message is None or not is_person(message, me(context)):
        return
    question = ask_tail(text_of(message), me(context))
    if question is not None:
        await answer(desk, message, question)


async def group_text(desk: Desk, update: Update, context: Context) -> None:
    """In a group, what mentions the bot or replies to it; silence otherwise."""
    message = update.message
    if message is None or not is_person(message, me(context)):
        return
    question = group_question(message, me(context))
    if question is not None:
        await answer(desk, message, question)


async def edited(desk: Desk, update: Update, context: Context) -> None:
    """An edited question edits its answer, for a while."""
    message = update.edited_message
    if message is None:
        return
    before = desk.chats.question_of(message.chat.id, message.message_id)
    if before is None or before.answer_id is None or now() - before.asked_at > EDIT_WINDOW_S:
        return
    question = question_in(message, context)
    if not question or question == before.text or unfit(question):
        return
    if desk.quotas.admit(sender(message), message.chat.id) is not Admission.ADMITTED:
        return
    found = await desk.ask(question)
    asked = asked_of(desk, message, question, found)
    desk.chats.keep(asked)
    blocks = split(answer_blocks(found, asked.script))[0]
    await edit(context.bot, message.chat.id, before.answer_id, blocks)
    desk.chats.answered(asked.id, before.answer_id)


async def answer(desk: Desk, message: Message, question: str) -> None:
    """Answer one question, or say in one line why not."""
    question = question.strip()
    if problem := unfit(question):
        await say(desk, message, problem, limit=QUESTION_CHARS)
        return
    admission = desk.quotas.admit(sender(message), message.chat.id)
    if admission is Admission.LINE:
        await say(desk, message, "quota")
    if admission is not Admission.ADMITTED:
        return
    found = await desk.ask(question)
    asked = asked_of(desk, message, question, found)
    desk.chats.keep(asked)
    sent = await reply(desk, message, answer_blocks(found, asked.script))
    if sent is not None:
        desk.chats.answered(asked.id, sent.message_id)


def question_in(message: Message, context: Context) -> str | None:
    """The question in a message that was already taken for one."""
    text = text_of(message)
    found = ask_tail(text, me(context))
    if found is None and message.chat.type != message.chat.PRIVATE:
        return group_question(message, me(context))
    return (found if found is not None else look_up_tail(text) or text).strip()


def unfit(question: str) -> str | None:
    """The name of the line that says why this cannot be looked up, None where it can."""
    if not question:
        return "empty"
    if len(question) > QUESTION_CHARS:
        return "too_long"
    return None if _WORD.search(question) else "wordless"


def asked_of(desk: Desk, message: Message, question: str, found: Answer) -> Asked:
    """The question as it is kept."""
    return Asked(
        id=new_id(),
        asked_at=now(),
        person=desk.chats.hashed(sender(message)),
        chat=desk.chats.hashed(message.chat.id),
        kind="private" if message.chat.type == message.chat.PRIVATE else "group",
        script=script_of_message(message, question),
        text=question,
        verdict=str(found.verdict),
        took_ms=found.took_ms,
        generation=desk.live.current.generation,
        results=keep(found.results),
        message_id=message.message_id,
    )
