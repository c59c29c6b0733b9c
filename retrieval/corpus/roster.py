"""Which articles does a collection have now, and what tells it from others?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.repeals import Repeal, all_repeals
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store

Ints = NDArray[np.int32]

_ARTICLES = """
SELECT a.id, a.key, a.live, coalesce(c.live, a.live), v.version > 1, j.code, j.name
FROM articles a JOIN versions v ON v.n = a.live LEFT JOIN articles c ON c.article = a.cluster
LEFT JOIN jurisdictions j ON j.n = a.live
WHERE a.live IS NOT NULL ORDER BY a.article
"""
_FACT = "collection"


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """Its A articles, reposts among them, in the order in which they came in."""

    ids: list[str]
    keys: list[str]
    versions: Ints
    """(A,): the version of each that counts."""
    stands_for: Ints
    """(A,): the version of the article that stands for it; its own, where it is no repost."""
    is_changed: NDArray[np.bool_]
    """(A,): whether that version took the place of an earlier one."""
    places: list[tuple[str, str]]
    """Code and name of the divisions in which some of them hold."""
    place: Ints
    """(A,): which of these; -1 where that is not known."""
    repealed: dict[int, tuple[Repeal, ...]]
    """By version, what has repealed it; those that nothing has are left out."""


def roster(store: Store) -> Roster:
    """The articles that count now."""
    rows = store.connection.execute(_ARTICLES).fetchall()
    held = [None if code is None else (code, name) for *_, code, name in rows]
    places = sorted({place for place in held if place})
    at = {place: number for number, place in enumerate(places)}
    return Roster(
        ids=[row[0] for row in rows],
        keys=[row[1] for row in rows],
        versions=np.array([row[2] for row in rows], dtype=np.int32),
        stands_for=np.array([row[3] for row in rows], dtype=np.int32),
        is_changed=np.array([row[4] for row in rows], dtype=np.bool_),
        places=places,
        place=np.array([at[place] if place else -1 for place in held], dtype=np.int32),
        repealed=all_repeals(Statements(store.connection)),
    )


def removed_ids(store: Store) -> list[str]:
    """The ids of the articles that the operator has removed."""
    rows = store.connection.execute("SELECT id FROM articles WHERE banned ORDER BY id")
    return [str(id) for (id,) in rows]


def identity(store: Store) -> str:
    """What tells this collection from others, whose versions have the same numbers.

    Drawn when it is first asked for; whoever calls holds the writer's lock.
    """
    known = store.fact(_FACT)
    if known is None:
        known = secrets.token_hex(8)
        with store.connection as connection:
            connection.execute("INSERT INTO facts (name, value) VALUES (?, ?)", [_FACT, known])
    return known
