"""The command menus and the bot's description, by scope and language.

Telegram takes languages of two letters only, so simplified and traditional readers share a menu:
the default one, in simplified Chinese. Whoever uses Telegram in English gets an English one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import Forbidden, TelegramError

from bot.settings import Settings
from bot.view.guidance import GROUP, OF_ADMINS, PRIVATE
from bot.view.texts import words
from retrieval.text.fold import Script

log = logging.getLogger(__name__)

ADMIN = (*PRIVATE, *OF_ADMINS)

ENGLISH = {
    "start": "what this bot does",
    "ask": "ask a question",
    "help": "how to use it",
    "settings": "script, results, excerpts",
    "watch": "tell me of new articles",
    "watches": "see and end what is watched",
    "privacy": "what is stored",
    "forget": "take out what is stored of me",
    "status": "is it running, what is indexed",
    "reindex": "read the folders again",
    "articles": "list the articles",
    "article": "show one article",
    "remove": "remove an article",
    "hide": "hide an article or show it again",
    "stats": "what is asked",
    "gaps": "what was not answered",
    "ban": "answer somebody no more",
    "unban": "let somebody in again",
}
ABOUT = "Answers questions about policy, in Chinese, with verbatim quotes and their sources."


async def publish_menus(bot: Bot, settings: Settings) -> None:
    """Tell Telegram the commands; the bot works without, so a failure is only logged.

    An admin who has not written to the bot yet gets theirs when they do.
    """
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        *((BotCommandScopeChat(admin), ADMIN) for admin in sorted(settings.admin_ids)),
    ]
    for scope, names in scopes:
        for language in (None, "en"):
            set_them = partial(bot.set_my_commands, _commands(names, language), scope)
            await _try(f"menu for {scope.type}", partial(set_them, language))
    about = words("start", "hans")
    await _try("description", partial(bot.set_my_description, about))
    await _try("description", partial(bot.set_my_description, ABOUT, "en"))
    short = words("short_description", "hans")
    await _try("short description", partial(bot.set_my_short_description, short))
    await _try("short description", partial(bot.set_my_short_description, ABOUT, "en"))


async def publish_to(bot: Bot, chat: int, script: Script, *, admin: bool) -> None:
    """Give one private chat the menu of its script and role.

    Telegram's languages do not tell the scripts apart, and an admin's menu cannot be set before
    the admin has written to the bot.
    """
    commands = _commands(ADMIN if admin else PRIVATE, None, script)
    scope = BotCommandScopeChat(chat)
    await _try("menu of a chat", partial(bot.set_my_commands, commands, scope))


def _commands(
    names: Sequence[str], language: str | None, script: Script = "hans"
) -> list[BotCommand]:
    return [
        BotCommand(name, ENGLISH[name] if language else words(f"command_{name}", script))
        for name in names
    ]


async def _try(what: str, call: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    try:
        await call()
    except TelegramError as error:
        unmet = isinstance(error, Forbidden) or "chat not found" in error.message.lower()
        level = logging.INFO if unmet else logging.WARNING
        log.log(level, "the %s was not set: %s", what, error)
