"""What does a Word file show, line by line, with all changes accepted?

Text boxes, notes and the rows of tables are lines of their own. What Word does not show is not
there: hidden and deleted text, field codes, what a form asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from retrieval.corpus.metadata.lines import CELLS, Line
from retrieval.corpus.readers.office import formulas
from retrieval.corpus.readers.office.numbering import Numbering
from retrieval.corpus.readers.office.package import Package, descendants
from retrieval.corpus.readers.office.styles import (
    VAL,
    Styles,
    W,
    is_on,
    outline_level,
    value,
    whole,
)
from retrieval.corpus.readers.web.page import lines_of_page

TITLE = 0
"""The level of a paragraph in the style Title."""
REPEATED = 40
"""Characters at most of a cell that is repeated in each row over which it is merged."""
WIDEST = 64
"""Columns that a cell may span."""

_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "rPr", "pPr", "rt")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_BREAKS = {f"{W}{name}": "\n" for name in ("br", "cr")} | {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "-",
}
_SYMBOLS = {
    "6F": "□", "A8": "□", "A3": "□", "71": "□", "FE": "☑", "52": "☑", "FD": "☒", "53": "☒",
    "54": "☒", "FC": "✓", "50": "✓", "FB": "✗", "4F": "✗", "6C": "●", "6E": "■", "A1": "○",
}  # fmt: skip
"""Characters of the fonts Wingdings, by the end of their code: boxes to tick."""
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_FORMULA = f"{formulas.M}oMath"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"


class WordText:
    """The lines of one file. A part is to be shown once, since its lists count on."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._notes = {
            (kind, note.get(f"{W}id")): note
            for kind in _NOTES.values()
            for note in self._part(kind)
        }
        self._noted: list[Line] = []
        self._count = 0
        self._boxes: list[Line] = []
        self._begun = ""
        """What a drop cap, or a paragraph whose end was deleted, puts before the next paragraph."""

    def all_lines(self, element: Any) -> Iterator[Line]:
        """What a whole part shows."""
        yield from self._lines(element)
        yield Line(self._begun)
        self._begun = ""

    def _part(self, kind: str) -> Any:
        """The root of the part for that; nothing to go through where there is none."""
        parts = (self._package.xml(name) for name in self._package.related(self._main, kind))
        return next((part for part in parts if part is not None), ())

    def _lines(self, element: Any, inner: list[Line] | None = None) -> Iterator[Line]:
        """The lines below ``element``; in a cell, those of its tables go to ``inner`` instead."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, in_cell=inner is not None)
                if inner is None:
                    yield from self._take_notes()
            elif child.tag == f"{W}tbl":
                rows = self._table(child)
                if inner is None:
                    yield from rows
                else:
                    inner += rows
            elif child.tag == f"{W}altChunk":
                yield from self._inserted(child)
            elif child.tag not in _SKIPPED and not _asks(child):
                yield from self._lines(child, inner)

    def _inserted(self, element: Any) -> list[Line]:
        """A page that Word takes in when it opens the file: programs on the web write such ones."""
        ids = (value for key, value in element.attrib.items() if key.endswith("}id"))
        _, name = self._package.relations(self._main).get(next(ids, ""), ("", ""))
        return lines_of_page(self._package.bytes(name))

    def _paragraph(self, paragraph: Any, *, in_cell: bool) -> Iterator[Line]:
        """Its lines; a cell may hold nothing but the number of its row."""
        properties = paragraph.find(f"{W}pPr")
        style = value(properties, "pStyle")
        if self._styles.is_contents(style):
            return
        text = "".join(self._text(paragraph, self._styles.hides(style)))
        yield from self._take_boxes()
        marks = None if properties is None else properties.find(f"{W}rPr")
        ends_in_next = marks is not None and marks.find(f"{W}del") is not None
        if not text.strip() and (ends_in_next or is_on(marks, "vanish")):
            return
        label = self._numbering.label(properties, style)
        text = self._begun + (label + text.lstrip() if text.strip() or in_cell else "")
        self._begun = text.strip("\n") if ends_in_next or _is_drop_cap(properties) else ""
        if not self._begun:
            level = self._level(properties, style)
            yield from (Line(line, level) for line in text.split("\n"))

    def _level(self, properties: Any, style: str | None) -> int | None:
        if self._styles.name(style).lower() in {"title", "标题", "標題"}:
            return TITLE
        own = whole(value(properties, "outlineLvl"))
        return self._styles.level(style) if own is None else outline_level(own)

    def _text(self, element: Any, hidden: bool) -> Iterator[str]:
        """The words of a paragraph; its text boxes and notes are put aside."""
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                if not self._is_hidden(child, hidden):
                    yield from self._text(child, hidden)
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag == f"{W}txbxContent":
                self._boxes += list(self._lines(child))
            elif tag == _WORD_ART:
                self._boxes.append(Line(child.get("string", "")))
            elif tag == _FORMULA:
                yield formulas.shown(child)
            elif tag == f"{W}sym":
                yield _SYMBOLS.get(child.get(f"{W}char", "")[-2:].upper(), "")
            elif tag in _NOTES:
                yield self._note(child)
            elif tag not in _SKIPPED and not _asks(child):
                yield from self._text(child, hidden)

    def _is_hidden(self, run: Any, by_paragraph: bool) -> bool:
        properties = run.find(f"{W}rPr")
        own = is_on(properties, "vanish")
        return (
            own
            if own is not None
            else (by_paragraph or self._styles.hides(value(properties, "rStyle")))
        )

    def _note(self, reference: Any) -> str:
        """The mark of a note, whose text follows the paragraph or the table."""
        note = self._notes.get((_NOTES[reference.tag], reference.get(f"{W}id")))
        if note is None:
            return ""
        self._count += 1
        mark, before = f"[{self._count}]", self._take_notes()
        text = " ".join(line.text.strip() for line in self._lines(note) if line.text.strip())
        self._noted = [*before, Line(f"{mark} {text}")]
        return "" if reference.get(f"{W}customMarkFollows") else mark

    def _take_notes(self) -> list[Line]:
        taken, self._noted = self._noted, []
        return taken

    def _take_boxes(self) -> list[Line]:
        taken, self._boxes = self._boxes, []
        return taken

    def _table(self, table: Any) -> Iterator[Line]:
        above: dict[int, str] = {}
        rows = list(descendants(table, "tr", outside="tbl"))
        aligned = not _is_form(rows)
        for row in rows:
            properties = row.find(f"{W}trPr")
            deleted = properties is not None and properties.find(f"{W}del") is not None
            if not deleted and not is_on(properties, "hidden"):
                before = whole(value(properties, "gridBefore")) or 0
                yield from self._row(row, before, above, aligned)
        yield from self._take_notes()

    def _row(self, row: Any, before: int, above: dict[int, str], aligned: bool) -> Iterator[Line]:
        """The cells side by side, below them the rows of their tables; a lone cell as it is.

        Where the columns are not ``aligned`` a cell stands for all that it spans.
        """
        held = descendants(row, "tc", outside="tbl")
        elements = [cell for cell in held if cell.find(f"{W}tcPr/{W}cellDel") is None]
        if len(elements) == 1 and not before and not above:
            yield from self._lines(elements[0])
            return
        cells: list[str | None] = [""] * min(before, WIDEST)
        inner: list[Line] = []
        for cell in elements:
            lines = (" ".join(line.text.split()) for line in self._lines(cell, inner))
            cells += _spread(cell, " ".join(filter(None, lines)), len(cells), above)
        shown = [cell or "" for cell in cells if aligned or cell is not None]
        while shown and not shown[-1]:
            shown.pop()
        yield Line(CELLS.join(shown))
        yield from inner


def _is_form(rows: Sequence[Any]) -> bool:
    """Do the cells span more columns than there are cells? Forms are drawn on so fine a grid."""
    cells = [cell for row in rows for cell in descendants(row, "tc", outside="tbl")]
    spans = (min(whole(value(cell.find(f"{W}tcPr"), "gridSpan")) or 1, WIDEST) for cell in cells)
    return sum(spans) > 2 * len(cells)


def _spread(cell: Any, text: str, column: int, above: dict[int, str]) -> list[str | None]:
    """The columns of a cell: one that is merged with that above repeats it, if it is short.

    None stands for a further column that the cell spans.
    """
    properties = cell.find(f"{W}tcPr")
    merged = None if properties is None else properties.find(f"{W}vMerge")
    if merged is None:
        above.pop(column, None)
    elif merged.get(VAL) == "restart":
        above[column] = text if len(text) <= REPEATED else ""
    else:
        text = text or above.get(column, "")
    span = whole(value(properties, "gridSpan")) or 1
    return [text, *[None] * (min(span, WIDEST) - 1)]


def _asks(element: Any) -> bool:
    """Is it a field of a form that only says what to enter, or the table of contents?"""
    properties = element.find(f"{W}sdtPr") if element.tag == f"{W}sdt" else None
    gallery = value(properties, "docPartObj/docPartGallery")
    return bool(is_on(properties, "showingPlcHdr")) or gallery == "Table of Contents"


def _is_drop_cap(properties: Any) -> bool:
    frame = None if properties is None else properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap", "none") != "none"
