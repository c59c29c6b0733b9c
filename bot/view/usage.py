"""How much was asked in a period, in one line for Telegram and the terminal."""

from __future__ import annotations

from bot.db.statistics import Usage
from bot.language import Language
from bot.view.texts import words

PERIODS = (("stats_day", 1), ("stats_week", 7), ("stats_month", 30))
"""The periods that are counted: what they are called, and their days."""


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
