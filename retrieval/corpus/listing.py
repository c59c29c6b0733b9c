"""The collection as a table: searched, sorted, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from retrieval.corpus.store import Store

ORDERS: dict[str, str] = {
    "taken": "a.live",
    "title": "v.title",
    "source": "v.source",
    "place": "j.code",
    "date": "CASE WHEN v.date LIKE '-%' THEN NULL ELSE v.date END",
    "characters": "length(v.text)",
    "doubtful": "v.doubtful IS NOT NULL OR v.title IS NULL",
    "reposts": "{reposts}",
    "quoted": "q.value",
}
"""What a table can be sorted by."""
CHOICES: dict[str, str] = {
    "hidden": "h.value IS NOT NULL",
    "doubtful": "v.doubtful IS NOT NULL",
    "untitled": "v.title IS NULL",
    "dateless": "v.date IS NULL",
    "inferred": "v.inferred IS NOT NULL",
    "reposted": "a.cluster IS NOT NULL",
}
"""Which articles a table can be kept to."""

_FROM = """
FROM articles a JOIN versions v ON v.n = a.live LEFT JOIN jurisdictions j USING (n)
LEFT JOIN hidden h ON h.value = a.id LEFT JOIN quoted q ON q.key = a.id
"""
_NAMED = """
WITH hidden AS MATERIALIZED (SELECT value FROM json_each(:hidden)),
    quoted AS MATERIALIZED (SELECT key, value FROM json_each(:quoted))
"""
_HAS_WORDS = """
instr(lower(coalesce(v.title, '') || ' ' || coalesce(v.source, '') || ' ' || a.key || ' ' || a.id
    || ' ' || coalesce(v.author, '')), :words)
"""
_REPOSTS = (
    "(SELECT count(*) FROM articles r WHERE r.cluster = a.cluster AND r.live IS NOT NULL"
    " AND r.article <> a.article)"
)
_COLUMNS = f"""
SELECT a.key, a.id, coalesce(v.title, substr(v.text, 1, 40)), v.title IS NULL, v.source, v.date,
    j.name, v.doubtful IS NOT NULL, h.value IS NOT NULL, v.n, {_REPOSTS}, coalesce(q.value, 0),
    length(v.text)
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
    hidden: bool
    n: int
    reposts: int
    quoted: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles, and in which order."""

    words: str = ""
    """Found in the title, source, author, key or id, whatever their case."""
    choice: str = ""
    """One of ``CHOICES``, or all articles."""
    order: str = "taken"
    descending: bool = True


def count(store: Store, wanted: Wanted, hidden: AbstractSet[str], quoted: Mapping[str, int]) -> int:
    """How many articles the table has."""
    if not wanted.words and not wanted.choice:
        return store.count()
    sql = f"{_NAMED} SELECT count(*) {_FROM} {_chosen(wanted)}"
    (found,) = store.connection.execute(sql, _values(wanted, hidden, quoted)).fetchone()
    return int(found)


def rows(
    store: Store,
    wanted: Wanted,
    hidden: AbstractSet[str],
    quoted: Mapping[str, int],
    *,
    skip: int,
    most: int,
) -> list[Row]:
    """A page of the table; ``quoted`` says how often each article was, by its id.

    The page is chosen first: a text, and who reposted it, are looked up for its rows alone.
    """
    direction = "DESC" if wanted.descending else "ASC"
    order = ORDERS.get(wanted.order, ORDERS["taken"]).replace("{reposts}", _REPOSTS)
    page = (
        f"SELECT v.n {_FROM} {_chosen(wanted)}"
        f" ORDER BY {order} {direction} NULLS LAST, a.live DESC LIMIT :most OFFSET :skip"
    )
    values = {**_values(wanted, hidden, quoted), "skip": skip, "most": most}
    chosen = [n for (n,) in store.connection.execute(f"{_NAMED} {page}", values)]
    sql = f"{_NAMED} {_COLUMNS} {_FROM} WHERE v.n IN ({', '.join(map(str, chosen))})"
    found = [Row(*each) for each in store.connection.execute(sql, values)]
    return sorted(found, key=lambda row: chosen.index(row.n))


def _chosen(wanted: Wanted) -> str:
    stated = [f"({CHOICES[wanted.choice]})"] if wanted.choice in CHOICES else []
    stated += [_HAS_WORDS] if wanted.words else []
    return f"WHERE {' AND '.join(stated)}" if stated else ""


def _values(wanted: Wanted, hidden: AbstractSet[str], quoted: Mapping[str, int]) -> dict[str, Any]:
    return {
        "words": wanted.words.lower(),
        "hidden": json.dumps(sorted(hidden)),
        "quoted": json.dumps(dict(quoted)),
    }
