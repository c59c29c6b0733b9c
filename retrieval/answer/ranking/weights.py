"""What is each sign of a good answer worth?

``weights.toml`` beside this file holds the numbers, where they come from, and what each brings.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """Linear weights of the ranking, and of the confidence that the first answer holds."""

    ranking: dict[str, float]
    marking: dict[str, float]
    """Of the sentence that answers, among those of a window."""
    confidence: dict[str, float]
    bias: float
    confident: float
    """From this confidence on an answer is ``confident``."""
    weak: float
    """From this confidence on an answer is ``weak``; below it there is none."""

    @property
    def offered(self) -> float:
        """From this confidence on another wording is offered: half-way to ``confident``."""
        return (self.weak + self.confident) / 2

    @classmethod
    def load(cls, path: Path = FILE) -> Weights:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        confidence = dict(read["confidence"])
        return cls(
            ranking=dict(read["ranking"]),
            marking=dict(read["marking"]),
            bias=confidence.pop("bias"),
            confidence=confidence,
            **read["verdict"],
        )


@cache
def default_weights() -> Weights:
    return Weights.load()
