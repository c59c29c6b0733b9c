"""The buttons under an answer, an article and the settings."""

from __future__ import annotations

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from bot.view.answers import Shown, citation, other_script, shown_range
from bot.view.callback_data import View, button_data
from bot.view.pages import can_widen
from bot.view.texts import words
from retrieval.text.fold import Script

COPIED = 256
"""Telegram's limit for what a button copies, in characters."""

Row = list[InlineKeyboardButton]


def answer_keyboard(shown: Shown, script: Script, view: View) -> InlineKeyboardMarkup | None:
    """All that can be done with an answer in private; nothing under one that found nothing."""
    result = shown.open(view.rank)
    if result is None:
        return None
    start, end = shown_range(result, view)
    more_before, more_after = can_widen(result.article.text, start, end)
    around: Row = []
    if more_before:
        around.append(_show("before", script, shown.id, view.wider(before=1)))
    if more_after:
        around.append(_show("after", script, shown.id, view.wider(after=1)))
    around.append(_button("whole", script, shown.id, "t", view.rank))
    to = other_script(result)
    name = "as_it_was" if view.converted else f"in_{to}"
    tools = [
        InlineKeyboardButton(
            words("cite", script),
            copy_text=CopyTextButton(citation(result, script, limit=COPIED)),
        ),
        _show(name, script, shown.id, view.other_script()),
    ]
    rows = [_pager(shown, view), around, tools, _rating(shown.id, view)]
    return InlineKeyboardMarkup([row for row in rows if row])


def card_keyboard(
    shown: Shown, script: Script, view: View, username: str
) -> InlineKeyboardMarkup | None:
    """The buttons of a card in a group: through the results, the rest in private, feedback."""
    if shown.open(view.rank) is None:
        return None
    link = create_deep_linked_url(username, shown.id)
    rows = [
        _pager(shown, view),
        [InlineKeyboardButton(words("more", script), url=link), *_rating(shown.id, view)],
    ]
    return InlineKeyboardMarkup([row for row in rows if row])


def article_keyboard(id: str, rank: int, page: int, count: int) -> InlineKeyboardMarkup | None:
    """Through the pages of an article."""
    if count < 2:
        return None
    before, after = max(page, 1) - 1, min(page + 1, count - 1)
    row = [
        InlineKeyboardButton("‹", callback_data=button_data(id, "p", rank, before)),
        InlineKeyboardButton(f"{page + 1}/{count}", callback_data=button_data(id, "n", page)),
        InlineKeyboardButton("›", callback_data=button_data(id, "p", rank, after)),
    ]
    return InlineKeyboardMarkup([row])


def again_keyboard(script: Script) -> InlineKeyboardMarkup:
    """Under an answer whose buttons have expired."""
    data = button_data("", "again")
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(words("ask_again", script), callback_data=data)]]
    )


def _pager(shown: Shown, view: View) -> Row:
    ranks = [result.rank for result in shown.answer.results]
    if len(ranks) < 2:
        return []
    place = ranks.index(view.rank) if view.rank in ranks else 0
    before, after = ranks[place - 1], ranks[(place + 1) % len(ranks)]
    return [
        InlineKeyboardButton(
            "‹", callback_data=button_data(shown.id, "s", *view.at(before).numbers())
        ),
        InlineKeyboardButton(
            f"{place + 1}/{len(ranks)}", callback_data=button_data(shown.id, "n", place)
        ),
        InlineKeyboardButton(
            "›", callback_data=button_data(shown.id, "s", *view.at(after).numbers())
        ),
    ]


def _rating(id: str, view: View) -> Row:
    return [
        InlineKeyboardButton("👍", callback_data=button_data(id, "g", view.rank)),
        InlineKeyboardButton("👎", callback_data=button_data(id, "b", view.rank)),
    ]


def _show(name: str, script: Script, id: str, view: View) -> InlineKeyboardButton:
    return _button(name, script, id, "s", *view.numbers())


def _button(name: str, script: Script, id: str, what: str, *numbers: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(words(name, script), callback_data=button_data(id, what, *numbers))
