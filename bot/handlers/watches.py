"""Alerts: /watch, /watches, and telling the chats what has come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.desk import Context, Desk
from bot.handlers.access import tail
from bot.handlers.buttons import acknowledge
from bot.handlers.common import say, script_for, script_of_message
from bot.handlers.preferences import may_set
from bot.handlers.taps import rewrite
from bot.hidden import hidden
from bot.incoming import sender
from bot.markup import Block, Span, block, html, length
from bot.render import result_blocks
from bot.sending import lost, reply
from bot.views import View
from bot.watches import (
    MOST,
    PHRASE_CHARS,
    Alert,
    Watch,
    add,
    due,
    end,
    look,
    of_chat,
    phrase_words,
    result_of,
    sent,
)
from bot.wording import words
from retrieval.errors import WenceError
from retrieval.text.fold import Script

log = logging.getLogger(__name__)

WATCH = "w1"
"""Prefix of the buttons: ``w1:<watch>``."""
LOOK_S = 2.0
ALERT_UNITS = 3_000
"""An alert grows to about so many UTF-16 units; what is beyond is counted."""


async def watch(desk: Desk, update: Update, context: Context) -> None:
    """``/watch 关键词``; in a group by its admins."""
    message = update.message
    if message is None:
        return
    phrase = tail(message)
    if not await may_set(desk, message):
        await say(desk, message, "chat_admins_only")
    elif not phrase_words(phrase):
        await say(desk, message, "watch_usage")
    elif len(phrase) > PHRASE_CHARS:
        await say(desk, message, "watch_long", limit=PHRASE_CHARS)
    else:
        await _add(desk, message, phrase)


async def _add(desk: Desk, message: Message, phrase: str) -> None:
    script = script_of_message(message, phrase)
    thread = message.message_thread_id if message.is_topic_message else None
    try:
        add(desk.chats, phrase, script, chat=message.chat.id, thread=thread, person=sender(message))
    except WenceError:
        await say(desk, message, "watch_full", limit=MOST)
        return
    await say(desk, message, "watching", phrase=phrase)


async def watches(desk: Desk, update: Update, context: Context) -> None:
    """The watches of the chat, a tap ends one."""
    message = update.message
    if message is None:
        return
    script = script_of_message(message)
    blocks, keyboard = _list(of_chat(desk.chats, message.chat.id), script)
    await reply(desk, message, blocks, keyboard)


async def end_button(desk: Desk, update: Update, context: Context) -> None:
    """A tap on a watch ends it; in a group only an admin's tap does."""
    query = update.callback_query
    if query is None or query.message is None:
        return
    chat, script = query.message.chat, script_for("", query.from_user.language_code)
    if chat.type != chat.PRIVATE and not await desk.is_chat_admin(
        context.bot, chat.id, query.from_user.id
    ):
        await acknowledge(query, words("chat_admins_only", script))
        return
    number = int((query.data or "").split(":")[1])
    phrase = next((one.phrase for one in of_chat(desk.chats, chat.id) if one.id == number), None)
    if phrase is None or not end(desk.chats, chat.id, number):
        await acknowledge(query, words("expired", script))
        return
    await acknowledge(query, words("watch_ended", script, phrase=phrase))
    await rewrite(query, *_list(of_chat(desk.chats, chat.id), script))


def _list(held: Sequence[Watch], script: Script) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    if not held:
        return [block(words("watches_none", script))], None
    rows = [
        [InlineKeyboardButton(f"✕ {one.phrase}", callback_data=f"{WATCH}:{one.id}")] for one in held
    ]
    return [block(words("watches_title", script))], InlineKeyboardMarkup(rows)


async def keep_telling(desk: Desk, bot: ExtBot[Any]) -> None:
    """Look at what has come in whenever the index changes, and tell the chats when it is due."""
    looked: str | None = None
    while True:
        try:
            searcher = desk.live.current
            if searcher.generation != looked:
                await asyncio.to_thread(look, desk.chats, searcher.store)
                looked = searcher.generation
            for chat, alerts in due(desk.chats).items():
                await tell(desk, bot, chat, alerts)
        except Exception:
            log.exception("telling of new articles failed")
        await asyncio.sleep(LOOK_S)


async def tell(desk: Desk, bot: Bot, chat: int, alerts: Sequence[Alert]) -> None:
    """One message with everything that waits; its topics each get their own."""
    if desk.is_quiet(chat):
        return
    for thread in dict.fromkeys(alert.watch.thread for alert in alerts):
        own = [alert for alert in alerts if alert.watch.thread == thread]
        blocks = alert_blocks(desk, own)
        if blocks and not await _send(desk, bot, chat, thread, html(blocks)):
            return
    sent(desk.chats, chat, alerts)


async def _send(desk: Desk, bot: Bot, chat: int, thread: int | None, text: str) -> bool:
    """Send an alert; False if it is to be tried again later.

    One that timed out may have arrived, and one that was refused would be refused again.
    """
    try:
        await bot.send_message(chat, text, message_thread_id=thread)
    except Forbidden:
        await lost(desk, chat)
    except ChatMigrated as moved:
        desk.chats.migrate(chat, moved.new_chat_id)
        return False
    except RetryAfter:
        return False
    except TelegramError as error:
        log.warning("an alert was not sent: %s", error)
    return True


def alert_blocks(desk: Desk, alerts: Sequence[Alert]) -> list[Block]:
    """The articles with their quotes, each once; what does not fit is counted."""
    script, shown, left = alerts[0].watch.script, [], 0
    out_of_sight, seen = hidden(desk.chats), set()
    size = 0
    for alert in alerts:
        if alert.article in seen or alert.article in out_of_sight:
            continue
        seen.add(alert.article)
        result = result_of(alert, desk.live.current.store, 1)
        if result is None:
            continue
        blocks = [block(""), *result_blocks(result, script, View())]
        if size and size + length(blocks) > ALERT_UNITS:
            left += 1
            continue
        shown += blocks
        size += length(blocks)
    if not shown:
        return []
    phrases = "、".join(dict.fromkeys(alert.watch.phrase for alert in alerts))
    title = block(Span(words("alert_title", script, phrases=phrases), bold=True))
    more = [block(""), block(words("alert_more", script, count=left))] if left else []
    return [title, *shown, *more]
