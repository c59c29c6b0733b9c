"""How are articles read from the sheets of a workbook?

Where a row of a sheet names columns, the text's among them, each row below is an article, as in a
``.csv``; any other sheet is one article, a line a row.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from warnings import catch_warnings, simplefilter

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.lines import CELLS
from retrieval.corpus.readers.jsonl import Line, too_long, understand
from retrieval.corpus.readers.office.cells import shown_cell, shown_old_cell
from retrieval.corpus.readers.office.package import Package, parsed
from retrieval.corpus.readers.office.sheet_layout import (
    MOST_CELLS,
    WIDEST,
    Layout,
    Row,
    layouts,
)
from retrieval.corpus.readers.office.styles import whole
from retrieval.corpus.readers.table import TEXT, column
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

HEADER = 10
"""One of the first rows names the columns, if any does."""
_HIDDEN = "hidden cells"
"""The key under which an article's values tell how many rows, columns and sheets are hidden."""
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet shows, and how many rows and columns of it are hidden."""

    name: str
    rows: list[Row]
    hidden: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets that are shown, and how many are hidden."""

    sheets: list[Sheet]
    hidden: int = 0


def read_workbook(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """A ``Line`` a row or a sheet; ``raw`` is JSON, so that it can be understood again.

    Raises:
        Unreadable: it is empty, too large, damaged or locked.
    """
    number = 0
    book = _book(whole_file(stream, limit))
    for sheet in book.sheets:
        told = {_HIDDEN: [*sheet.hidden, 0 if number else book.hidden]}
        for values, read in _articles(sheet):
            number += 1
            if values and any(told.get(_HIDDEN, ())):
                values, told = values | told, {}
            raw = json.dumps(values, ensure_ascii=False).encode() if values else b""
            yield Line(number, raw, read) if len(raw) <= limit else Line(number, b"", too_long)


def whole_file(stream: BinaryIO, limit: int) -> bytes:
    """What is in the file.

    Raises:
        Unreadable: that is more than ``limit`` bytes.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable("file_too_large", megabytes=f"{limit / 1e6:g}")
    return data


def understand_row(number: int, raw: bytes) -> Draft | Reason | None:
    """The draft of a row that is an article."""
    return _warned(understand(number, raw), raw)


def _warned(draft: Draft | Reason | None, raw: bytes) -> Draft | Reason | None:
    """The first article below hidden cells tells of them."""
    hidden = json.loads(raw or b"{}").get(_HIDDEN)
    if not hidden or not isinstance(draft, Draft):
        return draft
    rows, columns, sheets = hidden
    return draft.warned(because("cells_hidden", rows=rows, columns=columns, sheets=sheets))


def understand_sheet(number: int, raw: bytes) -> Draft | Reason | None:
    """The draft of a sheet that is one article; its name is the title where the text has none."""
    values = json.loads(raw)
    try:
        draft = compose(values["text"])
    except Unreadable as error:
        return error.reason
    named = values["sheet"].strip()
    untitled = draft.title is None and named and not _UNNAMED.match(named)
    return _warned(replace(draft, title=named) if untitled else draft, raw)


def _articles(sheet: Sheet) -> Iterator[tuple[dict[str, Any], Any]]:
    header = next(
        (at for at, row in enumerate(sheet.rows[:HEADER]) if TEXT & set(map(column, row))), None
    )
    if header is None:
        text = "\n".join(filter(None, map(_shown, sheet.rows)))
        if text:
            yield {"sheet": sheet.name, "text": text}, understand_sheet
        return
    names = [column(name) for name in sheet.rows[header]]
    at = next(at for at, name in enumerate(names) if name in TEXT)
    names[at] = "text"
    for row in sheet.rows[header + 1 :]:
        values = {name: cell for name, cell in zip(names, row, strict=False) if name and cell}
        yield (values if "text" in values else {}), understand_row


def _shown(row: Sequence[str]) -> str:
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return CELLS.join(cells)


def _book(data: bytes) -> Book:
    if not data.strip():
        raise Unreadable("file_empty")
    if data.startswith(b"PK"):
        return _of_excel(data)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        return _of_old_excel(data)
    return _of_xml(data) if data.lstrip().startswith(b"<?xml") else _of_text(data)


def _of_excel(data: bytes) -> Book:
    import openpyxl

    laid_out = layouts(Package(data))
    try:
        with catch_warnings():
            simplefilter("ignore")  # of what the library leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            found = [_new_sheet(sheet, laid_out.get(sheet.title, Layout())) for sheet in sheets]
            return Book(found, len(book.worksheets) - len(sheets))
    except Unreadable:
        raise
    except Exception:  # the library raises whatever a broken part leads to
        raise Unreadable("file_damaged") from None


def _new_sheet(sheet: Any, layout: Layout) -> Sheet:
    sheet.reset_dimensions()  # what a sheet says of its size need not be so
    rows = _bounded(sheet.iter_rows())
    cells = [[shown_cell(cell.value, cell.number_format) for cell in row] for row in rows]
    return _sheet(sheet.title, cells, layout)


def _sheet(name: str, cells: list[Row], layout: Layout) -> Sheet:
    hidden = layout.hidden_in(cells)
    return Sheet(name, layout.shown(cells), hidden)


def _of_old_excel(data: bytes) -> Book:
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ignore_workbook_corruption=True,  # it takes what other programs write for that
            logfile=io.StringIO(),
            ragged_rows=True,
        )
        sheets = [sheet for sheet in book.sheets() if sheet.visibility == 0]
        return Book([_old_sheet(book, sheet) for sheet in sheets], book.nsheets - len(sheets))
    except Unreadable:
        raise
    except xlrd.XLRDError as error:
        raise Unreadable("file_locked" if "encrypt" in str(error) else "file_damaged") from None
    except Exception:  # the library raises whatever a broken part leads to
        raise Unreadable("file_damaged") from None


def _old_sheet(book: Any, sheet: Any) -> Sheet:
    rows = _bounded(sheet.row(at) for at in range(sheet.nrows))
    cells = [[shown_old_cell(book, cell) for cell in row] for row in rows]
    layout = Layout(
        [(top, end - 1, left) for top, end, left, _ in sheet.merged_cells],
        frozenset(at for at, row in sheet.rowinfo_map.items() if row.hidden),
        frozenset(at for at, column in sheet.colinfo_map.items() if column.hidden),
    )
    return _sheet(sheet.name, cells, layout)


def _of_xml(data: bytes) -> Book:
    """The XML of Excel 2003, which programs export as .xls."""
    sheets = list(parsed(data).iter(f"{_SS}Worksheet"))
    shown = [each for each in sheets if not list(each.iterfind(".//{*}Visible"))]
    return Book([_xml_sheet(each) for each in shown], len(sheets) - len(shown))


def _xml_sheet(sheet: Any) -> Sheet:
    rows = list(sheet.iter(f"{_SS}Row"))
    cells = list(_bounded(map(_xml_row, rows)))
    layout = Layout(
        [],
        frozenset(at for at, row in enumerate(rows) if row.get(f"{_SS}Hidden") == "1"),
        frozenset(_xml_hidden_columns(sheet)),
    )
    return _sheet(sheet.get(f"{_SS}Name", ""), cells, layout)


def _xml_hidden_columns(sheet: Any) -> Iterator[int]:
    place = 0
    for each in sheet.iter(f"{_SS}Column"):
        place = whole(each.get(f"{_SS}Index")) or place + 1
        span = min(whole(each.get(f"{_SS}Span")) or 0, WIDEST)
        if each.get(f"{_SS}Hidden") == "1":
            yield from range(place - 1, place + span)
        place += span


def _xml_row(row: Any) -> Row:
    cells: Row = []
    for cell in row.iterchildren(f"{_SS}Cell"):
        place = min(whole(cell.get(f"{_SS}Index")) or 1, WIDEST)
        cells += [""] * (place - 1 - len(cells))
        shown = ("".join(data.itertext()) for data in cell.iterchildren(f"{_SS}Data"))
        cells.append("".join(shown).strip().removesuffix("T00:00:00.000"))
    return cells


def _of_text(data: bytes) -> Book:
    """What programs export as text and call .xls."""
    text = decode(data).text
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max("\t,;", key=first.count))
    try:
        return Book([Sheet("", [list(row) for row in _bounded(rows)])])
    except csv.Error:
        raise Unreadable("file_damaged") from None


def _bounded(rows: Iterator[Any]) -> Iterator[Any]:
    cells = 0
    for row in rows:
        cells += len(row) + 1
        if cells > MOST_CELLS:
            raise Unreadable("too_many_cells")
        yield row
