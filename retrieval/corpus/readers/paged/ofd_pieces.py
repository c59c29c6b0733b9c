"""Where on a page of an OFD file does its text stand?

A text object holds pieces of a line: the place of its box, a matrix, and the steps from character
to character. A page may also show drawings that are kept as resources and hold text of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from retrieval.corpus.readers.paged.pieces import Piece
from retrieval.errors import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_STEPS = 100_000
MOST_PIECES = 200_000
"""On a page, those of its drawings among them: drawings that show drawings multiply."""
DEEPEST = 8
"""Drawings inside one another."""
_APART = 1.9
"""Characters of a piece that begin further from one another than so many letters stand apart."""
_LABEL = 6
"""So many characters, one below the other, are the label of a table's side and stay together."""
_UNNAMED = {code: "\ufffd" for code in range(0xE000, 0xF000)}
"""Numbers of a font's own, which say nothing outside it: no icon, a character that is lost.
Those from F000 on are the bullets of symbol fonts."""

_Point = tuple[float, float]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawings:
    """The drawings of a document; they are read when a page shows one."""

    def __init__(self, read: Callable[[], Iterable[Element]]) -> None:
        self._read = read

    @cached_property
    def _units(self) -> dict[str, Element]:
        return {unit.get("ID", ""): unit for unit in self._read()}

    def pieces(self, page: Element) -> Iterator[Piece]:
        """The pieces on a page or a template, those of its drawings among them.

        Raises:
            Unreadable: there are too many, as when drawings show one another.
        """
        for count, piece in enumerate(self._shown(page, 0)):
            if count == MOST_PIECES:
                raise Unreadable("out_of_proportion")
            if all(map(math.isfinite, (piece.left, piece.top, piece.right, piece.bottom))):
                yield piece

    def _shown(self, element: Element, depth: int) -> Iterator[Piece]:
        for child in element.iter():
            if child.get("Visible", "true") == "false":
                continue
            kind = child.tag.rpartition("}")[2]
            if kind == "TextObject":
                yield from _pieces(child)
            elif kind == "CompositeObject" and depth < DEEPEST:
                unit = self._units.get(child.get("ResourceID", ""))
                place = _place(child)
                for piece in self._shown(unit, depth + 1) if unit is not None else ():
                    yield _moved(piece, place)


def all_of(element: Element, name: str) -> list[Element]:
    """The elements of that name below one, whatever their namespace."""
    return [child for child in element.iter() if child.tag.rpartition("}")[2] == name]


def _place(element: Element) -> _Matrix:
    """From the coordinates inside an object to those of what it stands on."""
    left, top = [*_numbers(element.get("Boundary", "")), 0.0, 0.0][:2]
    a, b, c, d, e, f = _matrix(element)
    return a, b, c, d, left + e, top + f


def _matrix(element: Element) -> _Matrix:
    found = _numbers(element.get("CTM", ""))
    a, b, c, d, e, f = found if len(found) == 6 else _IDENTITY
    return a, b, c, d, e, f


def _moved(piece: Piece, place: _Matrix) -> Piece:
    """The piece where its drawing is shown."""
    a, b, c, d, e, f = place
    corners = [(x, y) for x in (piece.left, piece.right) for y in (piece.top, piece.bottom)]
    xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
    return Piece(min(xs), min(ys), max(xs), max(ys), piece.text)


def _pieces(element: Element) -> Iterator[Piece]:
    """The pieces of a text object, where it has them on the page."""
    size = [*_numbers(element.get("Size", "")), 4.0][0]
    across, shear, slant, down, left, top = _place(element)
    height = size * (math.hypot(slant, down) or 1.0)
    x = y = 0.0
    for code in all_of(element, "TextCode"):
        x, y = [*_numbers(code.get("X", "")), x][0], [*_numbers(code.get("Y", "")), y][0]
        steps = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
        text = (code.text or "").strip("\n").translate(_UNNAMED)
        for run, begin, end in _runs(text, *steps, size):
            base = top + shear * (x + begin[0]) + down * (y + begin[1])
            place = left + across * (x + begin[0]) + slant * (y + begin[1])
            width = abs(across) * (end - begin[0])
            yield Piece(place, base - height, place + width, base, run)


def _runs(
    text: str, rightwards: Sequence[float], downwards: Sequence[float], size: float
) -> Iterator[tuple[str, _Point, float]]:
    """The text cut where its characters stand apart: each piece, its start, its right end."""
    if _is_label(text, rightwards, downwards, size):
        yield text, (0.0, sum(downwards[: len(text) - 1]) / 2), size
        return
    x = y = 0.0
    begin, piece, end = (x, y), "", 0.0
    for character, right, down in zip_longest(text, rightwards, downwards, fillvalue=None):
        if character is None:
            break
        piece += str(character)
        width = size * (0.5 if str(character).isascii() else 1.0)
        end = x + width
        x += width if right is None and not down else float(right or 0.0)
        y += float(down or 0.0)
        if x - end > (_APART - 1) * size or abs(y - begin[1]) > size / 2:
            yield piece, begin, end
            begin, piece = (x, y), ""
    if piece:
        yield piece, begin, end


def _is_label(
    text: str, rightwards: Sequence[float], downwards: Sequence[float], size: float
) -> bool:
    """Does a short text run down, as 购买方 does at the side of a table?"""
    return (
        1 < len(text) <= min(_LABEL, len(downwards) + 1)
        and all(step > size / 2 for step in downwards[: len(text) - 1])
        and not any(rightwards)
    )


def _deltas(written: str) -> list[float]:
    """The steps between characters; ``g 20 5`` is twenty times 5."""
    found: list[float] = []
    parts = iter(written.split())
    try:
        for part in parts:
            if part == "g":
                count, step = int(next(parts)), float(next(parts))
                found += [step] * min(count, MOST_STEPS)
            else:
                found.append(float(part))
    except (ValueError, StopIteration):
        return found
    return found


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []
