"""The buttons under an answer and under an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.helpers import create_deep_linked_url

from bot.language import Language
from bot.view.answers import Shown, other_script, shown_range
from bot.view.callback_data import (
    AskAgain,
    ButtonData,
    PageNumber,
    SendArticle,
    SendResultArticle,
    ShowResult,
    ShowTools,
    TakeAway,
    ThumbsDown,
    ThumbsUp,
    TurnArticlePage,
    View,
)
from bot.view.citations import official_citation, reference
from bot.view.pages import can_widen
from bot.view.reader_links import ReaderLinks
from bot.view.texts import words
from retrieval.answer.answer import Result

COPIED = 256
"""Telegram's limit for what a button copies, in characters."""

Row = list[InlineKeyboardButton]


def button(text: str, asks: ButtonData) -> InlineKeyboardButton:
    """A button that asks for something of ``bot.view.callback_data``."""
    return InlineKeyboardButton(text, callback_data=asks.written())


def keyboard(*rows: Iterable[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """The rows that have buttons, None where none has."""
    full = [row for row in map(list, rows) if row]
    return InlineKeyboardMarkup(full) if full else None


def answer_keyboard(shown: Shown, language: Language, view: View) -> InlineKeyboardMarkup | None:
    """What is done most with an answer in private, in two rows, the rest behind ⋯."""
    result = shown.open(view.rank)
    if result is None:
        return None
    view = replace(view, rank=result.rank)
    start, end = shown_range(result, view)
    more_before, more_after = can_widen(result.article.text, start, end)
    around: Row = []
    if more_before:
        wider = ShowResult.of(shown.id, replace(view, before=view.before + 1))
        around.append(button(_label("before", shown, result, language), wider))
    if more_after:
        wider = ShowResult.of(shown.id, replace(view, after=view.after + 1))
        around.append(button(_label("after", shown, result, language), wider))
    whole = SendResultArticle(shown.id, result.rank)
    around.append(button(_label("whole", shown, result, language), whole))
    if shown.links:
        around.append(_in_reader(shown.links, result))
    around.append(button("⋯", ShowTools.of(shown.id, view)))
    return keyboard([*_pager(shown, view), *_rating(shown.id, view)], around)


def tools_keyboard(shown: Shown, language: Language, view: View) -> InlineKeyboardMarkup | None:
    """What is behind ⋯: the source to be copied, the other script, and the way back."""
    result = shown.open(view.rank)
    if result is None:
        return None
    view = replace(view, rank=result.rank)
    forms = [
        _copies(
            _label("cite", shown, result, language), official_citation(result, language, COPIED)
        ),
        _copies(words("cite_gbt", language), reference(result, date.today(), COPIED)),
    ]
    other = "as_it_was" if view.converted else f"in_{other_script(result)}"
    turned = ShowTools.of(shown.id, replace(view, converted=not view.converted))
    back = button("‹ " + words("back", language), ShowResult.of(shown.id, view))
    return keyboard(forms, [button(words(other, language), turned), back])


def card_keyboard(
    shown: Shown, language: Language, view: View, username: str
) -> InlineKeyboardMarkup | None:
    """The buttons of a card in a group: through the results, the rest in private, feedback."""
    if shown.open(view.rank) is None:
        return None
    link = create_deep_linked_url(username, shown.id)
    more = InlineKeyboardButton(words("more", language), url=link)
    away = button("🗑", TakeAway(shown.id))
    return keyboard(_pager(shown, view), [more, *_rating(shown.id, view), away])


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


def whole_keyboard(key: str, language: Language) -> InlineKeyboardMarkup | None:
    """The button that sends all of an article."""
    return keyboard([button(words("whole", language), SendArticle(key))])


def _pager(shown: Shown, view: View) -> Row:
    ranks = [result.rank for result in shown.answer.results]
    if len(ranks) < 2:
        return []
    place = ranks.index(view.rank) if view.rank in ranks else 0
    before, after = ranks[place - 1], ranks[(place + 1) % len(ranks)]
    return [
        button("‹", ShowResult(shown.id, before)),
        button(f"{place + 1}/{len(ranks)}", PageNumber(shown.id, place)),
        button("›", ShowResult(shown.id, after)),
    ]


def _rating(id: str, view: View) -> Row:
    return [button("👍", ThumbsUp(id, view.rank)), button("👎", ThumbsDown(id, view.rank))]


def _in_reader(links: ReaderLinks, result: Result) -> InlineKeyboardButton:
    """Opens the quote in its article: inside of Telegram where that can be."""
    url = links.to(result)
    if links.open_in_telegram:
        return InlineKeyboardButton("🔗", web_app=WebAppInfo(url))
    return InlineKeyboardButton("🔗", url=url)


def _label(name: str, shown: Shown, result: Result, language: Language) -> str:
    """What a button does, and to which of several results."""
    label = words(name, language)
    return f"{label} {result.rank}" if len(shown.answer.results) > 1 else label


def _copies(label: str, text: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
