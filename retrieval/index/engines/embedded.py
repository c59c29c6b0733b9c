"""The engine of this process: a generation in the home, and ``articles.db`` beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.store import Store
from retrieval.index.directories import current
from retrieval.index.engine import Among, OpenGeneration, Passages, Wanted
from retrieval.index.explanation import Explanation
from retrieval.index.generation import Generation
from retrieval.index.provenance import opened
from retrieval.index.types import Clause, Part, Scores
from retrieval.text.fold import fold_question
from retrieval.text.ranges import Range

NOTHING = np.empty(0, dtype=np.int32)
REMEMBERED = 1 << 14
"""Characters whose idf is remembered."""
DEEPER = 16
"""So many times as many passages are looked at where too few were."""


class EmbeddedGenerations:
    """``Generations`` of the home of a store, made from its articles."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def live(self) -> str | None:
        return current(self._store.home)

    def open(self) -> OpenGeneration:
        generation = opened(self._store, self._store.home)
        return OpenGeneration(
            generation.name,
            EmbeddedStatistics(generation),
            EmbeddedEngine(generation, self._store),
            self._store,
            generation.close,
        )

    def close(self) -> None:
        """Nothing is shared."""


class EmbeddedStatistics:
    """``Statistics`` of the postings."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._scorer = generation.scorer
        self.passages = len(generation)
        self.character_idf = lru_cache(REMEMBERED)(generation.character_idf)
        self.followers = generation.followers

    def df(self, part: Part, term: str) -> int:
        return self._scorer.term(part, term).df

    def dfs(self, part: Part, terms: Sequence[str]) -> NDArray[np.int64]:
        return self._scorer.dfs(part, terms)

    def idf(self, part: Part, term: str) -> float:
        return self._scorer.term(part, term).idf


class EmbeddedEngine:
    """``Engine`` over the postings."""

    def __init__(self, generation: Generation, store: Store) -> None:
        self._generation = generation
        self._store = store

    def search(self, wanted: Sequence[Wanted]) -> list[Passages]:
        return [self._found(*one) for one in wanted]

    def inside(self, articles: Sequence[int], clauses: Sequence[Clause]) -> Passages:
        docs = np.concatenate([self._generation.passages_of(n) for n in articles] or [NOTHING])
        scores = self._generation.scores_of(docs, clauses).sum(axis=1)
        order = np.argsort(-scores, kind="stable")
        return self._passages(docs[order], scores[order])

    def characters(self, docs: Sequence[int], idfs: Mapping[str, float]) -> Scores:
        return self._generation.character_scores(docs, idfs)

    def around(self, docs: Sequence[int]) -> list[Range]:
        starts, ends = [], []
        for article, own in groupby(docs, key=self._article_of):
            there = self._generation.passages_of(article)
            at = np.searchsorted(there, list(own))
            starts.append(self._generation.start(there[np.maximum(at - 1, 0)]))
            ends.append(self._generation.end(there[np.minimum(at + 1, len(there) - 1)]))
        pairs = zip(chain.from_iterable(starts), chain.from_iterable(ends), strict=True)
        return [(int(start), int(end)) for start, end in pairs]

    def explain(self, doc: int, clauses: Sequence[Clause]) -> Explanation:
        return self._generation.explain(doc, clauses)

    def _found(self, clauses: Sequence[Clause], k: int, among: Among | None) -> Passages:
        """The best passages; where only some are looked at, ever more until enough of them are."""
        versions = self._of_sources(among) if among and among.sources else None
        if versions is not None and not len(versions):
            return self._passages(NOTHING, np.empty(0))
        depth = k
        while True:
            docs, scores = self._generation.best(clauses, depth)
            kept = (among or Among()).dated(self._generation.date(docs))
            if versions is not None:
                kept &= np.isin(self._generation.article(docs), versions)
            if len(docs[kept]) >= k or len(docs) < depth:
                return self._passages(docs[kept][:k], scores[kept][:k])
            depth *= DEEPER

    def _of_sources(self, among: Among) -> NDArray[np.int32]:
        """The versions of articles of the sources that are looked at."""
        named = [versions for source, versions in self._sources.items() if among.named(source)]
        return np.fromiter(chain.from_iterable(named), dtype=np.int32)

    @cached_property
    def _sources(self) -> dict[str, list[int]]:
        """By folded source, the versions that state it."""
        found: dict[str, list[int]] = {}
        for source, versions in self._store.all_sources().items():
            found.setdefault(fold_question(source), []).extend(versions)
        return found

    def _passages(self, docs: NDArray[np.int32], scores: Scores) -> Passages:
        generation = self._generation
        columns = generation.article(docs), generation.start(docs), generation.end(docs)
        return Passages(docs.astype(np.int64), *columns, generation.date(docs), scores)

    def _article_of(self, doc: int) -> int:
        return int(self._generation.article([doc])[0])
