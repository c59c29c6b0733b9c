"""How is an article read from a Word file?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import same
from retrieval.corpus.metadata.lines import with_levels
from retrieval.corpus.readers.packed import open_package
from retrieval.errors import Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr", _FALLBACK}
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])$", re.IGNORECASE)
LOWEST = 9
"""Word's outline has so many levels; the tenth is plain text."""
_HEAD = 10
"""A title in the file's properties counts if it is one of the first lines of the text."""


def read_word(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.docx`` file: paragraphs and tables in order, changes accepted.

    Raises:
        Unreadable: it is damaged, locked, a trap, or without text.
    """
    if not data:
        raise Unreadable("file_empty")
    open_package(data).close()
    try:
        import docx

        document = docx.Document(io.BytesIO(data))
        lines = list(_blocks(document.element.body))
        title, levels = _title(document, lines), _levels(document)
    except Exception:  # the library raises whatever a broken part leads to
        raise Unreadable("file_damaged") from None
    text = "\n".join(lines)
    yield compose(with_levels(text, levels), {"title": title} if title else None)


def _title(document: Any, lines: list[str]) -> str | None:
    """The paragraph in the style Title, or the title property where the text has it too."""
    for paragraph in document.paragraphs[:_HEAD]:
        if paragraph.style is not None and paragraph.style.name == "Title" and paragraph.text:
            return str(paragraph.text).strip() or None
    stated = (document.core_properties.title or "").strip()
    return stated if any(same(line, stated) for line in lines[:_HEAD]) and stated else None


def _levels(document: Any) -> dict[str, int]:
    """The paragraphs that have a level of the outline, by themselves or by their style."""
    found: dict[str, int] = {}
    for paragraph in document.paragraphs:
        style = paragraph.style
        named = _HEADING.match(style.name or "") if style is not None else None
        own = paragraph._p.find(f"{_W}pPr/{_W}outlineLvl")
        level = int(named[1]) if named else 1 + int(own.get(f"{_W}val")) if own is not None else 0
        if 0 < level <= LOWEST:
            found["".join(_text(paragraph._p)).strip()] = level
    return found


def _blocks(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _PARAGRAPH:
            yield from "".join(_text(child)).split("\n")
        elif child.tag == _TABLE:
            yield from _rows(child)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[str]:
    """A line a row, its cells side by side; a cell's own lines joined."""
    for row in table.iter(_ROW):
        cells = (" ".join(filter(None, _blocks(cell))) for cell in row.iterchildren(_CELL))
        yield " | ".join(text for cell in cells if (text := cell.strip()))


def _text(paragraph: Any) -> Iterator[str]:
    for child in paragraph:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == _PARAGRAPH:
            yield "\n" + "".join(_text(child)) + "\n"
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _text(child)
