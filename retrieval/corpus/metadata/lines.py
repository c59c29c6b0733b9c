"""What does a reader hand over? Lines, each with its level where the format knows headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.corpus.encoding import mojibake
from retrieval.corpus.metadata.clean import clean_characters

CELLS = " | "
"""Between the cells of a row."""

Levels = Mapping[str, int]
"""By the text of a heading its level, 1 for the highest."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source."""

    text: str
    level: int | None = None
    """Of a heading, 1 for the highest; None for a line that is none or where nobody knows."""


def with_levels(text: str, levels: Levels) -> list[Line]:
    """The lines of ``text``; those that say what a heading says have its level."""
    return [Line(line, levels.get(line.strip())) for line in text.split("\n")]


def split(lines: str | Iterable[Line]) -> tuple[str, Levels]:
    """The text of the lines, its damage repaired, and the levels of its headings."""
    if isinstance(lines, str):
        return cleaned(lines), {}
    lines = list(lines)
    headings = {cleaned(line.text): line.level for line in lines if line.level is not None}
    return cleaned("\n".join(line.text for line in lines)), headings


def cleaned(text: str) -> str:
    """The text with its characters repaired and its lines trimmed."""
    return clean_characters(mojibake.repair(text))


def starts(lines: Sequence[str], levels: Levels) -> tuple[tuple[int, int], ...]:
    """(start, level) of the headings among lines that are joined by a line end."""
    found: list[tuple[int, int]] = []
    start = 0
    for line in lines if levels else ():
        if level := levels.get(line):
            found.append((start, level))
        start += len(line) + 1
    return tuple(found)
