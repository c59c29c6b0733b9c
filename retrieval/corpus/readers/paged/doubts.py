"""Which stretches of a recognised page are doubtful, and where in the article do they stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.text.ranges import Range, merge

SURE = 0.95
"""A character that is read with less confidence is doubtful."""
CONTEXT = 6
"""Characters around a doubtful stretch by which it is found in the text."""
FEWEST = 4
"""Characters by which a stretch can be found, its surroundings among them."""

_SOLID = re.compile(r"[^\s|]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful stretch, between the characters that stand before and after it."""

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Character:
    """A character as it was recognised."""

    text: str
    score: float
    """How sure the recogniser is, from 0 to 1."""
    is_under_seal: bool = False


def doubts_of(line: Sequence[Character]) -> Iterator[Doubt]:
    """The doubtful stretches of a line."""
    text = "".join(each.text for each in line)
    for start, end in merge((n, n + 1) for n in range(len(line)) if _is_doubtful(line, n)):
        yield Doubt(text[max(start - CONTEXT, 0) : start], text[start:end], text[end:][:CONTEXT])


def _is_doubtful(line: Sequence[Character], number: int) -> bool:
    """Is it unsure, or where a line breaks off under a seal and may lack characters?"""
    each = line[number]
    return each.score < SURE or (each.is_under_seal and number in (0, len(line) - 1))


def places(text: str, doubts: Sequence[Doubt]) -> list[Range]:
    """Where the doubtful stretches stand in the text, as far as they came into it."""
    at = [match.start() for match in _SOLID.finditer(text)]
    solid = "".join(text[index] for index in at)
    found: set[Range] = set()
    for doubt in doubts:
        if place := _place(solid, doubt, found):
            found.add(place)
    return sorted((at[start], at[end - 1] + 1) for start, end in found)


def _place(solid: str, doubt: Doubt, taken: set[Range]) -> Range | None:
    """The first place, not taken yet, with as much of the surroundings as can be found."""
    around = ((doubt.before, doubt.after), (doubt.before, ""), ("", doubt.after))
    for before, after in around:
        sought = before + doubt.text + after
        start = solid.find(sought) if len(sought) >= FEWEST else -1
        while start >= 0:
            place = (start + len(before), start + len(before) + len(doubt.text))
            if place not in taken:
                return place
            start = solid.find(sought, start + 1)
    return None
