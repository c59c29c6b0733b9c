"""Who gets in, and what is shown: /ban, /unban, /hide."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.conversation.conversation import Conversation
from bot.conversation.replies import say
from bot.db import hidden
from bot.db.bans import ban, unban
from bot.db.database import Chats
from bot.roles import Role, role_of
from bot.state import BotState
from retrieval.errors import UnknownArticle

_ID = re.compile(r"-?[0-9]{1,16}")


async def ban_command(state: BotState, talk: Conversation) -> None:
    """``/ban 编号``, or a reply to that person's message."""
    await _change(state, talk, ban, "banned", "banned_already")


async def unban_command(state: BotState, talk: Conversation) -> None:
    """``/unban 编号``, or a reply to that person's message."""
    await _change(state, talk, unban, "unbanned", "not_banned")


async def _change(
    state: BotState, talk: Conversation, verb: Callable[[Chats, int], bool], done: str, already: str
) -> None:
    id = _named(talk)
    if id is None:
        await say(state, talk, "ban_usage")
    elif role_of(state.settings, id) is Role.ADMIN:
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
    if not talk.tail:
        await say(state, talk, "hide_usage")
        return
    try:
        article = state.live.current.articles.get(talk.tail)
    except UnknownArticle:
        await say(state, talk, "article_missing", id=talk.tail)
        return
    was_hidden = hidden.unhide(state.chats, article.id)
    line = "shown_again" if was_hidden else "hidden"
    if not was_hidden:
        hidden.hide(state.chats, article.id)
    await say(state, talk, line, title=article.shown_title, key=article.key)
