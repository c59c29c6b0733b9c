"""The bot's behaviour as one table, read from top to bottom.

Each update goes to the first row of each group that takes it; groups -2 and -1 are passed by all.
ARCHITECTURE.md shows the same table, and a test holds the two together.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    InlineQueryHandler,
    TypeHandler,
    filters,
)

from bot.handlers import access, gate, general, inline, privacy, questions, supergroups, watches
from bot.handlers import answer_buttons as buttons
from bot.handlers import articles as library
from bot.handlers import reindexing as admin
from bot.handlers import settings as preferences
from bot.handlers import statistics as usage
from bot.handlers import uploads as upload
from bot.route import ASKS, EDITS, GROUPS, PEOPLE, PRIVATE, WORDS, Route, button, command, message
from bot.view.callback_data import VERSION

ROUTES: tuple[Route, ...] = (
    Route(
        "gate",
        "every update",
        "anybody",
        gate.gate,
        "nothing; an apology for what is older than ten minutes, once a private chat",
        lambda callback: TypeHandler(Update, callback),
        group=-2,
    ),
    Route(
        "door",
        "messages and taps",
        "anybody",
        access.door,
        "nothing; how to ask for access, where only listed people are let in",
        lambda callback: TypeHandler(Update, callback),
        group=-1,
    ),
    Route(
        "migrated",
        "a group becomes a supergroup",
        "Telegram",
        supergroups.migrated,
        "nothing; the settings move",
        message(filters.StatusUpdate.MIGRATE),
    ),
    Route("start", "/start", "anybody", general.start, "what the bot does", command("start")),
    Route("help", "/help", "anybody", general.help, "how to ask, by role", command("help")),
    Route("status", "/status", "anybody", general.status, "what is indexed", command("status")),
    Route(
        "settings",
        "/settings",
        "anybody in private; in groups their admins, anonymous ones too",
        preferences.settings,
        "what is set, with a button for every choice",
        command("settings"),
    ),
    Route(
        "reindex",
        "/reindex",
        "admins",
        admin.reindex,
        "one message, edited as it goes on",
        command("reindex"),
    ),
    Route("stats", "/stats", "admins", usage.stats, "what is asked, a chart", command("stats")),
    Route("gaps", "/gaps", "admins", usage.show_gaps, "what was not answered", command("gaps")),
    Route("ban", "/ban", "admins", access.ban_command, "one line", command("ban")),
    Route("unban", "/unban", "admins", access.unban_command, "one line", command("unban")),
    Route("hide", "/hide", "admins", access.hide, "one line", command("hide")),
    Route(
        "watch",
        "/watch",
        "anybody; in groups their admins",
        watches.watch,
        "one line",
        command("watch"),
    ),
    Route(
        "watches",
        "/watches",
        "anybody",
        watches.watches,
        "what is watched, a button each",
        command("watches"),
    ),
    Route("privacy", "/privacy", "anybody", privacy.privacy, "what is kept", command("privacy")),
    Route(
        "forget", "/forget", "anybody", privacy.forget, "a question, two buttons", command("forget")
    ),
    Route(
        "articles",
        "/articles",
        "admins",
        library.articles,
        "a page of the collection",
        command("articles"),
    ),
    Route("article", "/article", "anybody", library.article, "one article", command("article")),
    Route(
        "remove", "/remove", "admins", library.remove, "a question, two buttons", command("remove")
    ),
    Route(
        "file",
        "a document in private",
        "admins; from others the caption is a question",
        upload.received,
        "what was understood of it, 收录 / 放弃",
        message(PRIVATE & filters.Document.ALL),
    ),
    Route(
        "ask",
        "/ask, ／ask, /查, with or without a blank",
        "anybody",
        questions.ask_command,
        "an answer",
        message(PEOPLE & ASKS),
    ),
    Route(
        "unknown command",
        "any other command in private",
        "anybody",
        general.unknown_command,
        "a hint to /help",
        message(PRIVATE & filters.COMMAND),
    ),
    Route(
        "private question",
        "text or a caption in private",
        "anybody",
        questions.private_text,
        "an answer",
        message(PRIVATE & WORDS),
    ),
    Route(
        "group question",
        "text or a caption in a group",
        "anybody who mentions the bot or replies to it",
        questions.group_text,
        "an answer; nothing where the bot is not addressed",
        message(GROUPS & WORDS),
    ),
    Route(
        "edited question",
        "an edit of a question, within ten minutes",
        "who asked",
        questions.edited,
        "the answer is edited",
        message(EDITS & WORDS),
    ),
    Route(
        "no text",
        "voice, picture, sticker and the like in private",
        "anybody",
        general.no_text,
        "one friendly line",
        message(PRIVATE & ~filters.StatusUpdate.ALL),
    ),
    Route(
        "choice",
        "a tap on a button of /settings",
        "as /settings",
        preferences.chosen,
        "the settings as they are then",
        button(rf"{preferences.PREFIX}:"),
    ),
    Route(
        "button",
        "a tap on a button under an answer",
        "who asked; anybody rates",
        buttons.tapped,
        "the answer changes, or the article is sent",
        button(rf"{VERSION}:[\w-]*:\w+:[\d.]*$"),
    ),
    Route(
        "gap button",
        "a tap under /gaps",
        "admins",
        usage.gap_button,
        "another gap",
        button(rf"{usage.GAP}:"),
    ),
    Route(
        "watch button",
        "a tap under /watches",
        "as /watch",
        watches.end_button,
        "the watch ends",
        button(rf"{watches.WATCH}:"),
    ),
    Route(
        "forget button",
        "a tap under /forget",
        "who asked",
        privacy.forget_button,
        "everything of them goes",
        button(rf"{privacy.FORGET}:"),
    ),
    Route(
        "library button",
        "a tap under /articles, /article or /remove",
        "admins; anybody asks for the whole article",
        library.tapped,
        "another page, the article, all of it, or its end",
        button(rf"{library.LIBRARY}:"),
    ),
    Route(
        "file button",
        "收录 / 放弃",
        "admins",
        upload.decided,
        "what came of it",
        button(rf"{upload.UPLOAD}:"),
    ),
    Route(
        "inline",
        "@bot and text, in any chat",
        "anybody",
        inline.inline,
        "up to 20 cards",
        InlineQueryHandler,
    ),
    Route(
        "guest",
        "a mention where the bot is no member",
        "anybody",
        inline.guest,
        "one card",
        message(filters.UpdateType.GUEST_MESSAGE),
    ),
    Route(
        "old button",
        "a button that no other row takes",
        "anybody",
        buttons.old_button,
        "按钮已过期",
        lambda callback: CallbackQueryHandler(callback),
    ),
)
