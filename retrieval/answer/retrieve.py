"""Which articles are likely to hold the answer?

In two stages. The index proposes passages: BM25 of the words + ``BIGRAM_SHARE`` × BM25 of the
character bigrams. The best of them are rescored with single characters, which 遛狗 and 携犬出户
share: + ``CHARACTER_SHARE`` × BM25 of the characters. An article is as good as its best passage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.question.query import Query
from retrieval.index.generation import Generation
from retrieval.index.texts import Texts
from retrieval.index.types import Clause, Part
from retrieval.text.bigrams import bigrams
from retrieval.text.ranges import Range, merge, overlap
from retrieval.text.tokens import Tokenizer

BIGRAM_SHARE = 0.5
"""What a bigram counts beside a word; the measures are flat around this value."""
CHARACTER_SHARE = 2.0
"""What a single character counts beside a word, in the second stage."""
RESCORED = 300
"""Passages that the second stage looks at, at most."""
RESCORED_ARTICLES = 100
"""Articles that they may be of."""
WHOLE = 20_000
"""Up to this many characters an article is looked at as a whole, else around its best passages."""
Versions = NDArray[np.int32]
NOTHING = np.empty(0, dtype=np.int32)
FORM_SHARE = 0.5
"""What another form counts beside the one that was asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with its passages that were hit, the best one first."""

    n: int
    bm25: float
    """Of words and bigrams, of the best passage."""
    docs: tuple[int, ...]
    scores: tuple[float, ...]
    """Of those passages."""
    ranges: tuple[Range, ...]
    """Where in the article's text they are."""
    characters: float = 0.0
    """BM25 of single characters, the most that a passage has."""
    joint: float = 0.0
    """Of all three, of the best passage."""
    elsewhere: bool = False
    """It holds in none of the places that the question names, nor above, nor below one."""

    def score_at(self, start: int, end: int) -> float:
        """The score of the best passage that a stretch of the text touches; 0 for none."""
        at = self._passage_at(start, end)
        return 0.0 if at is None else self.scores[at]

    def doc_at(self, start: int, end: int) -> int | None:
        """That passage; None for none."""
        at = self._passage_at(start, end)
        return None if at is None else self.docs[at]

    def _passage_at(self, start: int, end: int) -> int | None:
        stretch = (start, end)
        return next((at for at, each in enumerate(self.ranges) if overlap(each, stretch)), None)


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


def learnt_clauses(query: Query, searched: Sequence[Clause]) -> list[Clause]:
    """What the words of the question stand for besides, as far as it is not searched already."""
    shares: dict[tuple[Part, str], float] = {}
    for form in query.learnt:
        shares.setdefault(("words", form.other), form.weight)
        for bigram in bigrams(form.other):
            shares.setdefault(("bigrams", bigram), BIGRAM_SHARE * form.weight)
    known = {(clause.part, clause.term) for clause in searched}
    return [Clause(*term, share) for term, share in shares.items() if term not in known]


def candidates(generation: Generation, searched: Sequence[Clause], k: int) -> list[Candidate]:
    """The articles of the ``k`` best passages, best first, in the order of the index."""
    hits = generation.search(searched, k)
    docs = [hit.doc for hit in hits]
    return _by_article(generation, docs, [hit.score for hit in hits])


def rescored(
    generation: Generation,
    found: Sequence[Candidate],
    characters: Mapping[str, float],
    stored: Callable[[Versions], Texts],
) -> list[Candidate]:
    """The first of the candidates in the order of all three kinds of terms, then the others.

    Args:
        characters: those of the question, with their idf.
        stored: reads the texts of articles, where the index keeps none.
    """
    looked, others = found[:RESCORED_ARTICLES], found[RESCORED_ARTICLES:]
    docs = [doc for candidate in looked for doc in candidate.docs]
    added = generation.character_scores(docs, characters, stored)
    made, at = [], 0
    for candidate in looked:
        more = added[at : at + len(candidate.docs)].tolist()
        at += len(more)
        joint = max(map(_joint, candidate.scores, more))
        made.append(replace(candidate, characters=max(more), joint=joint))
    made.sort(key=lambda candidate: -candidate.joint)
    return [*made, *others]


def _joint(score: float, characters: float) -> float:
    return score + CHARACTER_SHARE * characters


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
) -> list[Range]:
    """Where to look in an article: all of it, or its best passages with their neighbours."""
    if characters <= WHOLE:
        return [(0, characters)]
    docs = generation.passages_of(candidate.n)
    first = np.searchsorted(docs, candidate.docs[:around])
    before, after = np.maximum(first - 1, 0), np.minimum(first + 1, len(docs) - 1)
    starts, ends = generation.start(docs[before]), generation.end(docs[after])
    return list(merge(zip(starts.tolist(), ends.tolist(), strict=True)))
