"""The collection as a table: searched, sorted, a page at a time."""

from __future__ import annotations

import json
import os
import threading
from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from retrieval.corpus.store import Store

_REPOSTS = (
    "(SELECT count(*) FROM articles r WHERE r.cluster = a.cluster AND r.live IS NOT NULL"
    " AND r.article <> a.article)"
)
ORDERS: dict[str, str] = {
    "taken": "a.live",
    "title": "v.title",
    "source": "v.source",
    "place": "j.code",
    "date": "CASE WHEN v.date LIKE '-%' THEN NULL ELSE v.date END",
    "characters": "length(v.text)",
    "doubtful": "v.doubtful IS NOT NULL OR v.title IS NULL",
    "reposts": _REPOSTS,
    "quoted": "a.live",
}
"""What a table can be sorted by. How often an article is quoted is told by whoever asks."""
CHOICES: dict[str, str] = {
    "hidden": "a.id IN (SELECT value FROM json_each(:hidden))",
    "doubtful": "v.doubtful IS NOT NULL",
    "untitled": "v.title IS NULL",
    "dateless": "v.date IS NULL",
    "inferred": "v.inferred IS NOT NULL",
    "reposted": "a.cluster IS NOT NULL",
}
"""Which articles a table can be kept to."""
KEPT = 6
"""So many tables are remembered with their order, of eight bytes an article each."""

_FROM = "FROM articles a JOIN versions v ON v.n = a.live LEFT JOIN jurisdictions j USING (n)"
_HAS_WORDS = " OR ".join(
    f"{column} LIKE :words ESCAPE '\\'"
    for column in ("v.title", "v.source", "v.author", "a.key", "a.id")
)
_COLUMNS = f"""
SELECT a.key, a.id, coalesce(v.title, substr(v.text, 1, 40)), v.title IS NULL, v.source, v.date,
    j.name, v.doubtful IS NOT NULL, v.n, {_REPOSTS}, length(v.text)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One article of the table."""

    key: str
    id: str
    title: str
    untitled: bool
    source: str | None
    date: str | None
    place: str | None
    doubtful: bool
    n: int
    reposts: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles, and in which order."""

    words: str = ""
    """Found in the title, source, author, key or id, whatever their case."""
    choice: str = ""
    """One of ``CHOICES``, or all articles."""
    order: str = "taken"
    """One of ``ORDERS``."""
    descending: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether it is the whole collection as it was taken in, which needs no looking."""
        return (self.order, self.words, self.choice) == ("taken", "", "")


class Listing:
    """Tables of one collection. Safe to use from any thread.

    Sorting reads every article once; the order is kept as long as nothing is written, so that
    turning pages, and coming back, read one page alone.
    """

    def __init__(self) -> None:
        self._orders: OrderedDict[tuple[Any, ...], array[int]] = OrderedDict()
        self._lock = threading.Lock()

    def page(
        self,
        store: Store,
        wanted: Wanted,
        hidden: AbstractSet[str],
        quoted: Mapping[str, int],
        *,
        number: int,
        most: int,
    ) -> tuple[list[Row], int, int]:
        """The rows of a page, its number, and how many articles the table has.

        ``quoted`` says how often each article was, by its id. The last page stands for those
        behind it.
        """
        order = None if wanted.is_plain else self._order(store, wanted, hidden, quoted)
        total = store.count() if order is None else len(order)
        number = max(1, min(number, -(-total // most)))
        skip = (number - 1) * most
        if order is None:
            return _rows(store, _as_taken(store, wanted, skip, most)), number, total
        return _rows(store, order[skip : skip + most]), number, total

    def _order(
        self, store: Store, wanted: Wanted, hidden: AbstractSet[str], quoted: Mapping[str, int]
    ) -> array[int]:
        """The numbers of the versions that the table shows, the first row's first."""
        mark: tuple[Any, ...] = (wanted, _written(store))
        mark += (frozenset(hidden) if wanted.choice == "hidden" else None,)
        mark += (tuple(sorted(quoted.items())) if wanted.order == "quoted" else None,)
        with self._lock:
            if mark not in self._orders:
                self._orders[mark] = _sorted(store, wanted, hidden, quoted)
            self._orders.move_to_end(mark)
            while len(self._orders) > KEPT:
                self._orders.popitem(last=False)
            return self._orders[mark]


def _written(store: Store) -> tuple[tuple[int, int], ...]:
    """When the collection was last written to, by its file and the log of it."""
    path = store.home.articles_db
    states = [os.stat(each) for each in (path, f"{path}-wal") if os.path.exists(each)]
    return tuple((state.st_mtime_ns, state.st_size) for state in states)


def _as_taken(store: Store, wanted: Wanted, skip: int, most: int) -> list[int]:
    direction = "DESC" if wanted.descending else "ASC"
    sql = (
        "SELECT live FROM articles WHERE live IS NOT NULL"
        f" ORDER BY live {direction} LIMIT ? OFFSET ?"
    )
    return [n for (n,) in store.connection.execute(sql, (most, skip))]


def _sorted(
    store: Store, wanted: Wanted, hidden: AbstractSet[str], quoted: Mapping[str, int]
) -> array[int]:
    sql = f"SELECT v.n {_FROM} {_chosen(wanted)}"
    if wanted.order != "taken":
        direction = "DESC" if wanted.descending else "ASC"
        sql += f" ORDER BY {ORDERS[wanted.order]} {direction} NULLS LAST, a.live DESC"
    words = wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {"words": f"%{words}%", "hidden": json.dumps(sorted(hidden))}
    found = array("q", [n for (n,) in store.connection.execute(sql, values)])
    if wanted.order == "taken":  # sorted by SQLite, the articles would be read in their order
        return array("q", sorted(found, reverse=wanted.descending))
    return _by_quotes(store, found, wanted, quoted) if wanted.order == "quoted" else found


def _by_quotes(
    store: Store, found: array[int], wanted: Wanted, quoted: Mapping[str, int]
) -> array[int]:
    """Those that were quoted, by how often; then the others."""
    sql = "SELECT live, id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    rows = store.connection.execute(sql, (json.dumps(list(quoted)),))
    times = {n: quoted[id] for n, id in rows if n is not None}
    sign = -1 if wanted.descending else 1
    first = sorted((n for n in found if n in times), key=lambda n: (sign * times[n], -n))
    return array("q", [*first, *(n for n in found if n not in times)])


def _rows(store: Store, numbers: Sequence[int]) -> list[Row]:
    sql = f"{_COLUMNS} {_FROM} WHERE v.n IN ({', '.join(map(str, numbers))})"
    found = {row.n: row for row in (Row(*each) for each in store.connection.execute(sql))}
    return [found[n] for n in numbers if n in found]


def _chosen(wanted: Wanted) -> str:
    stated = [f"({CHOICES[wanted.choice]})"] if wanted.choice in CHOICES else []
    stated += [f"({_HAS_WORDS})"] if wanted.words else []
    return f"WHERE {' AND '.join(stated)}" if stated else ""
