"""With what numbers is an index built?"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.index.postings.postings import K1, B
from retrieval.index.types import Part


@dataclass(frozen=True, slots=True)
class IndexParams:
    """Part of a generation's manifest: other numbers ask for a rebuild."""

    headline: int = 1
    """How often the headline's terms stand in the document of each passage."""
    k1: float = K1
    b: float = B
    bigrams_k1: float = K1
    bigrams_b: float = B

    def k1_of(self, part: Part) -> float:
        return self.k1 if part == "words" else self.bigrams_k1

    def b_of(self, part: Part) -> float:
        return self.b if part == "words" else self.bigrams_b
