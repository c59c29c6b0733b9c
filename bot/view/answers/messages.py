"""An answer with its buttons, as a chat sees it: the one place where both are put together."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.language import Language
from bot.view.answers.answer_blocks import Shown, answer_blocks, card_blocks
from bot.view.answers.keyboards import answer_keyboard, card_keyboard
from bot.view.blocks import Block
from bot.view.callback_data import View


@dataclass(frozen=True, slots=True)
class Card:
    """How short a group's card is, and to which bot it leads for the rest."""

    results: int
    username: str


def answer_message(
    shown: Shown, language: Language, view: View, card: Card | None
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """The whole answer, or as a card."""
    if card is None:
        blocks = answer_blocks(shown.answer, language, view, shown.links)
        return blocks, answer_keyboard(shown, language, view)
    return (
        card_blocks(shown.answer, language, view, card.results, shown.links),
        card_keyboard(shown, language, view, card.username),
    )
