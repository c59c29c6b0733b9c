"""The bot's behaviour as one table, read from top to bottom.

Each update goes to the first route that takes it, after the gate (``bot.handlers.gate``).
``make docs`` writes the same table into docs/handlers.md.
"""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    CallbackQueryHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.handlers import (
    access,
    answer_buttons,
    articles,
    general,
    inline,
    privacy,
    questions,
    reindexing,
    settings,
    statistics,
    supergroups,
    uploads,
    watches,
)
from bot.route import (
    EDITS,
    FRESH,
    GROUPS,
    PEOPLE,
    PRIVATE,
    WORDS,
    Route,
    button,
    command,
    message,
    update,
)
from bot.transport.commands import AskFilter
from bot.view.callback_data import (
    AnswerButton,
    AskAgain,
    ChooseSetting,
    ChooseSource,
    DoNotForget,
    DoNotRemove,
    DropFile,
    EndWatch,
    Forget,
    GapAdded,
    GapIgnored,
    ListArticles,
    RemoveArticle,
    ReplaceFile,
    SendArticle,
    ShowArticle,
    ShowGap,
    TakeFile,
)

ROUTES: tuple[Route[Any], ...] = (
    Route(
        "migrated",
        "a group becomes a supergroup",
        "Telegram",
        supergroups.migrated,
        "nothing; the settings move",
        update(lambda call: MessageHandler(FRESH & filters.StatusUpdate.MIGRATE, call)),
    ),
    Route("start", "/start", "anybody", general.start, "what the bot does", command("start")),
    Route("help", "/help", "anybody", general.help, "how to ask, by role", command("help")),
    Route("status", "/status", "anybody", general.status, "what is indexed", command("status")),
    Route(
        "settings",
        "/settings",
        "anybody in private; in groups their admins, anonymous ones too",
        settings.settings,
        "what is set, with a button for every choice",
        command("settings"),
    ),
    Route(
        "reindex",
        "/reindex",
        "admins",
        reindexing.reindex,
        "one message, edited as it goes on",
        command("reindex"),
    ),
    Route(
        "stats", "/stats", "admins", statistics.stats, "what is asked, a chart", command("stats")
    ),
    Route(
        "gaps", "/gaps", "admins", statistics.show_gaps, "what was not answered", command("gaps")
    ),
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
        articles.articles,
        "a page of the collection",
        command("articles"),
    ),
    Route("article", "/article", "anybody", articles.article, "one article", command("article")),
    Route(
        "remove", "/remove", "admins", articles.remove, "a question, two buttons", command("remove")
    ),
    Route(
        "file",
        "a document or a photo in private",
        "admins; from others the caption is a question",
        uploads.received,
        "what was understood of it, 收录 / 放弃",
        message(PRIVATE & (filters.Document.ALL | filters.PHOTO)),
    ),
    Route(
        "ask",
        "/ask, ／ask, /查, with or without a space",
        "anybody",
        questions.ask_command,
        "an answer",
        message(PEOPLE & AskFilter()),
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
        "an edit of a question, or one that adds a mention, within ten minutes",
        "who asked",
        questions.edited,
        "the answer is edited, or the first one sent",
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
        settings.chosen,
        "the settings as they are then",
        button(ChooseSetting, ChooseSource),
    ),
    Route(
        "button",
        "a tap on a button under an answer",
        "who asked; anybody rates",
        answer_buttons.tapped,
        "the answer changes, or the article is sent",
        button(AnswerButton, AskAgain),
    ),
    Route(
        "gap button",
        "a tap under /gaps",
        "admins",
        statistics.gap_button,
        "another gap",
        button(ShowGap, GapAdded, GapIgnored),
    ),
    Route(
        "watch button",
        "a tap under /watches",
        "as /watch",
        watches.end_button,
        "the watch ends",
        button(EndWatch),
    ),
    Route(
        "forget button",
        "a tap under /forget",
        "who asked",
        privacy.forget_button,
        "everything of them goes",
        button(Forget, DoNotForget),
    ),
    Route(
        "library button",
        "a tap under /articles, /article or /remove",
        "admins; anybody asks for the whole article",
        articles.tapped,
        "another page, the article, all of it, or its end",
        button(ListArticles, ShowArticle, SendArticle, RemoveArticle, DoNotRemove),
    ),
    Route(
        "file button",
        "收录 / 替换 / 放弃",
        "admins",
        uploads.decided,
        "what came of it",
        button(TakeFile, ReplaceFile, DropFile),
    ),
    Route(
        "inline",
        "@bot and text, in any chat",
        "anybody",
        inline.inline,
        "up to 20 cards",
        update(InlineQueryHandler),
    ),
    Route(
        "guest",
        "a mention where the bot is no member",
        "anybody",
        inline.guest,
        "one card",
        update(lambda call: MessageHandler(filters.UpdateType.GUEST_MESSAGE, call)),
    ),
    Route(
        "old button",
        "a button that no other row takes",
        "anybody",
        answer_buttons.old_button,
        "按钮已过期",
        update(CallbackQueryHandler),
    ),
)
