"""Which articles are likely to hold the answer?

The passages of two indexes, of words and of character bigrams, are scored together: BM25 of the
words + ``BIGRAM_SHARE`` × BM25 of the bigrams. An article is as good as its best passage.
"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer.query import Query
from retrieval.index.generation import Generation
from retrieval.index.seam import Clause

BIGRAM_SHARE = 0.5
"""What a bigram counts beside a word; the measures are flat around this value."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with its passages that were hit, the best one first."""

    n: int
    bm25: float
    docs: tuple[int, ...]


def clauses(query: Query) -> list[Clause]:
    """The question as the index searches it."""
    words = [Clause("words", word) for word in query.words]
    return words + [Clause("bigrams", bigram, BIGRAM_SHARE) for bigram in query.bigrams]


def candidates(generation: Generation, query: Query, k: int) -> list[Candidate]:
    """The articles of the ``k`` best passages, best first, in the order of the index."""
    hits = generation.search(clauses(query), k)
    best: dict[int, float] = {}
    docs: dict[int, list[int]] = {}
    for n, hit in zip(generation.article([hit.doc for hit in hits]).tolist(), hits, strict=True):
        best.setdefault(n, hit.score)
        docs.setdefault(n, []).append(hit.doc)
    return [Candidate(n, score, tuple(docs[n])) for n, score in best.items()]
