"""The command menus, by scope and language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.settings import Settings
from bot.wording import words
from retrieval.text.fold import Script

log = logging.getLogger(__name__)

PRIVATE = ("start", "help", "status")
GROUP = ("ask", "help")
ADMIN = (*PRIVATE, "reindex", "stats")


async def publish_menus(bot: ExtBot[Any], settings: Settings) -> None:
    """Tell Telegram the commands; the bot works without, so a failure is only logged."""
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        *((BotCommandScopeChat(admin), ADMIN) for admin in sorted(settings.admin_ids)),
    ]
    for scope, names in scopes:
        try:
            await bot.set_my_commands(_commands(names, "hans"), scope)
        except TelegramError as error:
            log.warning("the menu for %s was not set: %s", scope.type, error)


def _commands(names: Sequence[str], script: Script) -> list[BotCommand]:
    return [BotCommand(name, words(f"command_{name}", script)) for name in names]
