"""What is asked, and what is not answered, as admins see it."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.db.query_log.gaps import Gap
from bot.db.query_log.statistics import Usage
from bot.language import Language
from bot.view.blocks import Block, Span, block, paragraphs
from bot.view.callback_data import GapAdded, GapIgnored, ShowGap
from bot.view.keyboards import button, keyboard
from bot.view.texts import words
from bot.view.usage import PERIODS, gap_line

COUNTED = ("questions", "people", "groups", "none", "weak", "up", "down")
"""What of each period is told, a row each."""
COLUMN = 6
"""Characters of a column. Digits stand before the words, whose width differs from font to font."""


def stats_blocks(counted: dict[int, Usage], refused: int, language: Language) -> list[Block]:
    """A table with a column a period, what was asked most, how often the quotas said no."""
    shown = [block(Span(words("stats_title", language), bold=True))]
    periods = [counted[days] for _, days in PERIODS]
    for name in ("days", *COUNTED):
        row = "".join(f"{getattr(period, name):>{COLUMN}}" for period in periods)
        shown.append(block(Span(row, code=True), " ", words(f"stats_{name}", language)))
    month = counted[30]
    if month.most:
        shown += [block(""), block(Span(words("usage_most", language), bold=True))]
        shown += [block(f"{times} × {text}") for text, times in month.most]
    if refused:
        shown += [block(""), block(words("stats_refused", language, count=refused))]
    return shown


def gap_message(
    gaps: Sequence[Gap], place: int, days: int, language: Language
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """The gap at a place of all, with its buttons."""
    if not gaps:
        return paragraphs(words("gaps_none", language, days=days)), None
    place = min(place, len(gaps) - 1)
    gap = gaps[place]
    title = words("gaps_title", language, days=days, at=place + 1, count=len(gaps))
    counts = gap_line(gap, language)
    closing = [
        button(words("gap_added", language), GapAdded(place, gap.key)),
        button(words("gap_ignored", language), GapIgnored(place, gap.key)),
    ]
    turns = [
        button(sign, ShowGap(to))
        for sign, to in (("‹", place - 1), ("›", place + 1))
        if 0 <= to < len(gaps)
    ]
    blocks = [block(Span(title, bold=True)), block(gap.text), block(Span(counts, italic=True))]
    return blocks, keyboard(closing, turns)
