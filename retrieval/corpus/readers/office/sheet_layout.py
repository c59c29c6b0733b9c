"""Which cells of a sheet are merged, and which of its rows and columns are hidden?

What is hidden is not read: who opens the file does not see it, whether a filter hid it or a hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from retrieval.corpus.readers.office.package import Package

MOST_BYTES = 64_000_000
"""Bytes of a workbook, unpacked."""
MOST_CELLS = 3_000_000
WIDEST = 16_384
"""Columns of a sheet."""
REPEATED = 40
"""Characters at most of a cell that is repeated in each row over which it is merged."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_WHOLE = r'\b{name}="(\d{{1,7}})"'

Row = list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns counted from 0."""

    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """First row, last row and first column of cells merged over several rows."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def shown(self, rows: list[Row]) -> list[Row]:
        """The rows that are shown, each with the cells that are shown in it."""
        rows = self._filled(rows)
        if not (self.hidden_rows or self.hidden_columns):
            return rows
        return [
            [cell for place, cell in enumerate(row) if place not in self.hidden_columns]
            for number, row in enumerate(rows)
            if number not in self.hidden_rows
        ]

    def hidden_in(self, rows: list[Row]) -> tuple[int, int]:
        """How many of the rows, and how many of their columns, are hidden and not empty."""
        columns = {
            place
            for row in rows
            for place in self.hidden_columns
            if place < len(row) and row[place].strip()
        }
        full = [n for n in self.hidden_rows if n < len(rows) and any(map(str.strip, rows[n]))]
        return len(full), len(columns)

    def _filled(self, rows: list[Row]) -> list[Row]:
        """The rows, each cell that is merged over several of them repeated, if it is short."""
        room = MOST_CELLS
        for top, bottom, left in self.merged:
            room -= (min(bottom, len(rows)) - top) * (left + 1)
            if room < 0:
                break
            text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
            if text and len(text) <= REPEATED:
                for row in rows[top + 1 : bottom + 1]:
                    row += [""] * (left + 1 - len(row))
                    row[left] = row[left] or text
        return rows


def layouts(package: Package) -> dict[str, Layout]:
    """The layouts of the sheets of an ``.xlsx`` file, by their names."""
    main = package.main("xl/workbook.xml")
    root, relations = package.xml(main), package.relations(main)
    found: dict[str, Layout] = {}
    for sheet in () if root is None else root.iter("{*}sheet"):
        id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        _, target = relations.get(id, ("", ""))
        found[sheet.get("name", "")] = _layout(package.bytes(target, MOST_BYTES))
    return found


def _layout(data: bytes) -> Layout:
    merged = [
        (int(top) - 1, int(bottom) - 1, _column(left))
        for left, top, _, bottom in _MERGED.findall(data)
    ]
    if not _HIDDEN.search(data):
        return Layout(merged)
    return Layout(merged, frozenset(_hidden_rows(data)), frozenset(_hidden_columns(data)))


def _hidden_rows(data: bytes) -> Iterator[int]:
    number = 0
    for match in _ROW.finditer(data):
        number = _whole(match[1], "r") or number + 1
        if _HIDDEN.search(match[1]):
            yield number - 1


def _hidden_columns(data: bytes) -> Iterator[int]:
    for match in _COLUMNS.finditer(data):
        if _HIDDEN.search(match[1]):
            last = min(_whole(match[1], "max"), WIDEST)
            yield from range(max(_whole(match[1], "min"), 1) - 1, last)


def _whole(attributes: bytes, name: str) -> int:
    match = re.search(_WHOLE.format(name=name).encode(), attributes)
    return int(match[1]) if match else 0


def _column(letters: bytes) -> int:
    """The number of a column, from 0: A, B, … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
