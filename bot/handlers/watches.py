"""/watch and /watches: what a chat wants to hear of."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.db.watches import (
    MOST,
    PHRASE_CHARS,
    Watch,
    add,
    end,
    of_chat,
    phrase_words,
)
from bot.handlers.access import tail
from bot.handlers.answer_buttons import acknowledge
from bot.handlers.common import say, script_for, script_of_message
from bot.handlers.rewriting import rewrite
from bot.handlers.settings import may_set
from bot.state import BotState, Context
from bot.transport.outgoing import reply
from bot.view.blocks import Block, block
from bot.view.texts import words
from retrieval.errors import WenceError
from retrieval.text.fold import Script

log = logging.getLogger(__name__)

WATCH = "w1"
"""Prefix of the buttons: ``w1:<watch>``."""


async def watch(state: BotState, update: Update, context: Context) -> None:
    """``/watch 关键词``; in a group by its admins."""
    message = update.message
    if message is None:
        return
    phrase = tail(message)
    if not await may_set(state, message):
        await say(state, message, "chat_admins_only")
    elif not phrase_words(phrase):
        await say(state, message, "watch_usage")
    elif len(phrase) > PHRASE_CHARS:
        await say(state, message, "watch_long", limit=PHRASE_CHARS)
    else:
        await _add(state, message, phrase)


async def _add(state: BotState, message: Message, phrase: str) -> None:
    script = script_of_message(message, phrase)
    thread = message.message_thread_id if message.is_topic_message else None
    try:
        add(state.chats, phrase, script, chat=message.chat.id, thread=thread)
    except WenceError:
        await say(state, message, "watch_full", limit=MOST)
        return
    await say(state, message, "watching", phrase=phrase)


async def watches(state: BotState, update: Update, context: Context) -> None:
    """The watches of the chat, a tap ends one."""
    message = update.message
    if message is None:
        return
    script = script_of_message(message)
    blocks, keyboard = _list(of_chat(state.chats, message.chat.id), script)
    await reply(state, message, blocks, keyboard)


async def end_button(state: BotState, update: Update, context: Context) -> None:
    """A tap on a watch ends it; in a group only an admin's tap does."""
    query = update.callback_query
    if query is None or query.message is None:
        return
    chat, script = query.message.chat, script_for("", query.from_user.language_code)
    if chat.type != chat.PRIVATE and not await state.is_chat_admin(
        context.bot, chat.id, query.from_user.id
    ):
        await acknowledge(query, words("chat_admins_only", script))
        return
    number = int((query.data or "").split(":")[1])
    phrase = next((one.phrase for one in of_chat(state.chats, chat.id) if one.id == number), None)
    if phrase is None or not end(state.chats, chat.id, number):
        await acknowledge(query, words("expired", script))
        return
    await acknowledge(query, words("watch_ended", script, phrase=phrase))
    await rewrite(query, *_list(of_chat(state.chats, chat.id), script))


def _list(held: Sequence[Watch], script: Script) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    if not held:
        return [block(words("watches_none", script))], None
    rows = [
        [InlineKeyboardButton(f"✕ {one.phrase}", callback_data=f"{WATCH}:{one.id}")] for one in held
    ]
    return [block(words("watches_title", script))], InlineKeyboardMarkup(rows)
