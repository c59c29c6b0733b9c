"""One question on its way: what it looks for, and what it comes upon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer.answer import AppliedFilter
from retrieval.answer.filters import applied_filters
from retrieval.answer.periods import Period
from retrieval.answer.place_preference import applied_places
from retrieval.answer.query import Query
from retrieval.answer.rerank import Choice
from retrieval.answer.retrieve import Candidate
from retrieval.answer.term_weights import Evidence
from retrieval.corpus.article import Article
from retrieval.index.types import Clause


@dataclass(frozen=True, slots=True)
class Search:
    """What a question says, what the index looks for, what a text has to hold."""

    query: Query
    searched: list[Clause]
    evidence: Evidence

    @property
    def whenever(self) -> Search:
        """The same among articles of any time."""
        query = replace(self.query, filters=self.query.filters.whenever)
        return replace(self, query=query)

    def applied(self, shown: Sequence[Article]) -> tuple[AppliedFilter, ...]:
        """What the question asks of articles, and whether those of its answer, best first, fit."""
        query = self.query
        return (
            *applied_filters(query.question, query.filters, shown),
            *applied_places(query.question, query.places, shown),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that a search comes upon, and the windows of those that were read."""

    candidates: Sequence[Candidate] = ()
    ranked: Sequence[Choice] = ()

    def of(self, period: Period) -> Found:
        """The same of those articles that were read and are of a time."""
        articles = {choice.candidate.n: choice.article for choice in self.ranked}
        there = {n for n, article in articles.items() if period.admits(article)}
        return Found(self.candidates, [each for each in self.ranked if each.candidate.n in there])
