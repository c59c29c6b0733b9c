"""Does a live index score as rank-bm25 does?

Passages are drawn from the collection, and questions from their terms. rank-bm25 itself scores the
passages, from the terms that the store holds: checksums tell that files are as they were written,
this tells that they are right. All of a small collection is compared; over a sample of a large one
rank-bm25 gets N, df and avgdl as they are counted in the postings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from retrieval.corpus.indexed import IndexedArticle
from retrieval.corpus.store import Store
from retrieval.index.generation import Generation
from retrieval.index.params import IndexParams
from retrieval.index.postings.bm25 import lucene_idf
from retrieval.index.types import PARTS, Clause, Part, Scores
from retrieval.text.bigrams import bigrams
from retrieval.text.fold import fold_text

ARTICLES = 100
"""Articles that are drawn at most."""
PASSAGES_EACH = 20
"""Passages that are drawn of an article at most, from its beginning."""
QUESTIONS = 10
TERMS = 3
"""Words and as many bigrams of a question."""
K = 10


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a score depends on besides the passage itself."""

    passages: int
    avgdl: float
    df: dict[str, int]


class ReferenceBM25(BM25Okapi):  # type: ignore[misc]
    """rank-bm25's Okapi with Lucene's idf: what the scores are held to."""

    def __init__(
        self, corpus: Sequence[Sequence[str]], k1: float, b: float, whole: Statistics | None = None
    ) -> None:
        """``whole`` is of the collection that the corpus, at least one passage, is a sample of."""
        self._whole = whole
        super().__init__(corpus, k1=k1, b=b)

    def _calc_idf(self, nd: dict[str, int]) -> None:
        own = Statistics(self.corpus_size, sum(self.doc_len) / self.corpus_size or 1.0, nd)
        whole = self._whole or own
        self.avgdl = whole.avgdl
        self.idf = {term: lucene_idf(whole.passages, df) for term, df in whole.df.items()}


@dataclass(slots=True)
class Sample:
    """Passages as the store has them, and their numbers in the generation."""

    docs: list[int] = field(default_factory=list)
    terms: dict[Part, list[list[str]]] = field(default_factory=lambda: {p: [] for p in PARTS})
    torn: int = 0
    """Articles whose passages are not those of the index."""
    is_whole: bool = True
    """Nothing of the collection is missing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """On how many questions the index and rank-bm25 agree, over how many passages."""

    passages: int
    torn: int
    """Articles whose passages in the index are not those that are stored."""
    questions: int
    agreed: int


def verify(generation: Generation, store: Store, *, articles: int = ARTICLES) -> Agreement:
    """Compare scores, and the best of a search, with rank-bm25's; the same sample each time.

    Args:
        articles: how many are drawn at most.
    """
    random = np.random.default_rng(len(generation))
    sample = draw(generation, store, articles, random)
    if not sample.docs:
        return Agreement(0, sample.torn, 0, 0)
    questions = [_question(sample, random) for _ in range(QUESTIONS)]
    references = {part: _reference(part, generation, sample, questions) for part in PARTS}
    agreed = [
        _finds_the_best(generation, question)
        and all(
            _scores_agree(generation, sample, part, question, references[part]) for part in PARTS
        )
        for question in questions
    ]
    return Agreement(len(sample.docs), sample.torn, len(questions), sum(agreed))


def draw(generation: Generation, store: Store, articles: int, random: Generator) -> Sample:
    """Passages of articles that are in both, the index and the store."""
    versions = generation.versions()
    sample = Sample(is_whole=len(versions) <= articles)
    if not sample.is_whole:
        versions = np.sort(random.choice(versions, articles, replace=False))
    vocabulary = store.terms()
    for version in versions.tolist():
        article = next(store.indexed(version - 1), None)
        if article is None or article.n != version:  # it has changed since
            sample.is_whole = False
            continue
        docs = generation.passages_of(version)
        ranges = np.column_stack((generation.start(docs), generation.end(docs)))
        if not np.array_equal(ranges, article.passages):
            sample.torn += 1
            sample.is_whole = False
            continue
        sample.is_whole &= len(docs) <= PASSAGES_EACH
        sample.docs += docs[:PASSAGES_EACH].tolist()
        sample.terms["words"] += _words(article, vocabulary)
        sample.terms["bigrams"] += _bigrams(article)
    return sample


def _words(article: IndexedArticle, vocabulary: Sequence[str]) -> list[list[str]]:
    headline = [vocabulary[id] for id in article.headline.tolist()] * IndexParams().headline
    bounds = article.bounds[: PASSAGES_EACH + 1].tolist()
    return [
        [vocabulary[id] for id in article.words[start:end].tolist()] + headline
        for start, end in pairwise(bounds)
    ]


def _bigrams(article: IndexedArticle) -> list[list[str]]:
    folded = fold_text(article.text)
    headline = bigrams(fold_text(article.title or "")) * IndexParams().headline
    ranges = article.passages[:PASSAGES_EACH].tolist()
    return [bigrams(folded[start:end]) + headline for start, end in ranges]


def _question(sample: Sample, random: Generator) -> list[Clause]:
    """Some terms of one passage."""
    at = int(random.integers(len(sample.docs)))
    clauses = []
    for part in PARTS:
        terms = sorted(set(sample.terms[part][at]))
        clauses += [Clause(part, term) for term in random.permutation(terms)[:TERMS].tolist()]
    return clauses


def _reference(
    part: Part, generation: Generation, sample: Sample, questions: Sequence[Sequence[Clause]]
) -> ReferenceBM25:
    params, whole = IndexParams(), None
    if not sample.is_whole:
        clauses = {clause for question in questions for clause in question if clause.part == part}
        segments = generation.scorer.segments
        total = sum(segment.total_length(part) for segment in segments)
        df = {each.term: _df(generation, each) for each in clauses}
        whole = Statistics(len(generation), total / len(generation) or 1.0, df)
    return ReferenceBM25(sample.terms[part], params.k1_of(part), params.b_of(part), whole)


def _df(generation: Generation, clause: Clause) -> int:
    """How many living passages hold the term, counted one by one."""
    spans = generation.scorer.term(clause.part, clause.term).spans
    df = 0
    for segment, span in zip(generation.scorer.segments, spans, strict=True):
        docs, _ = segment.parts[clause.part].all(span)
        df += int(np.count_nonzero(~np.isin(docs, segment.dead.docs)))
    return df


def _finds_the_best(generation: Generation, question: Sequence[Clause]) -> bool:
    """Does searching find what scoring every passage finds?"""
    scores = generation.scorer.all_scores(question)
    best = np.sort(np.partition(scores, -K)[-K:] if len(scores) > K else scores)[::-1]
    hits = generation.search(question, K)
    return [hit.score for hit in hits] == best[best > 0].tolist() and all(
        scores[hit.doc] == hit.score for hit in hits
    )


def _scores_agree(
    generation: Generation,
    sample: Sample,
    part: Part,
    question: Sequence[Clause],
    reference: ReferenceBM25,
) -> bool:
    """Are the scores of all passages of the sample rank-bm25's, to the last bit?"""
    clauses = [clause for clause in question if clause.part == part]
    expected: Scores = reference.get_scores([clause.term for clause in clauses])
    return np.array_equal(_total(generation.scores_of(sample.docs, clauses)), expected)


def _total(table: NDArray[np.float64]) -> Scores:
    """The sums of the rows, column by column as rank-bm25 adds up."""
    total = np.zeros(len(table))
    for column in table.T:
        total += column
    return total
