"""What was asked, and not answered, in a line each for Telegram and the terminal."""

from __future__ import annotations

from bot.db.query_log.gaps import Gap
from bot.db.query_log.statistics import Usage
from bot.language import Language
from bot.view.texts import words

PERIODS = (("stats_day", 1), ("stats_week", 7), ("stats_month", 30))
"""The periods that are counted: what they are called, and their days."""


def gap_line(gap: Gap, language: Language) -> str:
    """How often the questions of a gap were asked, and what came of it."""
    counts = words(
        "gap_counts", language, times=gap.times, people=gap.people, none=gap.none, down=gap.down
    )
    return counts + (words("gap_wished", language, count=gap.wished) if gap.wished else "")


def usage_line(counted: Usage, period: str, language: Language) -> str:
    return words(
        "usage_line",
        language,
        days=words(period, language),
        questions=counted.questions,
        people=counted.people,
        groups=counted.groups,
        none=counted.none,
        none_share=counted.share(counted.none),
        weak=counted.weak,
        weak_share=counted.share(counted.weak),
        up=counted.up,
        down=counted.down,
    )
