"""Questions: in private, in groups, with a command, edited."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Message, Update

from bot.db import questions
from bot.db.database import now
from bot.db.preferences import Preferences
from bot.handlers.answering import (
    answer,
    barred,
    is_private,
    look_up,
    shown_blocks,
    shown_keyboard,
    unfit,
)
from bot.handlers.common import me
from bot.quotas import Admission
from bot.state import BotState, Context
from bot.transport.incoming import (
    ask_tail,
    is_person,
    look_up_tail,
    replies_to_us,
    sender,
    text_of,
    without_mention,
)
from bot.transport.outgoing import edit
from bot.view.answers import Shown
from bot.view.callback_data import View

EDIT_WINDOW_S = 600
"""So long may an edit of the question change its answer."""


async def private_text(state: BotState, update: Update, context: Context) -> None:
    """Any text in a private chat is a question."""
    message = update.message
    if message is not None and is_person(message, me(context)):
        await answer(state, message, look_up_tail(text_of(message)) or text_of(message))


async def ask_command(state: BotState, update: Update, context: Context) -> None:
    """``/ask 问题``, in any form and any chat."""
    message = update.message
    if message is None or not is_person(message, me(context)):
        return
    question = ask_tail(text_of(message), me(context))
    if question is not None and await may_ask(state, message):
        await answer(state, message, question)


async def group_text(state: BotState, update: Update, context: Context) -> None:
    """In a group, what is put to the bot as the group wants it; silence otherwise."""
    message = update.message
    if message is None or not is_person(message, me(context)):
        return
    question, addressed = group_question(message, context, state.preferences(message.chat.id))
    if question is not None and await may_ask(state, message):
        await answer(state, message, question, addressed=addressed)


async def edited(state: BotState, update: Update, context: Context) -> None:
    """An edited question edits its answer, for a while."""
    message = update.edited_message
    if message is None:
        return
    before = questions.asked_by(state.chats, message.chat.id, message.message_id)
    if before is None or before.answer_id is None or now() - before.asked_at > EDIT_WINDOW_S:
        return
    question = (question_in(state, message, context) or "").strip()
    if question == before.text or unfit(question) or not await may_ask(state, message):
        return
    if state.quotas.admit(sender(message), message.chat.id) is not Admission.ADMITTED:
        return
    found, asked = await look_up(state, message, question)
    await asyncio.to_thread(questions.keep, state.chats, replace(asked, answer_id=before.answer_id))
    shown, view = Shown(asked.id, found), View()
    blocks = shown_blocks(state, message, shown, asked.script, view)
    keyboard = shown_keyboard(message, shown, asked.script, view, context.bot.username)
    await edit(context.bot, message.chat.id, before.answer_id, blocks, keyboard)


def question_in(state: BotState, message: Message, context: Context) -> str | None:
    """The question in a message that was already taken for one."""
    tail = ask_tail(text_of(message), me(context))
    if tail is not None:
        return tail
    if is_private(message):
        return look_up_tail(text_of(message)) or text_of(message)
    return group_question(message, context, state.preferences(message.chat.id))[0]


def group_question(
    message: Message, context: Context, preferences: Preferences
) -> tuple[str | None, bool]:
    """The question of a group's message, None where it has none, and whether it is put to us."""
    text = text_of(message).strip()
    tail = look_up_tail(text) if preferences.look_up == "on" else None
    if tail is not None:
        return tail, True
    if preferences.address == "command":
        return None, False
    mentioned = without_mention(message, me(context))
    if mentioned is not None:
        return mentioned, True
    if replies_to_us(message, me(context)):
        return text, True
    every = preferences.address == "every" and not text.startswith(("/", "／"))
    return (text, False) if every else (None, False)


async def may_ask(state: BotState, message: Message) -> bool:
    """Whether the group lets this person ask at this hour."""
    return await barred(state, message, sender(message)) is None
