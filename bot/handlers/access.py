"""Who gets in, and who is shown what: the door, /ban, /unban, /hide."""

from __future__ import annotations

import re
from collections.abc import Callable

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.db.bans import Entry, ban, entry, unban
from bot.db.database import Chats
from bot.db.hidden import hide as hide_article
from bot.handlers.common import me, say
from bot.handlers.reindexing import is_allowed
from bot.state import BotState, Context
from bot.transport.incoming import is_addressed
from retrieval.errors import UnknownArticle

_ID = re.compile(r"-?\d{1,16}")


async def door(state: BotState, update: Update, context: Context) -> None:
    """Let in whoever may use the bot; inline and guest queries look for themselves.

    Raises:
        ApplicationHandlerStop: nobody else shall handle this update.
    """
    message = update.message or update.edited_message
    if (message is None and update.callback_query is None) or _is_service(message):
        return
    user, chat = update.effective_user, update.effective_chat
    came = entry(state.settings, state.chats, user.id if user else None, chat.id if chat else None)
    if came is Entry.WELCOME:
        return
    if came is Entry.STRANGER and update.message is not None:
        await _show_the_way(state, update.message, context)
    raise ApplicationHandlerStop


def _is_service(message: Message | None) -> bool:
    return message is not None and bool(
        message.migrate_to_chat_id or message.migrate_from_chat_id or message.new_chat_members
    )


async def _show_the_way(state: BotState, message: Message, context: Context) -> None:
    """How to ask for access, to those who expect an answer."""
    if not is_addressed(message, me(context)):
        return
    private = message.chat.type == message.chat.PRIVATE
    await say(state, message, "stranger" if private else "stranger_group", id=message.chat.id)


async def ban_command(state: BotState, update: Update, context: Context) -> None:
    """``/ban 编号``, or a reply to that person's message."""
    await _change(state, update, ban, "banned", "banned_already")


async def unban_command(state: BotState, update: Update, context: Context) -> None:
    """``/unban 编号``, or a reply to that person's message."""
    await _change(state, update, unban, "unbanned", "not_banned")


async def _change(
    state: BotState, update: Update, verb: Callable[[Chats, int], bool], done: str, already: str
) -> None:
    message = update.message
    if message is None or not await is_allowed(state, message):
        return
    id = _named(message)
    if id is None:
        await say(state, message, "ban_usage")
    elif state.is_admin(id):
        await say(state, message, "no_ban_admin")
    else:
        await say(state, message, done if verb(state.chats, id) else already, id=id)


def _named(message: Message) -> int | None:
    """The id that the command names, or that of whoever is replied to."""
    if found := _ID.fullmatch(tail(message)):
        return int(found.group())
    to = message.reply_to_message
    if to is None:
        return None
    if to.sender_chat is not None:
        return to.sender_chat.id
    return to.from_user.id if to.from_user and not to.from_user.is_bot else None


async def hide(state: BotState, update: Update, context: Context) -> None:
    """``/hide 编号``: the article is not shown any more, or is again."""
    message = update.message
    if message is None or not await is_allowed(state, message):
        return
    name = tail(message)
    if not name:
        await say(state, message, "hide_usage")
        return
    try:
        article = state.live.current.store.get(name)
    except UnknownArticle:
        await say(state, message, "article_missing", id=name)
        return
    line = "hidden" if hide_article(state.chats, article.id) else "shown_again"
    await say(state, message, line, title=article.shown_title, key=article.key)


def tail(message: Message) -> str:
    """What follows a command."""
    return (message.text or "").partition(" ")[2].strip()
