"""How does a cell of a workbook show what it holds?"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_NUMBER = re.compile(
    r"(?P<before>(?:\"[^\"]*\"|[¥￥$])*)[#,0?]+(?:\.(?P<decimals>[0#?]+))?(?P<percent>%?)"
    r"(?P<after>(?:\"[^\"]*\"|[一-鿿])*)[_ )]*$"
)


def shown_cell(value: Any, format: str | None) -> str:
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


def shown_old_cell(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown_cell(bool(cell.value), None)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown_cell(xlrd.xldate_as_datetime(cell.value, book.datemode), format)
    return shown_cell(cell.value, format)


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
