"""What has repealed an article? Derived from what other articles of the collection state.

Nothing of it is kept but what each text states, and what the operator has decided: which article
is meant follows from its name, its number and its day, whenever it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from retrieval.corpus.statements import Statements

BY = """
(SELECT json_group_array(json_array(b.id, b.key, w.title, r.since, r.number, o.number, d.holds))
 FROM names o
 JOIN repeals r ON r.name = o.name OR r.number = o.number
 JOIN articles b ON b.live = r.n AND b.article <> a.article
 JOIN versions w ON w.n = r.n
 LEFT JOIN repeal_decisions d ON d.by_id = b.id AND d.id = a.id
 WHERE o.n = v.n)
"""
"""A column for ``weighed``: what may have repealed version ``v`` of article ``a``."""

OF = "(SELECT json_group_array(title) FROM repeals WHERE n = v.n)"
"""A column: what version ``v`` repeals, as a list in JSON."""


@dataclass(frozen=True, slots=True)
class Repeal:
    """An article by which another one is repealed."""

    id: str
    key: str
    title: str | None
    since: str | None
    """From which day on, ISO 8601; None where that is not known."""
    certain: bool
    """Else the operator has to say whether that one is meant."""

    def holds(self, today: str) -> bool:
        return self.certain and (self.since is None or self.since <= today)


def weighed(column: str, day: str | None) -> tuple[Repeal, ...]:
    """What has repealed an article of that day, the certain and the earliest first.

    A number decides where both state one. A name alone is certain for what is older than the
    repeal, says nothing of what is not, and is doubtful where the day is not known. What the
    operator has decided stands above all.
    """
    found: dict[str, Repeal] = {}
    for id, key, title, since, stated, number, decided in json.loads(column):
        certain = _is_meant(since, stated, number, day) if decided is None else bool(decided)
        if certain is not None and decided != 0:
            found.setdefault(id, Repeal(id, key, title, since, certain))
    return tuple(sorted(found.values(), key=lambda each: (not each.certain, each.since or "")))


def _is_meant(
    since: str | None, stated: str | None, number: str | None, day: str | None
) -> bool | None:
    """None where another one is meant."""
    if stated and number:
        return True if stated == number else None
    if not day or day.startswith("--") or not since:
        return False
    return True if day < since[: len(day)] else None


def is_repealed(repeals: tuple[Repeal, ...]) -> bool:
    """Is it repealed today?"""
    today = date.today().isoformat()
    return any(each.holds(today) for each in repeals)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A repeal of which the operator has to say whether it is meant."""

    by: Repeal
    id: str
    key: str
    title: str | None


_REPEALED = f"""
SELECT v.n, a.id, a.key, v.title, v.date, {BY} FROM articles a JOIN versions v ON v.n = a.live
JOIN names o ON o.n = v.n
WHERE o.name IN (SELECT name FROM repeals) OR o.number IN (SELECT number FROM repeals)
ORDER BY a.article
"""


def doubts(statements: Statements) -> Iterator[Doubt]:
    """The repeals that are not certain, in the order in which their articles came."""
    for _, id, key, title, day, column in statements.all(_REPEALED):
        for by in weighed(column, day):
            if not by.certain:
                yield Doubt(by, id, key, title)


def all_repeals(statements: Statements) -> dict[int, tuple[Repeal, ...]]:
    """By version that counts, what has repealed it; those that nothing has are left out."""
    rows = statements.all(_REPEALED)
    found = {n: weighed(column, day) for n, _, _, _, day, column in rows}
    return {n: repeals for n, repeals in found.items() if repeals}


def decide(statements: Statements, by: str, id: str, holds: bool) -> None:
    """Keep what the operator says. To be called inside a transaction."""
    statements.run(
        "INSERT OR REPLACE INTO repeal_decisions (by_id, id, holds) VALUES (?, ?, ?)", by, id, holds
    )
