"""Who gets in, and who is shown what: the door, /ban, /unban, /hide."""

from __future__ import annotations

import re
from collections.abc import Callable

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.conversation.conversation import Conversation
from bot.conversation.permissions import is_allowed
from bot.conversation.replies import say
from bot.db.bans import Entry, ban, entry, unban
from bot.db.database import Chats
from bot.db.hidden import hide as hide_article
from bot.state import BotState
from bot.transport.incoming import is_addressed
from retrieval.errors import UnknownArticle

_ID = re.compile(r"-?[0-9]{1,16}")


async def door(state: BotState, update: Update) -> None:
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
        await _show_the_way(state, Conversation.of_message(state, update.message))
    raise ApplicationHandlerStop


def _is_service(message: Message | None) -> bool:
    return message is not None and bool(
        message.migrate_to_chat_id or message.migrate_from_chat_id or message.new_chat_members
    )


async def _show_the_way(state: BotState, talk: Conversation) -> None:
    """How to ask for access, to those who expect an answer."""
    if is_addressed(talk.message, talk.me):
        await say(state, talk, "stranger" if talk.is_private else "stranger_group", id=talk.chat)


async def ban_command(state: BotState, talk: Conversation) -> None:
    """``/ban 编号``, or a reply to that person's message."""
    await _change(state, talk, ban, "banned", "banned_already")


async def unban_command(state: BotState, talk: Conversation) -> None:
    """``/unban 编号``, or a reply to that person's message."""
    await _change(state, talk, unban, "unbanned", "not_banned")


async def _change(
    state: BotState, talk: Conversation, verb: Callable[[Chats, int], bool], done: str, already: str
) -> None:
    if not await is_allowed(state, talk):
        return
    id = _named(talk)
    if id is None:
        await say(state, talk, "ban_usage")
    elif state.is_admin(id):
        await say(state, talk, "no_ban_admin")
    else:
        await say(state, talk, done if verb(state.chats, id) else already, id=id)


def _named(talk: Conversation) -> int | None:
    """The id that the command names, or that of whoever is replied to."""
    if found := _ID.fullmatch(talk.tail):
        return int(found.group())
    to = talk.message.reply_to_message
    if to is None:
        return None
    if to.sender_chat is not None:
        return to.sender_chat.id
    return to.from_user.id if to.from_user and not to.from_user.is_bot else None


async def hide(state: BotState, talk: Conversation) -> None:
    """``/hide 编号``: the article is not shown any more, or is again."""
    if not await is_allowed(state, talk):
        return
    if not talk.tail:
        await say(state, talk, "hide_usage")
        return
    try:
        article = state.live.current.store.get(talk.tail)
    except UnknownArticle:
        await say(state, talk, "article_missing", id=talk.tail)
        return
    line = "hidden" if hide_article(state.chats, article.id) else "shown_again"
    await say(state, talk, line, title=article.shown_title, key=article.key)
