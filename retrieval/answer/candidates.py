"""Which articles are likely to hold the answer?

The passages of two indexes, of words and of character bigrams, are scored together: BM25 of the
words + ``BIGRAM_SHARE`` × BM25 of the bigrams. An article is as good as its best passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answer.query import Query
from retrieval.corpus.article import Range
from retrieval.index.generation import Generation
from retrieval.index.seam import Clause, Part
from retrieval.text.bigrams import bigrams
from retrieval.text.tokens import Tokenizer

BIGRAM_SHARE = 0.5
"""What a bigram counts beside a word; the measures are flat around this value."""
WHOLE = 2_000
"""Up to this many characters an article is looked at as a whole, else around its best passages."""
AROUND = 3
"""Passages around which a longer article is looked at."""
FORM_SHARE = 0.5
"""What another form counts beside the one that was asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with its passages that were hit, the best one first."""

    n: int
    bm25: float
    docs: tuple[int, ...]


def clauses(query: Query, tokenizer: Tokenizer) -> list[Clause]:
    """The question as the index searches it, then its other forms with ``FORM_SHARE``."""
    shares: dict[tuple[Part, str], float] = {("words", word): 1.0 for word in query.words}
    shares |= {("bigrams", bigram): BIGRAM_SHARE for bigram in query.bigrams}
    for form in query.forms:
        for word in tokenizer.terms(form.other):
            shares.setdefault(("words", word), FORM_SHARE)
        for bigram in bigrams(form.other):
            shares.setdefault(("bigrams", bigram), FORM_SHARE * BIGRAM_SHARE)
    return [Clause(part, term, share) for (part, term), share in shares.items()]


def candidates(generation: Generation, searched: Sequence[Clause], k: int) -> list[Candidate]:
    """The articles of the ``k`` best passages, best first, in the order of the index."""
    hits = generation.search(searched, k)
    best: dict[int, float] = {}
    docs: dict[int, list[int]] = {}
    for n, hit in zip(generation.article([hit.doc for hit in hits]).tolist(), hits, strict=True):
        best.setdefault(n, hit.score)
        docs.setdefault(n, []).append(hit.doc)
    return [Candidate(n, score, tuple(docs[n])) for n, score in best.items()]


def inside(
    generation: Generation, searched: Sequence[Clause], articles: Sequence[int]
) -> list[Candidate]:
    """These articles as candidates, whatever they hold, best first."""
    found = []
    for n in articles:
        docs = generation.passages_of(n)
        if len(docs):
            scores = generation.scores_of(docs, searched).sum(axis=1)
            order = np.argsort(-scores, kind="stable")
            found.append(Candidate(n, float(scores[order[0]]), tuple(docs[order].tolist())))
    return sorted(found, key=lambda candidate: -candidate.bm25)


def stretches(generation: Generation, candidate: Candidate, characters: int) -> list[Range]:
    """Where to look in an article: all of it, or its best passages with their neighbours."""
    if characters <= WHOLE:
        return [(0, characters)]
    docs = generation.passages_of(candidate.n)
    first = np.searchsorted(docs, candidate.docs[:AROUND])
    before, after = np.maximum(first - 1, 0), np.minimum(first + 1, len(docs) - 1)
    starts, ends = generation.start(docs[before]), generation.end(docs[after])
    joined: list[Range] = []
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
