"""Which articles are reposts of one another, and which of them stands for all?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.dedup.reposts import OPENING, Body, Head
from retrieval.corpus.dedup.sketch import SIZE, pairs
from retrieval.corpus.statements import Statements

_WHOLE_DATE = re.compile(r"\d{4}(-\d\d){0,2}$")


@dataclass(frozen=True, slots=True)
class Clusters:
    """What is kept of sketches and clusters."""

    statements: Statements

    def sketches(self) -> tuple[NDArray[np.bool_], NDArray[np.int64], list[bytes]]:
        """(not compared yet, n, sketch) of the live versions that have a sketch."""
        rows = self.statements.all(
            "SELECT NOT s.compared, s.n, s.sketch FROM sketches s"
            " WHERE EXISTS (SELECT 1 FROM articles WHERE live = s.n) ORDER BY s.n"
        )
        fresh, numbers, sketches = zip(*rows, strict=True) if rows else ((), (), ())
        return np.array(fresh, np.bool_), np.array(numbers, np.int64), list(sketches)

    def all_compared(self) -> None:
        self.statements.run("UPDATE sketches SET compared = 1 WHERE NOT compared")

    def loosen_clusters(self) -> None:
        """Take apart the clusters of which a member has gone or changed, to be compared again."""
        loose = (
            "SELECT cluster FROM articles a WHERE cluster IS NOT NULL AND (live IS NULL OR EXISTS"
            " (SELECT 1 FROM sketches s WHERE s.n = a.live AND NOT s.compared)"
            " OR NOT EXISTS (SELECT 1 FROM sketches s WHERE s.n = a.live))"
        )
        articles = self.statements.all(
            f"SELECT article, live FROM articles WHERE cluster IN ({loose})"
        )
        self.statements.run_each(
            "UPDATE sketches SET compared = 0 WHERE n = ?", [(n,) for _, n in articles]
        )
        self.statements.run_each(
            "UPDATE articles SET cluster = NULL WHERE article = ?", [(a,) for a, _ in articles]
        )

    def heads(
        self, versions: Iterable[int], opening: int
    ) -> dict[int, tuple[str | None, str | None, str]]:
        """n → (title, date, the first ``opening`` characters of the text)."""
        sql = "SELECT title, date, substr(text, 1, ?) FROM versions WHERE n = ?"
        return {n: self.statements.one(sql, opening, n) for n in versions}

    def texts(self, versions: Iterable[int]) -> dict[int, str]:
        """n → text."""
        sql = "SELECT text FROM versions WHERE n = ?"
        return {n: self.statements.one(sql, n)[0] for n in versions}

    def members(self, versions: Iterable[int]) -> list[tuple[Any, ...]]:
        """(article, date, source, characters) of live versions and of their clusters."""
        found: dict[int, tuple[Any, ...]] = {}
        for n in versions:
            rows = self.statements.all(
                "SELECT a.article, v.date, v.source, length(v.text) FROM articles a"
                " JOIN versions v ON v.n = a.live WHERE a.live = ?1 OR a.cluster ="
                " (SELECT cluster FROM articles WHERE live = ?1)",
                n,
            )
            found |= {row[0]: row for row in rows}
        return list(found.values())

    def set_cluster(self, articles: Iterable[int], first: int) -> None:
        self.statements.run_each(
            "UPDATE articles SET cluster = ? WHERE article = ?", [(first, a) for a in articles]
        )

    def folded(self) -> int:
        """How many articles are shown by another one."""
        (count,) = self.statements.one(
            "SELECT count(*) FROM articles WHERE live IS NOT NULL AND cluster <> article"
        )
        return int(count)


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a cluster."""

    article: int
    date: str | None
    source: str | None
    length: int

    @property
    def rank(self) -> tuple[bool, str, int, int, int]:
        """The least stands for the cluster: the earliest dated with the fullest source."""
        dated = self.date if self.date and _WHOLE_DATE.match(self.date) else None
        return (dated is None, dated or "", -len(self.source or ""), -self.length, self.article)


def fold_reposts(statements: Statements) -> int:
    """Compare what has come in since the last time, and fold reposts into clusters.

    To be called inside a transaction. Returns how many articles are folded into others now.
    """
    clusters = Clusters(statements)
    clusters.loosen_clusters()
    fresh, numbers, sketches = clusters.sketches()
    if fresh.any():
        matrix = np.frombuffer(b"".join(sketches), "<u4").reshape(-1, SIZE)
        found = ((int(numbers[one]), int(numbers[other])) for one, other in pairs(matrix, fresh))
        links = list(_confirmed(clusters, list(found)))
        for group in _groups(links):
            _write(clusters, group)
        clusters.all_compared()
    return clusters.folded()


def _confirmed(clusters: Clusters, found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs of versions that are reposts: heads are compared first, texts where they allow."""
    stored = clusters.heads({n for pair in found for n in pair}, OPENING)
    heads = {n: Head.of(*row) for n, row in stored.items()}
    close = [(one, other) for one, other in found if heads[one].allows(heads[other])]
    texts = clusters.texts({n for pair in close for n in pair})
    bodies = {n: Body.of(text) for n, text in texts.items()}
    return ((one, other) for one, other in close if bodies[one].repeats(bodies[other]))


def _groups(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The versions that are linked, directly or through others."""
    parent: dict[int, int] = {}

    def top(n: int) -> int:
        while (above := parent.setdefault(n, n)) != n:
            n = above
        return n

    for one, other in links:
        parent[top(one)] = top(other)
    groups: dict[int, list[int]] = {}
    for n in parent:
        groups.setdefault(top(n), []).append(n)
    return list(groups.values())


def _write(clusters: Clusters, group: list[int]) -> None:
    """Let one stand for the group and for the clusters that it touches."""
    members = [Member(*row) for row in clusters.members(group)]
    first = min(members, key=lambda member: member.rank).article
    clusters.set_cluster([member.article for member in members], first)
