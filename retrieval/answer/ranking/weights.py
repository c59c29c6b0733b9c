"""What is each sign of a good answer worth?

``weights.toml`` beside this file holds the numbers, where they come from, and what each brings.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over named signs."""

    bias: float
    weights: dict[str, float]

    def probability(self, signs: Mapping[str, float]) -> float:
        """Between 0 and 1; signs without a weight count nothing."""
        drawn = self.bias + sum(self.weights.get(name, 0.0) * signs[name] for name in signs)
        return 1.0 / (1.0 + math.exp(-drawn))


@dataclass(frozen=True, slots=True)
class Weights:
    """Linear weights of the ranking, and what the verdict is drawn from."""

    ranking: dict[str, float]
    marking: dict[str, float]
    """Of the sentence that answers, among those of a window."""
    relevance: Logistic
    """How likely the collection treats what is asked."""
    confidence: Logistic
    """How likely the first quote is the answer."""
    weak: float
    """From this relevance on an answer is ``weak``; below it there is none."""
    offered: float
    """From this relevance on another wording is offered."""
    confident: float
    """From this confidence on an answer that is ``weak`` at least is ``confident``."""

    @classmethod
    def load(cls, path: Path = FILE) -> Weights:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(
            ranking=dict(read["ranking"]),
            marking=dict(read["marking"]),
            relevance=_logistic(read["relevance"]),
            confidence=_logistic(read["confidence"]),
            **read["verdict"],
        )


def _logistic(read: Mapping[str, float]) -> Logistic:
    weights = dict(read)
    return Logistic(weights.pop("bias"), weights)


@cache
def default_weights() -> Weights:
    return Weights.load()
