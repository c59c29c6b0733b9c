"""From a question to the ranked windows of articles, a stage at a time.

It is read, the index proposes articles, those that the filters admit are put in order, the windows
of the best are ranked, and a verdict says how sure the first is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.answer.answer import Verdict
from retrieval.answer.question.query import read_question
from retrieval.answer.ranking.confidence import (
    is_ruled_elsewhere,
    less_sure,
    signs_of_confidence,
    verdict,
)
from retrieval.answer.ranking.place_preference import strangers_last
from retrieval.answer.ranking.rerank import NEAR_TIE, NEARLY_AS_GOOD, Choice, choices, newest_first
from retrieval.answer.ranking.weights import Weights
from retrieval.answer.reading.read_text import ReadText
from retrieval.answer.reading.texts import ReadTexts
from retrieval.answer.retrieve import RESCORED, WHOLE, Candidate, candidates, rescored, stretches
from retrieval.answer.search import Found, Search, search_for
from retrieval.answer.translations import Translations
from retrieval.index.engine import OpenGeneration, Wanted
from retrieval.text.tokens import Tokenizer

READ = 8
"""Articles whose windows are looked at, or more where more results are asked for."""
STRANGERS = 2
"""Articles from elsewhere than the asked place that are read, whatever else there is."""
FALLS_BEHIND = 0.5
"""An article whose best passage has less than this share of the best one's score is not read."""
AROUND = 6
"""Of very long articles only what lies around their best passages is looked at."""
LONGEST_RUN = 1_000
"""Passages that are taken from it for a run of articles, or to be filtered."""
FILTERED = 100
"""Articles that are held against the filters of a question."""


class Stages:
    """The stages over one generation. Immutable; safe to use from several threads."""

    def __init__(
        self,
        generation: OpenGeneration,
        tokenizer: Tokenizer,
        weights: Weights,
        translations: Translations,
    ) -> None:
        self.statistics = generation.statistics
        self.engine = generation.engine
        self.articles = generation.articles
        self.tokenizer = tokenizer
        self.weights = weights
        self.texts = ReadTexts(generation.articles)
        self._translations = translations

    def read(self, question: str, *, today: date | None = None, following: bool = False) -> Search:
        """What a question looks for in this collection."""
        query = read_question(question, self.tokenizer, today=today, following=following)
        return search_for(query, self._translations, self.tokenizer, self.statistics)

    def candidates(self, search: Search, depth: int = 0) -> list[Candidate]:
        """The articles that are likely to hold the answer, best first."""
        return self.all_candidates([search], depth)[0]

    def all_candidates(self, searches: Sequence[Search], depth: int = 0) -> list[list[Candidate]]:
        """The same of several searches, which the engine is asked at once."""
        wanted = [
            Wanted([*each.searched, *each.learnt], _deep(each, depth), each.query.filters.among)
            for each in searches
            if not each.query.empty
        ]
        found = iter(self.engine.search(wanted) if wanted else ())
        return [
            [] if each.query.empty else self._preferred(each, candidates(next(found)))
            for each in searches
        ]

    def _preferred(self, search: Search, found: list[Candidate]) -> list[Candidate]:
        """Those that the filters admit, in the order of the second stage, strangers last."""
        query = search.query
        if query.filters.chooses:
            looked = found[:FILTERED]
            articles = self.articles.read([candidate.n for candidate in looked])
            admitted = [
                candidate
                for candidate, article in zip(looked, articles, strict=True)
                if query.filters.admit(article)
            ]
            found = admitted if admitted or query.filters.strict else found
        found = rescored(self.engine, found, search.characters)
        if not query.places:
            return found
        places = self.articles.jurisdictions([candidate.n for candidate in found])
        return strangers_last(found, places, query.places)

    def find(
        self, searches: Sequence[Search], results: int, quote_chars: int, depth: int
    ) -> list[Found]:
        """What searches come upon, which the engine is asked at once."""
        return [
            self._read_through(found, search, results, quote_chars)
            for found, search in zip(self.all_candidates(searches, depth), searches, strict=True)
        ]

    def _read_through(
        self, found: list[Candidate], search: Search, results: int, quote_chars: int
    ) -> Found:
        near = NEARLY_AS_GOOD if search.query.filters.newest else NEAR_TIE
        ranked = self.rank(worth_reading(found, results), search, quote_chars)
        return Found(found, newest_first(ranked, near))

    def rank(
        self, found: Sequence[Candidate], search: Search, quote_chars: int, *, bare: bool = False
    ) -> list[Choice]:
        """Every window of the candidates, best first."""
        whole = self.texts.read([candidate.n for candidate in found], quote_chars)
        looked = [
            (candidate, read)
            for candidate, text in zip(found, whole, strict=True)
            for read in self._looked_at(candidate, text)
        ]
        return choices(looked, search.evidence, self.weights.ranking, bare=bare)

    def _looked_at(self, candidate: Candidate, whole: ReadText) -> list[ReadText]:
        """An article as it is read: as a whole, or a very long one around its best passages."""
        if len(whole.article.text) <= WHOLE:
            return [whole]
        around = stretches(self.engine, candidate, AROUND)
        return [ReadText(whole.article, whole.limit, within) for within in around]

    def verdict(self, ranked: Sequence[Choice], search: Search) -> Verdict:
        if not ranked or ranked[0].by_chance:
            return Verdict.NONE
        told = verdict(signs_of_confidence(ranked, search.evidence), self.weights)
        elsewhere = is_ruled_elsewhere(ranked, search.evidence, self.weights)
        return less_sure(told) if elsewhere else told

    def relevance(self, ranked: Sequence[Choice], search: Search) -> float:
        """How likely the collection treats what is asked; ``ranked`` is not empty."""
        if ranked[0].by_chance:
            return 0.0
        signs = signs_of_confidence(ranked, search.evidence)
        return self.weights.relevance.probability(signs)


def _deep(search: Search, depth: int) -> int:
    """How many passages are taken for a run of ``depth`` articles, or to be filtered."""
    return LONGEST_RUN if depth or search.query.filters.chooses else RESCORED


def worth_reading(found: Sequence[Candidate], results: int = 0) -> list[Candidate]:
    """The candidates that may still come first once they are read."""
    least = FALLS_BEHIND * max((candidate.joint for candidate in found), default=0.0)
    near = [candidate for candidate in found if not candidate.elsewhere][: max(READ, results)]
    strangers = [candidate for candidate in found if candidate.elsewhere]
    read = [*near, *strangers[: max(STRANGERS, READ - len(near))]]
    return [candidate for candidate in read if candidate.joint >= least]
