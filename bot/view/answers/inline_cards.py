"""What inline mode and guest queries insert: a complete quoted card, whoever sends it."""

from __future__ import annotations

import time
from hashlib import blake2b

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from bot.language import Language
from bot.view.answers.answer_blocks import from_the_answer, heading, result_blocks
from bot.view.answers.deep_links import article_link
from bot.view.answers.reader_links import ReaderLinks
from bot.view.article_blocks import origin_line
from bot.view.blocks import Block, html, split
from bot.view.callback_data import View
from bot.view.keyboards import quote_link
from bot.view.texts import words
from retrieval.answer.answer import Answer, Result
from retrieval.home import Home

LONGEST_CACHE_S = 300
DESCRIPTION_CHARS = 120


def card(
    result: Result,
    answer: Answer,
    language: Language,
    username: str,
    links: ReaderLinks | None = None,
) -> InlineQueryResultArticle:
    """One result to choose in the list; what it inserts stands by itself."""
    return InlineQueryResultArticle(
        id=f"{result.rank}-{_short(result)}",
        title=result.article.shown_title,
        description=_description(result, language),
        input_message_content=_content(
            [*heading(answer, language), *result_blocks(result, language, View(), links=links)]
        ),
        reply_markup=_more(result, language, username, links),
    )


def _description(result: Result, language: Language) -> str:
    """The quote, from the sentence on that answers, and its source."""
    origin = f" · {origin_line(result.article, language)}".removesuffix(" · ")
    return from_the_answer(result).quote[: DESCRIPTION_CHARS - len(origin)] + origin


def _more(
    result: Result, language: Language, username: str, links: ReaderLinks | None
) -> InlineKeyboardMarkup:
    """The buttons that open the article at the quote: in a chat with the bot, in the reader."""
    link = article_link(username, result.article, (result.start, result.end))
    more = InlineKeyboardButton(words("more", language), url=link)
    return InlineKeyboardMarkup([[more, *([quote_link(links.to(result))] if links else [])]])


def whole(answer: Answer, blocks: list[Block]) -> InlineQueryResultArticle:
    """A whole answer as the one card of a guest query."""
    content = _content(split(blocks)[0])
    return InlineQueryResultArticle("1", answer.question or "?", content)


def cache_time(home: Home, *, reindexing: bool) -> int:
    """Seconds that Telegram may repeat an inline answer: a tenth of the index's age.

    A new index is asked anew at once; one that has stood for an hour is not asked for five
    minutes.
    """
    if reindexing:
        return 0
    try:
        age = time.time() - home.current.stat().st_mtime
    except OSError:
        return 0
    return int(min(LONGEST_CACHE_S, max(0.0, age / 10)))


def _content(blocks: list[Block]) -> InputTextMessageContent:
    return InputTextMessageContent(html(split(blocks)[0]))


def _short(result: Result) -> str:
    place = f"{result.article.id}:{result.start}"
    return blake2b(place.encode(), digest_size=8).hexdigest()
