"""Does a text end its lines at a fixed width, and what are its paragraphs then?

Old systems, mail and terminals cut each line at 30 to 50 characters. That is taken back only where
the lines show it: nearly all that go on in the next one are so full that its first word had no
room, and most of them break off in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from retrieval.corpus.outline.labels import labels

NARROWEST, WIDEST = 40, 120
"""Cells that the fullest line takes up; a character of Chinese takes up two."""
LEAST = 4
"""So many lines go on in the next at least."""
CERTAIN = 0.85
"""Of the lines that could go on in the next, so many are full; …"""
BROKEN_OFF = 0.5
"""… of these so many break off in mid-sentence."""
HANGING = 2
"""Cells by which a line may be wider than the others, for a mark at its end."""

_ENDS = re.compile(r"[。！？!?；;：:”」』）)]$|\d{4}[-/.]\d\d?[-/.]\d\d?$")
"""A sentence ends with the line, or a row of a list with its day."""
_UNIT = re.compile(r"[“「『（(《〈]*(?:[A-Za-z0-9.%]+|\S)[，。；：、！？”」』）)》〉]*")
"""What stands together at the beginning of a line."""
_WORDS = re.compile("[A-Za-z0-9,.;:][A-Za-z0-9]")
"""Between these the line end stood for a space."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line without its indentation; how wide it is, and how far it is indented."""

    text: str
    indent: int
    width: int


def unwrapped(text: str) -> str:
    """The text, a paragraph a line, where its lines are surely cut at a fixed width."""
    rows = _rows(text)
    width = max((row.width for row in rows), default=0)
    if not NARROWEST <= width <= WIDEST:
        return text
    full = [at for at in _that_could_go_on(rows) if _had_no_room(rows, at, width)]
    if not _is_sure(rows, full):
        return text
    joined = set(full)
    lines = [row.text + ("" if at in joined else "\n") for at, row in enumerate(rows)]
    for at in full:
        if _WORDS.fullmatch(lines[at][-1] + lines[at + 1][0]):
            lines[at] += " "
    return "".join(lines)


def _rows(text: str) -> list[_Row]:
    lines = [line.rstrip().expandtabs(4) for line in text.splitlines()]
    indents = [_cells(line[: len(line) - len(line.lstrip())]) for line in lines]
    margin = min((indent for line, indent in zip(lines, indents, strict=True) if line), default=0)
    return [
        _Row(line.strip(), indent - margin, _cells(line) - margin)
        for line, indent in zip(lines, indents, strict=True)
    ]


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def _that_could_go_on(rows: Sequence[_Row]) -> list[int]:
    """The lines above one that opens no paragraph, from the first indented line on, if any is.

    A sentence that ends with its line ends a paragraph if a label is below, or wherever neither
    indentation nor empty lines tell the paragraphs apart.
    """
    indented = [at for at, row in enumerate(rows) if row.text and row.indent]
    told = bool(indented) or any(not row.text for row in rows[1:-1])
    return [
        at
        for at in range(indented[0] if indented else 0, len(rows) - 1)
        if rows[at].text and rows[at + 1].text and not rows[at + 1].indent
        if not _ENDS.search(rows[at].text) or (told and not _is_labelled(rows[at + 1].text))
    ]


def _is_labelled(line: str) -> bool:
    return any(label.start == 0 for label in labels(line[:20]))


def _had_no_room(rows: Sequence[_Row], at: int, width: int) -> bool:
    unit = _UNIT.match(rows[at + 1].text)
    return rows[at].width + (_cells(unit[0]) if unit else 0) > width - HANGING


def _is_sure(rows: Sequence[_Row], full: Sequence[int]) -> bool:
    """Do the lines that are not full, the title aside, end where a paragraph does?"""
    known = set(full)
    others = [
        at
        for at in _that_could_go_on(rows)
        if at and at not in known
        if not _ENDS.search(rows[at].text) and not _is_labelled(rows[at].text)
    ]
    broken_off = sum(not _ENDS.search(rows[at].text) for at in full)
    return (
        len(full) >= LEAST
        and len(full) >= CERTAIN * (len(full) + len(others))
        and broken_off >= BROKEN_OFF * len(full)
    )
