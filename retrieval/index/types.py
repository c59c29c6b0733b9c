"""What does an index offer to those who search?

Scores tie in a stated order: the higher score, then the newer article (a date without a year is
the oldest), then the passage that came in first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.index.explanation import Explanation

Part = Literal["words", "bigrams"]
PARTS: tuple[Part, ...] = ("words", "bigrams")

Scores = NDArray[np.float64]


class Hit(NamedTuple):
    """A passage and its score. ``doc`` numbers the passages of one generation."""

    doc: int
    score: float


@dataclass(frozen=True, slots=True)
class Clause:
    """One term of a query, in one of the two indexes over the same passages.

    It adds ``weight`` times the term's BM25 score to a passage; the weight is at least 0.
    """

    part: Part
    term: str
    weight: float = 1.0


class Index(Protocol):
    """BM25 over the passages of one generation. Immutable; safe to use from any thread."""

    def __len__(self) -> int:
        """How many passages there are."""

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        """The ``k`` best passages that hold any of the terms; exact, ties in the stated order.

        A term that is given twice counts twice.
        """

    def scores(self, terms: Sequence[str]) -> Scores:
        """(docs,): the score of every passage, 0 where none of the terms is."""

    def df(self, term: str) -> int:
        """How many passages hold the term."""

    def idf(self, term: str) -> float:
        """What the term weighs; 0 for one that no passage holds."""

    def explain(self, doc: int, terms: Sequence[str]) -> Explanation:
        """Where the score of one passage comes from; the parts add up to the score."""
