"""What is a question's evidence: which of its terms does a text hold, and what are they worth?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.answer.query import Query
from retrieval.answer.question_type import QuestionType
from retrieval.answer.retrieve import BIGRAM_SHARE
from retrieval.index.generation import Generation
from retrieval.index.types import Index
from retrieval.text.bigrams import bigrams
from retrieval.text.ranges import Range

MOST_OCCURRENCES = 40
"""Places of one term that are looked at in a stretch; a term that is everywhere tells little."""


@dataclass(frozen=True)
class Evidence:
    """What is looked for: each term with its weight (idf of the word + ½ idf of the bigram)."""

    weights: Mapping[str, float]
    kind: QuestionType
    unknown: float = 0.0
    """The weight of the terms that no passage of the collection holds."""
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other forms that stand for a term."""
    shape: re.Pattern[str] | None = None
    """What the sentence that answers looks like."""
    passages: int = 0
    """How many the collection has: in a larger one more is found by chance."""
    place: str = ""
    """Articles that name it are preferred."""

    @cached_property
    def total(self) -> float:
        """The weight of a text that holds every term."""
        return sum(self.weights.values())

    def held_by(self, folded: str) -> frozenset[str]:
        """The terms that occur in a folded text."""
        return frozenset(term for term in self.weights if any(self.places(folded, term)))

    def places(self, folded: str, term: str) -> Iterator[Range]:
        """Where a term, or another form of it, stands."""
        yield from _places(folded, term)
        for other in self.others.get(term, ()):
            yield from _places(folded, other)

    def weight_of(self, terms: Iterable[str]) -> float:
        weights = self.weights
        return sum([weights[term] for term in terms])


def weigh(query: Query, generation: Generation) -> Evidence:
    """The evidence that a question asks for in a collection.

    A document's number is left to its bigrams: it is written in several ways. So is a word that no
    passage holds while they hold most of its bigrams (失能老人 where there are 失能老年人).
    """
    others: dict[str, tuple[str, ...]] = {}
    for form in query.forms:
        for term in (*query.words, *query.bigrams):
            if term in form.surface:
                others[term] = (*others.get(term, ()), form.other)
    weights: dict[str, float] = {}
    unknown = 0.0
    parts = (
        (generation.words, 1.0, query.words),
        (generation.bigrams, BIGRAM_SHARE, query.bigrams),
    )
    for index, share, terms in parts:
        for term in terms:
            weight, known = _idf(index, term)
            known = known or any(_held(generation, other) for other in others.get(term, ()))
            if "〔" in term or (not known and len(term) > 2 and _held(generation, term)):
                continue
            weights[term] = weights.get(term, 0.0) + share * weight
            unknown += 0.0 if known else share * weight
    return Evidence(weights, query.kind, unknown, others, query.shape, len(generation), query.place)


def _held(generation: Generation, words: str) -> bool:
    """Whether the collection holds most of the bigrams of some words."""
    pairs = bigrams(words)
    return 2 * sum(generation.bigrams.df(pair) > 0 for pair in pairs) > len(pairs)


def _idf(index: Index, term: str) -> tuple[float, bool]:
    """The term's idf, and whether any passage holds it: one that none does is the rarest."""
    known = index.df(term) > 0
    return index.idf(term) if known else rarest_idf(len(index)), known


def rarest_idf(n: int) -> float:
    """Lucene's idf of a term that none of ``n`` passages holds."""
    return math.log(1 + (n + 0.5) / 0.5)


def _places(folded: str, term: str) -> Iterator[Range]:
    """Where a term stands, from left to right; a run of letters and digits only as a whole."""
    at = folded.find(term)
    if at < 0:
        return
    whole = term.isascii()
    for _ in range(MOST_OCCURRENCES):
        end = at + len(term)
        if not (whole and (_in_run(folded, at - 1) or _in_run(folded, end))):
            yield at, end
        at = folded.find(term, end)
        if at < 0:
            return


def _in_run(folded: str, at: int) -> bool:
    return 0 <= at < len(folded) and folded[at].isascii() and folded[at].isalnum()
