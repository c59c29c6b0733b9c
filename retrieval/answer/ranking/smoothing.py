"""How rare is a term, where a collection is too small to tell?

In a collection of one passage every word that it holds is in all of them, which makes the words of
its answer worth next to nothing beside one that it lacks. So rarity is counted as if ``BACKGROUND``
more passages stood beside those of the collection, without any of the question's terms. Among
thousands of passages this changes nothing that matters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.engine import Statistics
from retrieval.index.types import Part

BACKGROUND = 20
"""Passages; docs/answers.md says what they do for collections of one article."""


@dataclass(frozen=True, slots=True)
class Smoothed(Statistics):
    """Statistics of a collection with the background beside it."""

    own: Statistics

    @property
    def passages(self) -> int:
        return self.own.passages + BACKGROUND

    def df(self, part: Part, term: str) -> int:
        return self.own.df(part, term)

    def dfs(self, part: Part, terms: Sequence[str]) -> NDArray[np.int64]:
        return self.own.dfs(part, terms)

    def idf(self, part: Part, term: str) -> float:
        return self._rarer(self.own.idf(part, term))

    def character_idf(self, character: str) -> float:
        return self._rarer(self.own.character_idf(character))

    def followers(self, character: str) -> list[str]:
        return self.own.followers(character)

    def _rarer(self, idf: float) -> float:
        """Lucene's idf is ln((N + 1) / (df + ½)): more passages add the same to each term."""
        return idf and idf + math.log((self.passages + 1) / (self.own.passages + 1))
