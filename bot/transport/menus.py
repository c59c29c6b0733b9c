"""The command menus and the bot's description, by scope and language.

Telegram takes languages of two letters only, so simplified and traditional readers share a menu:
the default one. Whoever uses Telegram in English gets an English one. ``WENCE_LANG`` makes both of
one language.
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

from bot.language import Language, language_for
from bot.roles import Role, role_of
from bot.settings import Settings
from bot.view.guidance import GROUP, OWN, PRIVATE
from bot.view.texts import words

log = logging.getLogger(__name__)


async def publish_menus(bot: Bot, settings: Settings) -> None:
    """Tell Telegram the commands; the bot works without, so a failure is only logged.

    Admins and editors who have not written to the bot yet get theirs when they do.
    """
    known = sorted(settings.admin_ids | settings.editor_ids)
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        *((BotCommandScopeChat(id), _private(role_of(settings, id))) for id in known),
    ]
    for tag in (None, "en"):
        language = language_for("", tag, settings.lang)
        for scope, names in scopes:
            menu = partial(bot.set_my_commands, _commands(names, language), scope, tag)
            await _try(f"menu for {scope.type}", menu)
        about, short = words("start", language), words("short_description", language)
        await _try("description", partial(bot.set_my_description, about, tag))
        await _try("short description", partial(bot.set_my_short_description, short, tag))


async def publish_to(bot: Bot, chat: int, language: Language, role: Role) -> None:
    """Give one private chat the menu of its language and role.

    Telegram's languages do not tell the scripts apart, and an admin's menu cannot be set before
    the admin has written to the bot.
    """
    commands = _commands(_private(role), language)
    scope = BotCommandScopeChat(chat)
    await _try("menu of a chat", partial(bot.set_my_commands, commands, scope))


def _private(role: Role) -> Sequence[str]:
    return (*PRIVATE, *OWN[role])


def _commands(names: Sequence[str], language: Language) -> list[BotCommand]:
    return [BotCommand(name, words(f"command_{name}", language)) for name in names]


async def _try(what: str, call: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    try:
        await call()
    except TelegramError as error:
        unmet = isinstance(error, Forbidden) or "chat not found" in error.message.lower()
        level = logging.INFO if unmet else logging.WARNING
        log.log(level, "the %s was not set: %s", what, error)
