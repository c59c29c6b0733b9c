"""Where does a score come from?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """A tree of values: the value of a node with parts is the sum of its parts' values."""

    value: float
    words: str
    """What it is, in names and numbers and no language: those of the weights, idf, tf, df."""
    parts: tuple[Explanation, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "words": self.words,
            "parts": [part.as_json() for part in self.parts],
        }

    def lines(self, depth: int = 0) -> list[str]:
        """The tree as indented lines, a node each."""
        head = f"{'  ' * depth}{self.value:.4f}  {self.words}"
        return [head, *(line for part in self.parts for line in part.lines(depth + 1))]


def told(
    term: str,
    part: str,
    weight: float,
    *,
    idf: float,
    tf: int,
    dl: int,
    avgdl: float,
    df: int,
    n: int,
) -> str:
    """What the score of one term in one passage comes from."""
    return (
        f"{term} ({part}): {weight:g} × idf {idf:.3f} × tf(k1, b), "
        f"tf {tf}, dl {dl}, avgdl {avgdl:.1f}, df {df}/{n}"
    )
