"""What is asked, how often, and how well is it answered? Counts over the kept questions."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.db.database import DAY_S, Chats, now
from bot.db.query_log.similarity import same_words

MOST = 5
"""So many of the questions asked most, and of the slowest, are named."""

_COUNTS = """
    select count(*) as questions, count(distinct person) as people,
        count(distinct case when kind = 'group' then chat end) as groups,
        count(*) filter (where verdict = 'none') as none,
        count(*) filter (where verdict = 'weak') as weak
    from questions where asked_at >= ?
"""
_RATED = """
    select count(*) filter (where value > 0) as up, count(*) filter (where value < 0) as down
    from feedback where at >= ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The last ``days`` days in numbers."""

    days: int
    questions: int
    people: int
    groups: int
    none: int
    weak: int
    up: int
    """Answers that somebody found good, by person."""
    down: int
    most: tuple[tuple[str, int], ...]
    """What is asked most, with how often."""
    slowest: tuple[tuple[str, float], ...]
    """The slowest questions, with milliseconds."""
    by_day: tuple[tuple[str, int], ...]
    """ISO date (local time) and questions, for every day, oldest first."""

    def share(self, count: int) -> int:
        """Whole per cent of the questions."""
        return round(100 * count / self.questions) if self.questions else 0

    def as_json(self) -> dict[str, Any]:
        shown = {name: getattr(self, name) for name in Usage.__slots__}
        shown["most"] = [{"question": text, "times": times} for text, times in self.most]
        shown["slowest"] = [{"question": text, "ms": ms} for text, ms in self.slowest]
        shown["by_day"] = dict(self.by_day)
        return shown


def usage(chats: Chats, days: int) -> Usage:
    """Count the last ``days`` days."""
    since = [now() - days * DAY_S]
    with chats.reading() as db:
        (counts,) = db.query(_COUNTS, since)
        (rated,) = db.query(_RATED, since)
        asked = list(
            db.table("questions").rows_where(
                "asked_at >= ?", since, select="text, asked_at, took_ms"
            )
        )
    slow = sorted(asked, key=lambda row: -row["took_ms"])[:MOST]
    return Usage(
        days=days,
        **counts,
        **rated,
        most=_most([row["text"] for row in asked]),
        slowest=tuple((row["text"], round(row["took_ms"], 1)) for row in slow),
        by_day=_by_day([row["asked_at"] for row in asked], days),
    )


def _most(texts: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The questions asked more than once; 三争行动 and 「三爭行動？」 are one."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for text in texts:
        key = same_words(text)
        counts[key] += 1
        first.setdefault(key, text)
    return tuple((first[key], times) for key, times in counts.most_common(MOST) if times > 1)


def _by_day(moments: Sequence[int], days: int) -> tuple[tuple[str, int], ...]:
    counts = Counter(_date(at) for at in moments)
    dates = dict.fromkeys(_date(now() - ago * DAY_S) for ago in range(days - 1, -1, -1))
    return tuple((date, counts[date]) for date in dates)


def _date(at: int) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(at))
