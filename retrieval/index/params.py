"""With what numbers is an index built?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from retrieval.index.postings import K1, B
from retrieval.index.types import Part


@dataclass(frozen=True, slots=True)
class Recipe:
    """Part of a generation's manifest: another recipe asks for a rebuild."""

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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
