"""What keyboards are made of, and the buttons under an article."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.language import Language
from bot.view.callback_data import (
    AskAgain,
    ButtonData,
    PageNumber,
    SendArticle,
    TurnArticlePage,
)
from bot.view.texts import words

Row = list[InlineKeyboardButton]


def button(text: str, asks: ButtonData) -> InlineKeyboardButton:
    """A button that asks for something of ``bot.view.callback_data``."""
    return InlineKeyboardButton(text, callback_data=asks.written())


def quote_link(url: str) -> InlineKeyboardButton:
    """The button that opens a quote in its article, in the browser; it may stand in any chat."""
    return InlineKeyboardButton("🔗", url=url)


def keyboard(*rows: Iterable[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """The rows that have buttons, None where none has."""
    full = [row for row in map(list, rows) if row]
    return InlineKeyboardMarkup(full) if full else None


def article_keyboard(id: str, rank: int, page: int, count: int) -> InlineKeyboardMarkup | None:
    """Through the pages of an article."""
    if count < 2:
        return None
    before, after = max(page, 1) - 1, min(page + 1, count - 1)
    return keyboard(
        [
            button("‹", TurnArticlePage(id, rank, before)),
            button(f"{page + 1}/{count}", PageNumber(id, page)),
            button("›", TurnArticlePage(id, rank, after)),
        ]
    )


def again_keyboard(language: Language) -> InlineKeyboardMarkup | None:
    """Under an answer whose buttons have expired."""
    return keyboard([button(words("ask_again", language), AskAgain())])


def whole_button(key: str, language: Language) -> InlineKeyboardButton:
    """Sends all of an article."""
    return button(words("whole", language), SendArticle(key))
