"""The collection as a table: searched, sorted, a page at a time."""

from __future__ import annotations

import json
import os
import string
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.store import Store

Numbers = NDArray[np.int64]
"""Of versions."""

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
CHANGING = frozenset({"place", "reposts", "quoted", "hidden", "reposted"})
"""Orders and choices by which an article may move that has not itself been written."""
KEPT = 6
"""So many tables are remembered with their order, of sixteen bytes an article each."""
FEW = 200
"""So many new articles are put in their places; for more, all are sorted again."""

_FROM = "FROM articles a JOIN versions v ON v.n = a.live LEFT JOIN jurisdictions j USING (n)"
_TEXT = "lower({})".format(
    " || char(10) || ".join(
        f"coalesce({column}, '')" for column in ("v.title", "v.source", "v.author", "a.key", "a.id")
    )
)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
"""What SQLite's ``lower`` does."""
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


@dataclass(frozen=True, slots=True)
class _Order:
    """A table as it was when the collection had been written to so far."""

    written: tuple[tuple[int, int], ...]
    live: Numbers
    """Of the whole collection."""
    shown: Numbers
    """The first row's first."""


class Listing:
    """Tables of one collection. Safe to use from any thread.

    Sorting reads every article once; the order is kept, so that turning pages, and coming back,
    read one page alone, and when something is written only that is put in its place.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._orders: OrderedDict[tuple[Any, ...], _Order] = OrderedDict()
        self._texts = _Texts()
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
        return _rows(store, order[skip : skip + most].tolist()), number, total

    def _order(
        self, store: Store, wanted: Wanted, hidden: AbstractSet[str], quoted: Mapping[str, int]
    ) -> Numbers:
        """The versions that the table shows, the first row's first."""
        mark: tuple[Any, ...] = (wanted,)
        mark += (frozenset(hidden) if wanted.choice == "hidden" else None,)
        mark += (tuple(sorted(quoted.items())) if wanted.order == "quoted" else None,)
        with self._lock:
            known, written = self._orders.get(mark), _written(store)
            if known is None or known.written != written:
                live = _live(store)
                shown = self._renewed(store, wanted, known, live) if known else None
                if shown is None:
                    shown = self._sorted(store, wanted, live, hidden, quoted)
                self._orders[mark] = _Order(written, live, shown)
            self._orders.move_to_end(mark)
            while len(self._orders) > self._most:
                self._orders.popitem(last=False)
            return self._orders[mark].shown

    def _renewed(
        self, store: Store, wanted: Wanted, known: _Order, live: Numbers
    ) -> Numbers | None:
        """The order with what has come since, and without what has gone; None to sort again."""
        come = np.setdiff1d(live, known.live, assume_unique=True)
        if CHANGING & {wanted.order, wanted.choice} or len(come) > FEW:
            return None
        shown = known.shown[np.isin(known.shown, live)]
        if wanted.words:
            come = np.intersect1d(come, self._texts.holding(store, live, wanted.words))
        for n, value in _values(store, wanted, come.tolist()):
            shown = np.insert(shown, _place(store, wanted, shown, n, value), n)
        return shown

    def _sorted(
        self,
        store: Store,
        wanted: Wanted,
        live: Numbers,
        hidden: AbstractSet[str],
        quoted: Mapping[str, int],
    ) -> Numbers:
        among = self._texts.holding(store, live, wanted.words) if wanted.words else None
        if among is not None and wanted.order == "taken" and not wanted.choice:
            return among[::-1] if wanted.descending else among
        found = _found(store, wanted, among, hidden)
        found = found[np.isin(found, live)]
        if wanted.order == "taken":  # sorted by SQLite, the articles would be read in their order
            return np.sort(found)[::-1] if wanted.descending else np.sort(found)
        return _by_quotes(store, found, wanted, quoted) if wanted.order == "quoted" else found


class _Texts:
    """Where words are looked for, of each article that is live: some 200 bytes of memory each.

    To read them from the collection takes three times as long as to look through them.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def holding(self, store: Store, live: Numbers, words: str) -> Numbers:
        """The live versions that hold the words, rising."""
        known = np.fromiter(self._texts, np.int64, len(self._texts))
        for n in np.setdiff1d(known, live, assume_unique=True).tolist():
            del self._texts[n]
        come = np.setdiff1d(live, known, assume_unique=True)
        sql = f"SELECT v.n, {_TEXT} {_FROM} WHERE v.n IN (SELECT value FROM json_each(?))"
        if len(come):
            self._texts.update(store.connection.execute(sql, (json.dumps(come.tolist()),)))
        sought = words.translate(_LOWER)
        found = [n for n, text in self._texts.items() if sought in text]
        return np.sort(np.array(found, np.int64))


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


def _live(store: Store) -> Numbers:
    """The versions that are live, rising; gathered by SQLite, it takes a fifth of the time."""
    sql = "SELECT group_concat(live) FROM articles WHERE live IS NOT NULL"
    ((listed,),) = store.connection.execute(sql)
    return np.sort(np.fromstring(listed, np.int64, sep=",")) if listed else np.empty(0, np.int64)


def _found(
    store: Store, wanted: Wanted, among: Numbers | None, hidden: AbstractSet[str]
) -> Numbers:
    """What was chosen, in its order, by one look at all articles."""
    stated = [f"({CHOICES[wanted.choice]})"] if wanted.choice in CHOICES else []
    stated += ["v.n IN (SELECT value FROM json_each(:among))"] if among is not None else []
    sql = f"SELECT v.n {_FROM}" + (f" WHERE {' AND '.join(stated)}" if stated else "")
    if wanted.order != "taken":
        direction = "DESC" if wanted.descending else "ASC"
        sql += f" ORDER BY {ORDERS[wanted.order]} {direction} NULLS LAST, a.live DESC"
    values = {"hidden": json.dumps(sorted(hidden))}
    values["among"] = json.dumps([] if among is None else among.tolist())
    return np.array([n for (n,) in store.connection.execute(sql, values)], np.int64)


def _values(store: Store, wanted: Wanted, among: Iterable[int]) -> list[tuple[int, Any]]:
    """Those of the versions that are chosen, each with that by which it is sorted."""
    chosen = f" AND ({CHOICES[wanted.choice]})" if wanted.choice in CHOICES else ""
    sql = f"SELECT v.n, {ORDERS[wanted.order]} {_FROM} WHERE v.n IN"
    listed = ", ".join(map(str, among))
    return store.connection.execute(f"{sql} ({listed}){chosen}").fetchall()


def _place(store: Store, wanted: Wanted, order: Numbers, new: int, sorted_by: Any) -> int:
    """Where a new version stands in an order, which ``_found`` would make."""

    def is_behind(n: int) -> bool:
        ((_, value),) = _values(store, wanted, [n]) or [(n, None)]
        if value == sorted_by:
            return n < new
        if value is None or sorted_by is None:
            return value is None
        return bool(value < sorted_by if wanted.descending else value > sorted_by)

    return bisect_left(order.tolist(), True, key=is_behind)


def _by_quotes(store: Store, found: Numbers, wanted: Wanted, quoted: Mapping[str, int]) -> Numbers:
    """Those that were quoted, by how often; then the others."""
    sql = "SELECT live, id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    rows = store.connection.execute(sql, (json.dumps(list(quoted)),))
    times = {n: quoted[id] for n, id in rows if n is not None}
    sign = -1 if wanted.descending else 1
    first = np.isin(found, np.array(list(times), np.int64))
    in_order = sorted(found[first].tolist(), key=lambda n: (sign * times[n], -n))
    return np.concatenate([np.array(in_order, np.int64), found[~first]])


def _rows(store: Store, numbers: Sequence[int]) -> list[Row]:
    sql = f"{_COLUMNS} {_FROM} WHERE v.n IN ({', '.join(map(str, numbers))})"
    found = {row.n: row for row in (Row(*each) for each in store.connection.execute(sql))}
    return [found[n] for n in numbers if n in found]
