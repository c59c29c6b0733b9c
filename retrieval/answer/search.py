"""One question on its way: what it looks for, and what it comes upon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.answer.answer import AppliedFilter
from retrieval.answer.question.filters import applied_filters
from retrieval.answer.question.periods import Period
from retrieval.answer.question.query import Query, characters_of
from retrieval.answer.ranking.place_preference import applied_places
from retrieval.answer.ranking.rerank import Choice
from retrieval.answer.ranking.smoothing import Smoothed
from retrieval.answer.ranking.term_weights import Evidence, weigh
from retrieval.answer.retrieve import Candidate, clauses, learnt_clauses
from retrieval.answer.translations import Translations
from retrieval.corpus.article import Article
from retrieval.index.engine import Statistics
from retrieval.index.types import Clause
from retrieval.text.tokens import Tokenizer


@dataclass(frozen=True, slots=True)
class Search:
    """What a question says, what the index looks for, what a text has to hold."""

    query: Query
    searched: list[Clause]
    evidence: Evidence
    learnt: list[Clause] = field(default_factory=list)
    """What is searched besides, because its words were learnt to stand for it."""
    characters: Mapping[str, float] = field(default_factory=dict)
    """What the second stage looks for, with weights: characters asked for or learnt."""

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


def search_for(
    query: Query, translations: Translations, tokenizer: Tokenizer, statistics: Statistics
) -> Search:
    """What a question looks for in a collection, with what was learnt there."""
    words = [word for word in query.words if word not in query.of_places]
    query = replace(query, learnt=translations.of(words))
    searched = clauses(query, tokenizer)
    smoothed = Smoothed(statistics)
    evidence = weigh(query, smoothed)
    characters = {
        character: form.weight * smoothed.character_idf(character)
        for form in reversed(query.learnt)
        for character in characters_of(form.other)
    }
    return Search(
        query,
        searched,
        evidence,
        learnt_clauses(query, searched),
        {**characters, **evidence.characters},
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
