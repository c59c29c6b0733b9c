"""In which order are the pieces of a printed page read, and which of them form a line?

PDF, OFD and recognised scans give pieces of text with their places. What stands side by side is a
row, its cells apart; a page with a gutter is read column by column, vertical text from the right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from retrieval.text.numerals import NUMERALS

CELL = 0.9
"""A gap of so many letters parts cells, or columns."""
BLANK = 0.5
"""A gap of so many letters is a blank; between western letters SLIT is enough."""
SLIT = 0.15
TWIN = 0.3
"""The same piece less than so many letters away is the same one, printed again to look bold."""
NARROWEST = 8
"""Letters in a line of a column at least: narrower ones are cells."""
FEWEST = 4
"""Lines on either side of a gutter at least."""
FILLED = 0.8
"""The share of a column's width that half of its lines fill; cells differ more."""

NEAR = 2
"""Rows of a table are so many lines apart at most: a cell may take two."""

SENTENCE_ENDS = "。！？；"

LABEL = re.compile(
    rf"第[{NUMERALS}\d]+[编編章节節条條款]|[{NUMERALS}]{{1,3}}[、.．]|[(（][{NUMERALS}\d]{{1,3}}[)）]"
    r"|\d{1,2}[.．、]|[①-⑳•●◆■□※★]"
)
"""What stands before an item, a space behind it however wide: 第一条, （一）, 1."""

APART = 1.6
"""A row at an edge of the page that is so many times farther away than rows are runs over it."""

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and its place on a page whose y grows downwards, in any unit."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def size(self) -> float:
        """The height of its letters."""
        return max(self.bottom - self.top, 0.01)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is read, and where it stands in its column."""

    text: str
    left: float
    right: float
    size: float
    edge: float
    """Where the column begins."""
    end: float | None
    """Where the column ends; None for the page's own, which a short page does not show."""
    is_row: bool = False
    """Is it a row of a table?"""

    @property
    def indent(self) -> float:
        """In letters."""
        return (self.left - self.edge) / self.size

    @property
    def length(self) -> float:
        """How far it reaches into its column."""
        return self.right - self.edge


Row = list[Piece]


def lines_of(pieces: Iterable[Piece]) -> list[PrintedLine]:
    """The lines of a page in reading order."""
    places = Places()
    pieces = [
        p
        for p in pieces
        if p.text.strip() and not places.holds(p.text, p.left, p.top, p.right, p.bottom)
    ]
    if _is_vertical(pieces):
        pieces = [Piece(p.top, -p.right, p.bottom, -p.left, p.text) for p in pieces]
    return _read([_segments(row) for row in _rows(pieces)], None)


class Places:
    """Where each text was printed so far: what is printed twice is to look bold."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], list[tuple[float, float]]] = {}

    def holds(self, text: str, left: float, top: float, right: float, bottom: float) -> bool:
        """Was it printed at nearly the same place before? It is now."""
        size = max(bottom - top, 0.01)
        near = min(TWIN * size, (right - left) / 2)
        level = round(top / size)
        twins = (
            twin
            for beside in (level - 1, level, level + 1)
            for twin in self._found.get((text, beside), ())
        )
        found = any(
            abs(twin_left - left) < near and abs(twin_top - top) < TWIN * size
            for twin_left, twin_top in twins
        )
        self._found.setdefault((text, level), []).append((left, top))
        return found


def _is_vertical(pieces: Sequence[Piece]) -> bool:
    """Does most of the page go on below, letter by letter?"""
    down = right = 0
    for before, piece in pairwise(pieces):
        aside = abs(piece.left - before.left) / before.size
        below = (piece.top - before.top) / before.size
        down += aside < TWIN and 0.7 < below < 2 and len(before.text) == len(piece.text) == 1
        right += abs(below) < TWIN or len(piece.text) > 1
    return down > FEWEST and down > 2 * right


def _rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces whose middles are level, each row from left to right, from top to bottom."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        first = rows[-1][0] if rows else None
        if first and piece.middle - first.middle < min(piece.size, first.size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _segments(row: Row) -> Row:
    """The row with pieces that touch joined."""
    joined = [row[0]]
    for piece in row[1:]:
        before = joined[-1]
        gap = (piece.left - before.right) / min(before.size, piece.size)
        if gap >= CELL:
            joined.append(piece)
        else:
            joined[-1] = _joined(before, piece, gap)
    return joined


def _joined(before: Piece, piece: Piece, gap: float) -> Piece:
    western = before.text[-1].isascii() and piece.text[0].isascii()
    blank = " " if gap > (SLIT if western else BLANK) else ""
    return Piece(
        before.left,
        min(before.top, piece.top),
        max(before.right, piece.right),
        max(before.bottom, piece.bottom),
        before.text + blank + piece.text,
    )


def _read(rows: list[Row], end: float | None) -> list[PrintedLine]:
    """The lines of a page, or of a column that ends there."""
    edge, gutter = _edge(rows), _gutter([segment for row in rows for segment in row])
    if gutter is None:
        return _lines(rows, edge, end)
    found: list[PrintedLine] = []
    running = _apart(rows) if end is None else []
    for across, zone in groupby(
        rows, lambda row: row in running or any(s.left < gutter < s.right for s in row)
    ):
        block = list(zone)
        if across:
            found += _lines(block, edge, end)
            continue
        for side in (True, False):
            column = [[s for s in row if (s.left < gutter) == side] for row in block]
            if column := [row for row in column if row]:
                found += _read(column, max(row[-1].right for row in column))
    return found


def _apart(rows: Sequence[Row]) -> list[Row]:
    """The first and the last row where they stand apart from the text, as running heads do."""
    steps = [below[0].middle - row[0].middle for row, below in pairwise(rows)]
    far = APART * median(steps)
    return [row for row, step in ((rows[0], steps[0]), (rows[-1], steps[-1])) if step > far]


def _edge(rows: Iterable[Row]) -> float:
    """Where lines begin: the outermost place that two of them share."""
    starts = sorted((row[0].left, row[0].size) for row in rows)
    shared = (left for (left, size), (other, _) in pairwise(starts) if other - left < size / 2)
    return next(shared, starts[0][0] if starts else 0.0)


def _gutter(segments: Row) -> float | None:
    """Where columns of text are parted, the leftmost first; None where there is one, or a table."""
    starts = Counter(round(segment.left / segment.size) for segment in segments)
    common = {start for start, count in starts.items() if count >= FEWEST}
    gutters = {
        segment.left - segment.size / 4
        for segment in segments
        if round(segment.left / segment.size) in common
    }
    best, most = None, FEWEST - 1
    for gutter in sorted(gutters):
        left = [segment for segment in segments if segment.right <= gutter]
        right = [segment for segment in segments if segment.left >= gutter]
        fewer = min(len(left), len(right))
        if fewer > most and _is_column(left) and _beside(left, right) and _are_columns(right):
            best, most = gutter, fewer
    return best


def _are_columns(segments: Row) -> bool:
    return _is_column(segments) or _gutter(segments) is not None


def _is_column(segments: Sequence[Piece]) -> bool:
    width = max(s.right for s in segments) - min(s.left for s in segments)
    usual = median(s.right - s.left for s in segments)
    return usual >= FILLED * width and usual >= NARROWEST * median(s.size for s in segments)


def _beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Do they stand side by side, for at least half of the shorter one?"""
    (top, bottom), (other_top, other_bottom) = (
        (min(s.top for s in side), max(s.bottom for s in side)) for side in (left, right)
    )
    shared = min(bottom, other_bottom) - max(top, other_top)
    return shared > min(bottom - top, other_bottom - other_top) / 2


def _lines(rows: Sequence[Row], edge: float, end: float | None) -> list[PrintedLine]:
    """A line a row; the cells of a table apart."""
    return [
        PrintedLine(
            (SEPARATOR if is_row else " ").join(segment.text.strip() for segment in row),
            row[0].left,
            row[-1].right,
            median(segment.size for segment in row),
            edge,
            end,
            is_row,
        )
        for row, is_row in zip(rows, _are_table_rows(rows), strict=True)
    ]


def _are_table_rows(rows: Sequence[Row]) -> list[bool]:
    """Which rows have many gaps, or one where a row near them has one?"""
    found = [len(_gaps(row)) > 1 and any(len(each.text) > 1 for each in row) for row in rows]
    for index, row in enumerate(rows):
        for near in range(index + 1, min(index + 1 + NEAR, len(rows))):
            if any(_overlap(gap, other) for gap in _gaps(row) for other in _gaps(rows[near])):
                found[index] = found[near] = True
    return found


def _gaps(row: Row) -> list[tuple[float, float]]:
    """The gaps between cells; one behind a sentence, or behind the label of an item, is none."""
    return [
        (before.right, piece.left)
        for before, piece in pairwise(row)
        if before.text[-1] not in SENTENCE_ENDS
        and not (before is row[0] and LABEL.fullmatch(before.text.strip()))
    ]


def _overlap(gap: tuple[float, float], other: tuple[float, float]) -> bool:
    shared = min(gap[1], other[1]) - max(gap[0], other[0])
    return shared > 0.3 * min(gap[1] - gap[0], other[1] - other[0])
