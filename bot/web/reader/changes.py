"""What has changed between two versions of a text, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

AROUND = 1
"""Unchanged paragraphs that are shown on either side of a change."""
COMPARED = 1_500
"""Longer paragraphs are not compared by their characters."""
SHOWN = 9_000
"""Characters of both sides on a page; of further changes only the number is told."""
_WORD = re.compile(r"[\d.,%]+|[A-Za-z]+|[〇零一二三四五六七八九十百千万亿萬億两兩]+|.")
"""A number is compared as a whole: of 1500 and 1800 nobody wants to see a digit alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph before and after; no pieces where it is not there."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed places, each with its surroundings, and how many more there are."""

    places: tuple[tuple[Row, ...], ...]
    more: int


def changes(before: str, after: str) -> Changes:
    """Compare two texts by their lines, and changed lines by their characters and numbers."""
    old, new = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    places: list[tuple[Row, ...]] = []
    used = more = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        if places and used > SHOWN:
            more += 1
            continue
        rows = tuple(row for code in group for row in _rows(old, new, *code))
        used += sum(len(piece.text) for row in rows for piece in (*row.before, *row.after))
        places.append(rows)
    return Changes(tuple(places), more)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rows(
    old: Sequence[str], new: Sequence[str], tag: str, i: int, to_i: int, j: int, to_j: int
) -> Iterator[Row]:
    for one, other in zip_longest(old[i:to_i], new[j:to_j]):
        if tag == "equal":
            yield Row((Piece(one),), (Piece(other),))
        elif one is None or other is None or max(len(one), len(other)) > COMPARED:
            yield Row(_whole(one), _whole(other))
        else:
            yield _compared(one, other)


def _whole(line: str | None) -> tuple[Piece, ...]:
    return () if line is None else (Piece(line, changed=True),)


def _compared(one: str, other: str) -> Row:
    old, new = _WORD.findall(one), _WORD.findall(other)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, i, to_i, j, to_j in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = tag != "equal"
        before += [Piece("".join(old[i:to_i]), changed)] if i < to_i else []
        after += [Piece("".join(new[j:to_j]), changed)] if j < to_j else []
    return Row(tuple(before), tuple(after))
