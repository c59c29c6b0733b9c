"""What is a question's evidence: which of its terms does a text hold, and what are they worth?

Words count their idf, bigrams ``BIGRAM_SHARE`` of it. Single characters are evidence of their own:
遛狗 and 携犬出户 share no word. Another form of a term counts by how surely it means the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.question.query import Query
from retrieval.answer.question.question_type import QuestionType
from retrieval.answer.retrieve import BIGRAM_SHARE
from retrieval.index.engine import Statistics
from retrieval.index.types import Part
from retrieval.text.bigrams import bigrams
from retrieval.text.divisions import Mention
from retrieval.text.ranges import Range

Floats = NDArray[np.float64]

MOST_OCCURRENCES = 40
"""Places of one term that are looked at in a text; a term that is everywhere tells little."""
LEARNT_SHARE = 0.5
"""What a learnt word counts in a text beside the one that was asked."""


@dataclass(frozen=True)
class Evidence:
    """What is looked for. Columns are the terms of ``weights``, then ``characters``."""

    weights: Mapping[str, float]
    """Words and bigrams with their weights."""
    kind: QuestionType
    unknown: float = 0.0
    """The weight of the terms that no passage of the collection holds."""
    others: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    """Other forms that stand for a term, and how surely, up to 1."""
    shape: re.Pattern[str] | None = None
    """What the sentence that answers looks like."""
    passages: int = 0
    """How many the collection has: in a larger one more is found by chance."""
    asked: tuple[Mention, ...] = ()
    """Places: articles that hold there are preferred."""
    of_places: frozenset[str] = frozenset()
    """The terms that name them."""
    characters: Mapping[str, float] = field(default_factory=dict)
    """Single characters with their idf."""

    @cached_property
    def values(self) -> Floats:
        """(columns,): what each term is worth."""
        return np.array([*self.weights.values(), *self.characters.values()])

    @cached_property
    def is_character(self) -> NDArray[np.bool_]:
        """(columns,): which of them are single characters."""
        return np.arange(len(self.values)) >= len(self.weights)

    @cached_property
    def names_place(self) -> Floats:
        """(columns,): 1 for the terms that name a place, and else 0.

        What holds there has them by that, whatever it says.
        """
        terms = (*self.weights, *self.characters)
        return np.array([float(term in self.of_places) for term in terms])

    @cached_property
    def place_weight(self) -> float:
        """The weight of the words and bigrams that name a place."""
        return sum(weight for term, weight in self.weights.items() if term in self.of_places)

    @cached_property
    def place_characters(self) -> float:
        """The weight of the characters that stand in the name of a place only."""
        return sum(idf for term, idf in self.characters.items() if term in self.of_places)

    @cached_property
    def total(self) -> float:
        """The weight of a text that holds every word and bigram."""
        return sum(self.weights.values())

    @cached_property
    def all_characters(self) -> float:
        """The weight of a text that holds every character."""
        return sum(self.characters.values())

    def places(self, folded: str, term: str) -> Iterator[Range]:
        """Where a term, or another form of it, stands."""
        yield from _places(folded, term)
        for other, _ in self.others.get(term, ()):
            yield from _places(folded, other)

    def counted(self, texts: Sequence[tuple[str, NDArray[np.intp]]]) -> Floats:
        """(stretches, columns): how often each stretch of folded texts holds each term.

        Another form of a term counts by how surely it means the same.

        Args:
            texts: each with the starts of its stretches, one at least. A stretch goes on to the
                next one, the first begins where the text does, the last ends where it does.
        """
        begins = np.cumsum([0, *(len(text) for text, _ in texts)])[:-1]
        edges = np.concatenate([starts + at for (_, starts), at in zip(texts, begins, strict=True)])
        edges[np.cumsum([0, *(len(starts) for _, starts in texts)])[:-1]] = begins
        found = [
            (begin + place, column, sure)
            for (text, _), begin in zip(texts, begins.tolist(), strict=True)
            for form, column, sure in self._forms
            if form in text
            for place, _ in _places(text, form)
        ]
        places, columns, values = np.array(found, dtype=np.float64).reshape(-1, 3).T
        there, characters = self._characters_in("".join(text for text, _ in texts))
        rows = edges.searchsorted(np.concatenate([places.astype(np.intp), there]), "right") - 1
        cells = rows * len(self.values) + np.concatenate([columns.astype(np.intp), characters])
        values = np.concatenate([values, np.ones(len(there))])
        table = np.bincount(cells, values, len(edges) * len(self.values))
        return np.asarray(table, dtype=np.float64).reshape(len(edges), len(self.values))

    def _characters_in(self, folded: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where single characters stand, and their columns."""
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4")
        column = self._column_of.take(codes, mode="clip")
        there = np.flatnonzero(column)
        return there, column[there] - 1

    @cached_property
    def _forms(self) -> list[tuple[str, int, float]]:
        """What stands for each word or bigram: a form, the term's column, how surely."""
        return [
            (form, column, sure)
            for column, term in enumerate(self.weights)
            for form, sure in ((term, 1.0), *self.others.get(term, ()))
        ]

    @cached_property
    def _column_of(self) -> NDArray[np.intp]:
        """By code point: the column of a character, from 1; 0 for others, and at the end."""
        codes = [ord(character) for character in self.characters]
        table = np.zeros(max(codes, default=0) + 2, dtype=np.intp)
        table[codes] = np.arange(len(self.weights), len(self.values)) + 1
        return table


def added_up(table: Floats, values: Floats) -> Floats:
    """(rows,): the columns of each row, weighed by the values (columns,), added up.

    Rows that are alike come to the same sum, to the last bit, so that they tie. With ``@`` that
    depends on where they stand.
    """
    return np.asarray(np.einsum("rc,c->r", table, values))


def weigh(query: Query, statistics: Statistics) -> Evidence:
    """The evidence that a question asks for in a collection.

    Another form of a term counts by its own idf: 点头 stands in no document and 批准 in most. A
    term that the collection knows in other forms only is worth the rarest of them.
    A document's number is left to its bigrams: it is written in several ways. So is a word that no
    passage holds while they hold most of its bigrams (失能老人 where there are 失能老年人).
    """
    others = _other_forms(query)
    weights: dict[str, float] = {}
    unknown = 0.0
    parts: tuple[tuple[Part, float, tuple[str, ...]], ...] = (
        ("words", 1.0, query.words),
        ("bigrams", BIGRAM_SHARE, query.bigrams),
    )
    for part, share, terms in parts:
        for term in terms:
            weight, known = _idf(statistics, part, term)
            if forms := _known_forms(statistics, others.get(term, ())):
                rarest = max(idf for _, _, idf in forms)
                weight = weight if known else rarest
                others[term] = tuple((o, sure * min(1.0, idf / weight)) for o, sure, idf in forms)
                known = True
            in_parts = not known and len(term) > 2 and _phrase_idf(statistics, term) is not None
            if "〔" in term or in_parts:
                continue
            weights[term] = weights.get(term, 0.0) + share * weight
            unknown += 0.0 if known or term in query.of_places else share * weight
    return Evidence(
        weights,
        query.kind,
        unknown,
        others,
        query.shape,
        statistics.passages,
        query.places,
        query.of_places,
        {each: statistics.character_idf(each) for each in query.characters},
    )


def _other_forms(query: Query) -> dict[str, tuple[tuple[str, float], ...]]:
    """What else may stand for each term, and how surely."""
    others: dict[str, tuple[tuple[str, float], ...]] = {}
    for form in query.forms:
        for term in (*query.words, *query.bigrams):
            if term in form.surface:
                others[term] = (*others.get(term, ()), (form.other, form.weight))
    for form in query.learnt:
        sure = LEARNT_SHARE * form.weight
        others[form.surface] = (*others.get(form.surface, ()), (form.other, sure))
    return others


def _known_forms(
    statistics: Statistics, forms: Sequence[tuple[str, float]]
) -> list[tuple[str, float, float]]:
    """Those forms that the collection may hold, each with its idf."""
    idfs = ((other, sure, _phrase_idf(statistics, other)) for other, sure in forms)
    return [(other, sure, idf) for other, sure, idf in idfs if idf is not None]


def _phrase_idf(statistics: Statistics, words: str) -> float | None:
    """The idf of the rarest bigram of some words, most of which the collection holds; else None."""
    pairs = bigrams(words)
    held = [statistics.idf("bigrams", pair) for pair in pairs if statistics.df("bigrams", pair)]
    return max(held) if 2 * len(held) > len(pairs) else None


def _idf(statistics: Statistics, part: Part, term: str) -> tuple[float, bool]:
    """The term's idf, and whether any passage holds it: one that none does is the rarest."""
    known = statistics.df(part, term) > 0
    return statistics.idf(part, term) if known else rarest_idf(statistics.passages), known


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
