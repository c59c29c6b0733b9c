"""What is removed from a cluster, and when? What nobody reads any more.

A generation stays for ``REPLACED_S`` after another has taken its place: bots look every second, and
finish what they were asked. A version that no longer counts stays for ``VERSIONS_S``, because a
link shows it; those of an article that the operator removed are told of no longer, and go with the
generations that read them. Every publishing removes what is due, one that finds nothing new too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice

from retrieval.corpus.roster import Roster, removed_ids
from retrieval.corpus.store import Store
from retrieval.index.engines.cluster.connection import Connection, Json
from retrieval.index.engines.cluster.counts import Counts
from retrieval.index.engines.cluster.indices import Indices
from retrieval.index.engines.cluster.loading import Action, delete, update
from retrieval.index.engines.cluster.schema import Description
from retrieval.index.segment import without

DAY_S = 86_400
REPLACED_S, MOST_REPLACED = 600, 4
"""How long a generation stays that was replaced, and how many of those at most."""
VERSIONS_S = 90 * DAY_S
"""How long a version stays that no longer counts."""
ORPHANED_S = DAY_S
"""How old a generation is that nothing tells of, before it is taken for what a killed run left."""
AT_ONCE = 1_000


def earlier(last: Description | None, now: float) -> list[tuple[str, int]]:
    """The generations that stay for those who still read them once ``last`` is replaced."""
    if last is None:
        return []
    return [(last.index, int(now)), *_in_use(last, now)][:MOST_REPLACED]


def _in_use(live: Description, now: float) -> list[tuple[str, int]]:
    return [each for each in live.earlier if now < each[1] + REPLACED_S]


class Retention:
    """Marks what is no longer needed, and removes what is due."""

    def __init__(self, connection: Connection, store: Store, collection: str) -> None:
        self._connection = connection
        self._indices = Indices(connection)
        self._store = store
        self._prefix = f"{collection}-"

    def marks(self, known: Counts | None, articles: Roster) -> Iterator[Action]:
        """Until when versions stay that count no longer, or whose articles were removed.

        To be loaded before the generation that no longer counts them is live: a run that is
        killed in between marks what still counts, and what counts is never removed.
        """
        now = time.time()
        gone = without(known.versions, articles.versions).tolist() if known else []
        for some in _batches(f"{self._prefix}{n}" for n in gone):
            for n in self._found({"ids": {"values": some}}):
                yield self._mark(n, until=int(now + VERSIONS_S))
        for some in _batches(removed_ids(self._store)):
            fresh = {"must": {"terms": {"id": some}}, "must_not": {"term": {"removed": True}}}
            for n in self._found({"bool": fresh}):
                yield self._mark(n, until=int(now + REPLACED_S), removed=True)

    def due(
        self, live: Description, last: Description | None, articles: Roster
    ) -> Iterator[Action]:
        """Remove the generations that are due; what removes what is due in shared indices.

        ``last`` is what answered before, and knows of those that were replaced earlier.
        """
        now = time.time()
        kept = [live.index, *(index for index, _ in _in_use(live, now))]
        told = [last.index, *(index for index, _ in last.earlier)] if last else []
        there = self._indices.remove_old(kept, told, before=now - ORPHANED_S)
        for id in self._indices.pieces_of_others(there):
            yield delete(self._indices.counts, id)
        counted = set(articles.versions.tolist())
        for n in self._found({"range": {"until": {"lte": int(now)}}}):
            if n not in counted:
                yield delete(self._indices.articles, f"{self._prefix}{n}")

    def _mark(self, n: int, **fields: object) -> Action:
        return update(self._indices.articles, f"{self._prefix}{n}", fields)

    def _found(self, query: Json) -> Iterator[int]:
        """The versions of this collection that a query finds."""
        for id in self._connection.found(self._indices.articles, query):
            if id.startswith(self._prefix):
                yield int(id.removeprefix(self._prefix))


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while some := list(islice(left, AT_ONCE)):
        yield some
