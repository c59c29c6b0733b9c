"""What is asked, and what is not answered, as admins see it."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.db.gaps import Gap
from bot.db.statistics import Usage
from bot.language import Language
from bot.view.blocks import Block, Span, block, paragraphs
from bot.view.callback_data import GapAdded, GapIgnored, ShowGap
from bot.view.keyboards import button, keyboard
from bot.view.texts import words
from bot.view.usage import PERIODS, usage_line


def stats_blocks(counted: dict[int, Usage], refused: int, language: Language) -> list[Block]:
    """The counts of each period, what was asked most, and how often the quotas said no."""
    shown = [block(Span(words("stats_title", language), bold=True))]
    for name, days in PERIODS:
        shown.append(block(usage_line(counted[days], name, language)))
    month = counted[30]
    if month.most:
        shown += [block(""), block(Span(words("usage_most", language), bold=True))]
        shown += [block(f"{times} × {text}") for text, times in month.most]
    if month.slowest:
        text, ms = month.slowest[0]
        shown.append(block(words("usage_slowest", language, text=text, ms=round(ms))))
    return [*shown, block(words("stats_refused", language, count=refused))]


def gap_message(
    gaps: Sequence[Gap], place: int, days: int, language: Language
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """The gap at a place of all, with its buttons."""
    if not gaps:
        return paragraphs(words("gaps_none", language, days=days)), None
    place = min(place, len(gaps) - 1)
    gap = gaps[place]
    title = words("gaps_title", language, days=days, at=place + 1, count=len(gaps))
    counts = words(
        "gap_counts", language, times=gap.times, people=gap.people, none=gap.none, down=gap.down
    )
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
