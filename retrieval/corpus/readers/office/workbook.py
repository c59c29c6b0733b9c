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
from datetime import date, datetime, time
from typing import Any, BinaryIO
from warnings import catch_warnings, simplefilter

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.lines import CELLS
from retrieval.corpus.readers.jsonl import Line, too_long, understand
from retrieval.corpus.readers.office.package import Package, parsed
from retrieval.corpus.readers.office.styles import whole
from retrieval.corpus.readers.table import TEXT, column
from retrieval.errors import Unreadable
from retrieval.reasons import Reason

MOST_BYTES = 64_000_000
"""Bytes of a workbook, unpacked."""
MOST_CELLS = 3_000_000
HEADER = 10
"""One of the first rows names the columns, if any does."""
WIDEST = 16_384
"""Columns of a sheet."""
REPEATED = 40
"""Characters at most of a cell that is repeated in each row over which it is merged."""

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<before>(?:\"[^\"]*\"|[¥￥$])*)[#,0?]+(?:\.(?P<decimals>[0#?]+))?(?P<percent>%?)"
    r"(?P<after>(?:\"[^\"]*\"|[一-鿿])*)[_ )]*$"
)

Row = list[str]
Merged = list[tuple[int, int, int]]
"""First row, last row and first column of cells merged over several rows, counted from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[Row]


def read_workbook(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """A ``Line`` a row or a sheet; ``raw`` is JSON, so that it can be understood again.

    Raises:
        Unreadable: it is empty, too large, damaged or locked.
    """
    number = 0
    for sheet in _sheets(whole_file(stream, limit)):
        for values, read in _articles(sheet):
            number += 1
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


def understand_sheet(number: int, raw: bytes) -> Draft | Reason | None:
    """The draft of a sheet that is one article; its name is the title where the text has none."""
    values = json.loads(raw)
    try:
        draft = compose(values["text"])
    except Unreadable as error:
        return error.reason
    named = values["sheet"].strip()
    untitled = draft.title is None and named and not _UNNAMED.match(named)
    return replace(draft, title=named) if untitled else draft


def _articles(sheet: Sheet) -> Iterator[tuple[dict[str, str], Any]]:
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
        yield (values if "text" in values else {}), understand


def _shown(row: Sequence[str]) -> str:
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return CELLS.join(cells)


def _sheets(data: bytes) -> list[Sheet]:
    if not data.strip():
        raise Unreadable("file_empty")
    if data.startswith(b"PK"):
        return _of_excel(data)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        return _of_old_excel(data)
    return _of_xml(data) if data.lstrip().startswith(b"<?xml") else _of_text(data)


def _of_excel(data: bytes) -> list[Sheet]:
    import openpyxl

    merged = _merged(Package(data))
    try:
        with catch_warnings():
            simplefilter("ignore")  # of what the library leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return [_new_sheet(sheet, merged.get(sheet.title, [])) for sheet in sheets]
    except Unreadable:
        raise
    except Exception:  # the library raises whatever a broken part leads to
        raise Unreadable("file_damaged") from None


def _new_sheet(sheet: Any, merged: Merged) -> Sheet:
    sheet.reset_dimensions()  # what a sheet says of its size need not be so
    rows = _bounded(sheet.iter_rows())
    shown = [[_cell(cell.value, cell.number_format) for cell in row] for row in rows]
    return Sheet(sheet.title, _filled(shown, merged))


def _of_old_excel(data: bytes) -> list[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ignore_workbook_corruption=True,  # it takes what other programs write for that
            logfile=io.StringIO(),
            ragged_rows=True,
        )
        return [_old_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == 0]
    except Unreadable:
        raise
    except xlrd.XLRDError as error:
        raise Unreadable("file_locked" if "encrypt" in str(error) else "file_damaged") from None
    except Exception:  # the library raises whatever a broken part leads to
        raise Unreadable("file_damaged") from None


def _old_sheet(book: Any, sheet: Any) -> Sheet:
    rows = _bounded(sheet.row(at) for at in range(sheet.nrows))
    shown = [[_old_cell(book, cell) for cell in row] for row in rows]
    merged = [(top, end - 1, left) for top, end, left, _ in sheet.merged_cells]
    return Sheet(sheet.name, _filled(shown, merged))


def _of_xml(data: bytes) -> list[Sheet]:
    """The XML of Excel 2003, which programs export as .xls."""
    sheets = parsed(data).iter(f"{_SS}Worksheet")
    return [
        Sheet(each.get(f"{_SS}Name", ""), list(_bounded(map(_xml_row, each.iter(f"{_SS}Row")))))
        for each in sheets
    ]


def _xml_row(row: Any) -> Row:
    cells: Row = []
    for cell in row.iterchildren(f"{_SS}Cell"):
        place = min(whole(cell.get(f"{_SS}Index")) or 1, WIDEST)
        cells += [""] * (place - 1 - len(cells))
        shown = ("".join(data.itertext()) for data in cell.iterchildren(f"{_SS}Data"))
        cells.append("".join(shown).strip().removesuffix("T00:00:00.000"))
    return cells


def _of_text(data: bytes) -> list[Sheet]:
    """What programs export as text and call .xls."""
    text = decode(data).text
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max("\t,;", key=first.count))
    try:
        return [Sheet("", [list(row) for row in _bounded(rows)])]
    except csv.Error:
        raise Unreadable("file_damaged") from None


def _bounded(rows: Iterator[Any]) -> Iterator[Any]:
    cells = 0
    for row in rows:
        cells += len(row) + 1
        if cells > MOST_CELLS:
            raise Unreadable("too_many_cells")
        yield row


def _merged(package: Package) -> dict[str, Merged]:
    """The merged cells by the name of the sheet."""
    main = package.main("xl/workbook.xml")
    root, relations = package.xml(main), package.relations(main)
    found: dict[str, Merged] = {}
    for sheet in () if root is None else root.iter("{*}sheet"):
        id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        _, target = relations.get(id, ("", ""))
        ranges = _MERGED.findall(package.bytes(target, MOST_BYTES))
        found[sheet.get("name", "")] = [
            (int(top) - 1, int(bottom) - 1, _column(left)) for left, top, _, bottom in ranges
        ]
    return found


def _column(letters: bytes) -> int:
    """The number of a column, from 0: A, B, … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _filled(rows: list[Row], merged: Merged) -> list[Row]:
    """The rows, each cell that is merged over several of them repeated, if it is short."""
    room = MOST_CELLS
    for top, bottom, left in merged:
        room -= (min(bottom, len(rows)) - top) * (left + 1)
        if room < 0:
            break
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if text and len(text) <= REPEATED:
            for row in rows[top + 1 : bottom + 1]:
                row += [""] * (left + 1 - len(row))
                row[left] = row[left] or text
    return rows


def _cell(value: Any, format: str | None) -> str:
    """A cell as it is shown."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, format or "General")
        case datetime() | date() | time():
            return _moment(value, format or "")
        case _:
            return str(value).strip()


def _old_cell(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _cell(bool(cell.value), None)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _cell(xlrd.xldate_as_datetime(cell.value, book.datemode), format)
    return _cell(cell.value, format)


def _moment(value: datetime | date | time, format: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    clock = value.time() if isinstance(value, datetime) else time()
    day = f"{value.year}年{value.month}月{value.day}日" if "年" in format else f"{value:%Y-%m-%d}"
    return f"{day} {clock:%H:%M}" if clock != time() else day


def _number(value: float, format: str) -> str:
    """5, 3.5; 12% where the format says so, and 5元 where it writes 元 behind the number."""
    section = re.sub(r"\[[^\]]*\]|\\", "", format.split(";")[0])
    match = _NUMBER.match(section)
    if match is None:
        return f"{value:.15g}"
    if match["percent"]:
        return f"{value * 100:.{len(match['decimals'] or '')}f}%"
    before, after = (match[part].replace('"', "") for part in ("before", "after"))
    return f"{before}{value:.15g}{after}"
