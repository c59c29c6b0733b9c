"""Passages as they come from the cluster, and their exact scores.

A cluster scores by the statistics of each shard, and keeps a field's length in a byte. What it
proposes is therefore scored anew from the terms of each passage, by the collection's statistics and
in rank-bm25's order of operations: to the last bit what the embedded engine says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.engine import Passages, Statistics
from retrieval.index.engines.cluster.schema import SEPARATOR, Description
from retrieval.index.explanation import Explanation, told
from retrieval.index.postings.bm25 import okapi
from retrieval.index.postings.postings import lengths
from retrieval.index.types import Clause, Part, Scores
from retrieval.text.bigrams import bigrams

FIELDS = ("article", "date", "words")
"""What of a passage is searched by and read again; the rest of it is ``kept``."""
PAIR = re.compile(r"[㐀-䶿一-鿿]{2}")
"""Two neighbours in a run of Han characters, which are a bigram wherever they stand together."""


@dataclass(frozen=True, eq=False)
class Passage:
    """One passage with all that its score depends on. Texts are folded."""

    number: int
    article: int
    start: int
    end: int
    around: tuple[int, int]
    """From where the one before it starts to where the one after it ends."""
    date: int
    text: str
    title: str
    """Its article's; ``headline`` times part of its bigrams."""
    headlines: str
    """Kicker, title and subtitle: what single characters are counted in besides."""
    headline: int
    words: str
    """Its words and those of the headlines."""
    sizes: Mapping[Part, int]
    """By part, how many terms it has."""
    source: str = ""
    """Its article's; searched by, not read again."""

    @classmethod
    def of(cls, number: int, source: Mapping[str, Any], headline: int) -> Passage:
        """What ``as_source`` gave."""
        kept = dict(source["kept"])
        kept["around"] = tuple(kept["around"])
        found = {name: source[name] for name in FIELDS}
        return cls(number, **kept, **found, headline=headline)

    def as_source(self, pairs: Sequence[str]) -> dict[str, Any]:
        """The document of the cluster, with ``pairs``, which are known to whoever counts them."""
        names = ("start", "end", "around", "text", "title", "headlines", "sizes")
        return {
            "number": self.number,
            **{name: getattr(self, name) for name in (*FIELDS, "source")},
            "bigrams": SEPARATOR.join(pairs),
            "kept": {name: getattr(self, name) for name in names},
        }

    @property
    def size(self) -> int:
        """About how many characters it takes in memory."""
        return len(self.text) + len(self.words) + len(self.headlines) + 200

    @property
    def pairs(self) -> list[str]:
        """Its bigrams, with those of the title."""
        return bigrams(self.text) + bigrams(self.title) * self.headline

    @cached_property
    def enclosed(self) -> str:
        """Its words, each between separators of its own."""
        return enclosed(self.words.replace(SEPARATOR, 2 * SEPARATOR))

    def often(self, character: str) -> int:
        """How often it holds a single character, headlines among it."""
        return self.text.count(character) + self.headlines.count(character)


def enclosed(words: str) -> str:
    return f"{SEPARATOR}{words}{SEPARATOR}"


def frequency(part: Part, term: str) -> Callable[[Passage], int]:
    """What tells how often a passage holds a term."""
    if part == "words":
        word = enclosed(term)
        return lambda passage: passage.enclosed.count(word)
    if PAIR.fullmatch(term) and term[0] != term[1]:
        return lambda passage: (
            passage.text.count(term) + passage.title.count(term) * passage.headline
        )
    return lambda passage: (
        passage.pairs.count(term) if term in passage.text or term in passage.title else 0
    )


class Scoring:
    """Scores passages as the embedded engine does."""

    def __init__(self, described: Description, statistics: Statistics) -> None:
        self._params = described.params
        self._avgdl = described.avgdl
        self._statistics = statistics

    def table(self, found: Sequence[Passage], clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """(passages, clauses): what each clause adds to each passage."""
        added = np.zeros((len(found), len(clauses)))
        length = {part: self._lengths(part, found) for part in {one.part for one in clauses}}
        for column, (part, term, weight) in enumerate(map(_fields, clauses)):
            if idf := self._statistics.idf(part, term):
                tf = np.array([*map(frequency(part, term), found)], dtype=np.int64)
                added[:, column] = weight * okapi(idf, tf, length[part], self._params.k1_of(part))
        return added

    def best(self, found: Sequence[Passage], clauses: Sequence[Clause], k: int) -> Passages:
        """The ``k`` best of them; ties in the order that is stated in ``index.types``."""
        scores = np.zeros(len(found))
        for column in self.table(found, clauses).T:
            scores += column
        start, article, date = _columns(found, "start", "article", "date")
        order = np.lexsort((start, article, -date, -scores))[:k]
        order = order[scores[order] > 0]
        return passages_of([found[at] for at in order.tolist()], scores[order])

    def characters(self, found: Sequence[Passage], idfs: Mapping[str, float]) -> Scores:
        """(passages,): BM25 of single characters, by the lengths of bigrams."""
        sizes = [len(each.headlines) + each.end - each.start + 1 for each in found]
        length, k1 = self._length("bigrams", sizes), self._params.k1_of("bigrams")
        scores = np.zeros(len(found))
        for character, idf in idfs.items():
            often = np.array([each.often(character) for each in found], dtype=np.int64)
            scores += okapi(idf, often, length, k1)
        return scores

    def explain(self, passage: Passage, clauses: Sequence[Clause]) -> Explanation:
        """The score of one passage, a part for each clause that adds to it."""
        value, parts = 0.0, []
        for clause, added in zip(clauses, self.table([passage], clauses)[0].tolist(), strict=True):
            value += added
            if added:
                parts.append(Explanation(added, self._told(passage, clause)))
        return Explanation(value, "bm25", tuple(parts))

    def _told(self, passage: Passage, clause: Clause) -> str:
        part, term = clause.part, clause.term
        return told(
            term,
            part,
            clause.weight,
            idf=self._statistics.idf(part, term),
            tf=frequency(part, term)(passage),
            dl=passage.sizes[part],
            avgdl=self._avgdl[part],
            df=self._statistics.df(part, term),
            n=self._statistics.passages,
        )

    def _lengths(self, part: Part, found: Sequence[Passage]) -> NDArray[np.float64]:
        return self._length(part, [each.sizes[part] for each in found])

    def _length(self, part: Part, sizes: Sequence[int]) -> NDArray[np.float64]:
        k1, b = self._params.k1_of(part), self._params.b_of(part)
        return lengths(np.array(sizes, dtype=np.int32), self._avgdl[part], k1, b)


def passages_of(found: Sequence[Passage], scores: Scores) -> Passages:
    """Passages with their scores as columns."""
    number = np.array([each.number for each in found], dtype=np.int64)
    article, start, end, date = _columns(found, "article", "start", "end", "date")
    return Passages(number, article, start, end, date, scores)


def _columns(found: Sequence[Passage], *names: str) -> list[NDArray[np.int32]]:
    return [np.array([getattr(each, name) for each in found], dtype=np.int32) for name in names]


def _fields(clause: Clause) -> tuple[Part, str, float]:
    return clause.part, clause.term, clause.weight
