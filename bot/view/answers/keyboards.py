"""The buttons under an answer: in private two rows and what is behind ⋯, in a group a card's.

A weak answer, and none, have the next steps in the place of the rating.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.helpers import create_deep_linked_url

from bot.language import Language
from bot.view.answers.answer_blocks import Shown
from bot.view.answers.citations import official_citation, reference
from bot.view.answers.pages import can_widen
from bot.view.answers.quote_spans import other_script, shown_range
from bot.view.callback_data import (
    AskOtherwise,
    PageNumber,
    SendResultArticle,
    ShowResult,
    ShowTools,
    TakeAway,
    TellAdmins,
    ThumbsDown,
    ThumbsUp,
    View,
)
from bot.view.keyboards import Row, button, keyboard, quote_link
from bot.view.texts import words
from retrieval.answer.answer import Result, Verdict

COPIED = 256
"""Telegram's limit for what a button copies, in characters."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The buttons for one result of an answer, group by group."""

    shown: Shown
    language: Language
    view: View
    result: Result

    @property
    def is_weak(self) -> bool:
        return self.shown.answer.verdict is Verdict.WEAK

    def pager(self) -> Row:
        """Through the results, where there are several."""
        ranks = [result.rank for result in self.shown.answer.results]
        if len(ranks) < 2:
            return []
        place = ranks.index(self.result.rank)
        before, after = ranks[place - 1], ranks[(place + 1) % len(ranks)]
        return [
            button("‹", ShowResult(self.shown.id, before)),
            button(f"{place + 1}/{len(ranks)}", PageNumber(self.shown.id, place)),
            button("›", ShowResult(self.shown.id, after)),
        ]

    def rating(self) -> Row:
        id, rank = self.shown.id, self.result.rank
        return [button("👍", ThumbsUp(id, rank)), button("👎", ThumbsDown(id, rank))]

    def wider(self) -> Row:
        """More of the article before and after the excerpt, where there is more."""
        start, end = shown_range(self.result, self.view)
        before, after = can_widen(self.result.article.text, start, end)
        more_before = replace(self.view, before=self.view.before + 1)
        more_after = replace(self.view, after=self.view.after + 1)
        return [
            *([self._shows("before", more_before)] if before else []),
            *([self._shows("after", more_after)] if after else []),
        ]

    def whole(self) -> Row:
        return [button(self._label("whole"), SendResultArticle(self.shown.id, self.result.rank))]

    def reader(self) -> Row:
        """Opens the quote in its article, in a private chat: inside of Telegram where it can."""
        links = self.shown.links
        if links is None or not links.open_in_telegram:
            return self.link()
        return [InlineKeyboardButton("🔗", web_app=WebAppInfo(links.to(self.result)))]

    def link(self) -> Row:
        """The same in any chat: groups take no Mini Apps."""
        links = self.shown.links
        return [quote_link(links.to(self.result))] if links else []

    def dots(self) -> Row:
        return [button("⋯", ShowTools.of(self.shown.id, self.view))]

    def forms(self) -> Row:
        """The source in both forms, to be copied."""
        official = official_citation(self.result, self.language, COPIED)
        standard = reference(self.result, date.today(), COPIED)
        return [
            InlineKeyboardButton(self._label("cite"), copy_text=CopyTextButton(official)),
            InlineKeyboardButton(
                words("cite_gbt", self.language), copy_text=CopyTextButton(standard)
            ),
        ]

    def script(self) -> Row:
        """The excerpt in the other script; what is behind ⋯ stays open."""
        turned = replace(self.view, converted=not self.view.converted)
        name = "as_it_was" if self.view.converted else f"in_{other_script(self.result)}"
        return [button(words(name, self.language), ShowTools.of(self.shown.id, turned))]

    def back(self) -> Row:
        label = "‹ " + words("back", self.language)
        return [button(label, ShowResult.of(self.shown.id, self.view))]

    def _shows(self, name: str, view: View) -> InlineKeyboardButton:
        kind = ShowTools if self.is_weak else ShowResult  # what is open stays open
        return button(self._label(name), kind.of(self.shown.id, view))

    def _label(self, name: str) -> str:
        """What a button does, and to which of several results."""
        label = words(name, self.language)
        several = len(self.shown.answer.results) > 1
        return f"{label} {self.result.rank}" if several else label


def answer_keyboard(shown: Shown, language: Language, view: View) -> InlineKeyboardMarkup | None:
    """What is done most with an answer in private."""
    rows = _rows(shown, language, view)
    if rows is None:
        return keyboard(_next_steps(shown, language))
    if rows.is_weak:
        top = [*rows.pager(), *rows.whole(), *rows.reader(), *rows.dots()]
        return keyboard(top, _next_steps(shown, language))
    article = [*rows.wider(), *rows.whole(), *rows.reader(), *rows.dots()]
    return keyboard([*rows.pager(), *rows.rating()], article)


def tools_keyboard(shown: Shown, language: Language, view: View) -> InlineKeyboardMarkup | None:
    """What is behind ⋯, and the way back."""
    rows = _rows(shown, language, view)
    if rows is None:
        return None
    if rows.is_weak:
        last = [*rows.script(), *rows.rating(), *rows.back()]
        return keyboard(rows.wider(), rows.forms(), last)
    return keyboard(rows.forms(), [*rows.script(), *rows.back()])


def card_keyboard(
    shown: Shown, language: Language, view: View, username: str
) -> InlineKeyboardMarkup | None:
    """The buttons of a card in a group: through the results, the rest in private."""
    away = button("🗑", TakeAway(shown.id))
    rows = _rows(shown, language, view)
    if rows is None:
        return keyboard([*_next_steps(shown, language), away])
    link = create_deep_linked_url(username, shown.id)
    more = [InlineKeyboardButton(words("more", language), url=link), *rows.link()]
    if rows.is_weak:
        return keyboard([*rows.pager(), *more], [*_next_steps(shown, language), away])
    return keyboard(rows.pager(), [*more, *rows.rating(), away])


def _rows(shown: Shown, language: Language, view: View) -> _Rows | None:
    """The buttons for the open result, None where nothing was found."""
    result = shown.open(view.rank)
    if result is None:
        return None
    return _Rows(shown, language, replace(view, rank=result.rank), result)


def _next_steps(shown: Shown, language: Language) -> Row:
    """What helps where the answer does not."""
    return [
        button(words("ask_otherwise", language), AskOtherwise(shown.id)),
        button(words("tell_admins", language), TellAdmins(shown.id)),
    ]
