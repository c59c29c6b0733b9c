"""Which articles are likely to hold the answer?

The passages of two indexes, of words and of character bigrams, are scored together: BM25 of the
words + ``BIGRAM_SHARE`` × BM25 of the bigrams. An article is as good as its best passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answer.query import Query
from retrieval.index.generation import Generation
from retrieval.index.types import Clause, Part
from retrieval.text.bigrams import bigrams
from retrieval.text.ranges import Range, merge, overlap
from retrieval.text.tokens import Tokenizer

BIGRAM_SHARE = 0.5
"""What a bigram counts beside a word; the measures are flat around this value."""
WHOLE = 2_000
"""Up to this many characters an article is looked at as a whole, else around its best passages."""
NOTHING = np.empty(0, dtype=np.int32)
FORM_SHARE = 0.5
"""What another form counts beside the one that was asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with its passages that were hit, the best one first."""

    n: int
    bm25: float
    docs: tuple[int, ...]
    scores: tuple[float, ...]
    """Of those passages."""
    ranges: tuple[Range, ...]
    """Where in the article's text they are."""

    def score_at(self, start: int, end: int) -> float:
        """The score of the best passage that a stretch of the text touches; 0 for none."""
        for score, passage in zip(self.scores, self.ranges, strict=True):
            if overlap(passage, (start, end)):
                return score
        return 0.0


def clauses(query: Query, tokenizer: Tokenizer) -> list[Clause]:
    """The question as the index searches it, then its other forms with ``FORM_SHARE``."""
    shares: dict[tuple[Part, str], float] = {("words", word): 1.0 for word in query.words}
    shares |= {("bigrams", bigram): BIGRAM_SHARE for bigram in query.bigrams}
    for form in query.forms:
        share = FORM_SHARE * form.weight
        for word in tokenizer.terms(form.other):
            shares.setdefault(("words", word), share)
        for bigram in bigrams(form.other):
            shares.setdefault(("bigrams", bigram), share * BIGRAM_SHARE)
    return [Clause(part, term, share) for (part, term), share in shares.items()]


def candidates(generation: Generation, searched: Sequence[Clause], k: int) -> list[Candidate]:
    """The articles of the ``k`` best passages, best first, in the order of the index."""
    hits = generation.search(searched, k)
    docs = [hit.doc for hit in hits]
    return _by_article(generation, docs, [hit.score for hit in hits])


def _by_article(
    generation: Generation, docs: Sequence[int], scores: Sequence[float]
) -> list[Candidate]:
    """Passages, best first, as the articles that they are of."""
    columns = (generation.article(docs), generation.start(docs), generation.end(docs))
    of: dict[int, list[int]] = {}
    for at, n in enumerate(columns[0].tolist()):
        of.setdefault(n, []).append(at)
    ranges = list(zip(columns[1].tolist(), columns[2].tolist(), strict=True))
    return [
        Candidate(
            n,
            scores[places[0]],
            tuple(docs[at] for at in places),
            tuple(scores[at] for at in places),
            tuple(ranges[at] for at in places),
        )
        for n, places in of.items()
    ]


def inside(
    generation: Generation, searched: Sequence[Clause], articles: Sequence[int]
) -> list[Candidate]:
    """These articles as candidates, whatever they hold, best first."""
    docs = np.concatenate([generation.passages_of(n) for n in articles] or [NOTHING])
    scores = generation.scores_of(docs, searched).sum(axis=1)
    order = np.argsort(-scores, kind="stable")
    return _by_article(generation, docs[order].tolist(), scores[order].tolist())


def stretches(
    generation: Generation, candidate: Candidate, characters: int, around: int
) -> Sequence[Range]:
    """Where to look in an article: all of it, or its best passages with their neighbours."""
    if characters <= WHOLE:
        return [(0, characters)]
    docs = generation.passages_of(candidate.n)
    first = np.searchsorted(docs, candidate.docs[:around])
    before, after = np.maximum(first - 1, 0), np.minimum(first + 1, len(docs) - 1)
    starts, ends = generation.start(docs[before]), generation.end(docs[after])
    return merge(zip(starts.tolist(), ends.tolist(), strict=True))
