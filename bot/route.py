"""What a row of the table of handlers says, and the filters that rows share."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.state import Context, Handler
from bot.transport.incoming import ASK

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
Made = BaseHandler[Update, Context, None]

FRESH = filters.UpdateType.MESSAGE
"""New messages only: PTB's filters would take edits and channel posts too."""
PRIVATE = FRESH & filters.ChatType.PRIVATE
GROUPS = FRESH & filters.ChatType.GROUPS
PEOPLE = PRIVATE | GROUPS
EDITS = filters.UpdateType.EDITED_MESSAGE & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS)
WORDS = filters.TEXT | filters.CAPTION
ASKS = filters.Regex(ASK) | filters.CaptionRegex(ASK)


@dataclass(frozen=True, slots=True)
class Route:
    """One row: what comes in from whom, who handles it, what goes out."""

    name: str
    comes: str
    who: str
    handler: Handler
    out: str
    make: Callable[[Callback], Made]
    group: int = 0


def command(name: str) -> Callable[[Callback], Made]:
    """A command in private and in groups; never again when its message is edited."""
    return lambda callback: CommandHandler(name, callback, filters=PEOPLE)


def message(which: filters.BaseFilter) -> Callable[[Callback], Made]:
    """Messages that pass a filter."""
    return lambda callback: MessageHandler(which, callback)


def button(pattern: str) -> Callable[[Callback], Made]:
    """Taps on buttons whose data begins like this."""
    return lambda callback: CallbackQueryHandler(callback, pattern)
