"""What can be chosen among some articles: places where they hold, their years, their sources."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Facets:
    """Each value with the number of articles that have it, the most frequent first."""

    place: tuple[tuple[str, int], ...]
    year: tuple[tuple[str, int], ...]
    source: tuple[tuple[str, int], ...]


class Facts(NamedTuple):
    """What one article can be chosen by."""

    id: str
    date: str | None
    source: str | None
    place: str | None
    """The name of the division where it holds."""


def facts(connection: sqlite3.Connection, versions: Sequence[int]) -> list[Facts]:
    """Those of some versions of articles, in no order."""
    rows = connection.execute(
        "SELECT a.id, v.date, v.source, j.name FROM versions v JOIN articles a USING (article)"
        f" LEFT JOIN jurisdictions j USING (n) WHERE v.n IN ({', '.join('?' * len(versions))})",
        versions,
    )
    return [Facts(*row) for row in rows]


def facets(known: Iterable[Facts], unseen: AbstractSet[str], most: int) -> Facets:
    """The ``most`` values of each kind among some articles, hidden ones left out."""
    places, years, sources = Counter[str](), Counter[str](), Counter[str]()
    for id, date, source, place in known:
        if id in unseen:
            continue
        places.update([place] if place else [])
        sources.update([source] if source else [])
        years.update([date[:4]] if date and date[:4].isdigit() else [])
    return Facets(*(tuple(each.most_common(most)) for each in (places, years, sources)))
