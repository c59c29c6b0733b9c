"""The bot's behaviour as one table, read from top to bottom.

Each update goes to the first row of each group that takes it; group -1 is passed by all.
ARCHITECTURE.md shows the same table, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.desk import Context, Handler
from bot.handlers import admin, buttons, chats, gate, general, preferences, questions
from bot.incoming import ASK
from bot.views import VERSION

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
class Row:
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


TABLE: tuple[Row, ...] = (
    Row(
        "gate",
        "every update",
        "anybody",
        gate.gate,
        "nothing; an apology for what is older than ten minutes, once a private chat",
        lambda callback: TypeHandler(Update, callback),
        group=-1,
    ),
    Row(
        "membership",
        "the bot is added, removed, blocked",
        "anybody",
        chats.membership,
        "nothing",
        lambda callback: ChatMemberHandler(callback, ChatMemberHandler.MY_CHAT_MEMBER),
    ),
    Row(
        "migrated",
        "a group becomes a supergroup",
        "Telegram",
        chats.migrated,
        "nothing; the settings move",
        message(filters.StatusUpdate.MIGRATE),
    ),
    Row("start", "/start", "anybody", general.start, "what the bot does", command("start")),
    Row("help", "/help", "anybody", general.help, "how to ask, by role", command("help")),
    Row("status", "/status", "anybody", general.status, "what is indexed", command("status")),
    Row(
        "settings",
        "/settings",
        "anybody in private; in groups their admins, anonymous ones too",
        preferences.settings,
        "what is set, with a button for every choice",
        command("settings"),
    ),
    Row(
        "reindex",
        "/reindex",
        "admins",
        admin.reindex,
        "one message, edited as it goes on",
        command("reindex"),
    ),
    Row("stats", "/stats", "admins", admin.stats, "how much was asked", command("stats")),
    Row(
        "ask",
        "/ask, ／ask, /查, with or without a blank",
        "anybody",
        questions.ask_command,
        "an answer",
        message(PEOPLE & ASKS),
    ),
    Row(
        "unknown command",
        "any other command in private",
        "anybody",
        general.unknown_command,
        "a hint to /help",
        message(PRIVATE & filters.COMMAND),
    ),
    Row(
        "private question",
        "text or a caption in private",
        "anybody",
        questions.private_text,
        "an answer",
        message(PRIVATE & WORDS),
    ),
    Row(
        "group question",
        "text or a caption in a group",
        "anybody who mentions the bot or replies to it",
        questions.group_text,
        "an answer; nothing where the bot is not addressed",
        message(GROUPS & WORDS),
    ),
    Row(
        "edited question",
        "an edit of a question, within ten minutes",
        "who asked",
        questions.edited,
        "the answer is edited",
        message(EDITS & WORDS),
    ),
    Row(
        "no text",
        "voice, picture, sticker and the like in private",
        "anybody",
        general.no_text,
        "one friendly line",
        message(PRIVATE & ~filters.StatusUpdate.ALL),
    ),
    Row(
        "choice",
        "a tap on a button of /settings",
        "as /settings",
        preferences.chosen,
        "the settings as they are then",
        button(rf"{preferences.PREFIX}:"),
    ),
    Row(
        "button",
        "a tap on a button under an answer",
        "who asked; anybody rates",
        buttons.tapped,
        "the answer changes, or the article is sent",
        button(rf"{VERSION}:[\w-]*:\w+:[\d.]*$"),
    ),
    Row(
        "old button",
        "a button that no other row takes",
        "anybody",
        buttons.old_button,
        "按钮已过期",
        lambda callback: CallbackQueryHandler(callback),
    ),
)
