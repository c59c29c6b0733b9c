"""How is an article read from a presentation?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.lines import CELLS, Line
from retrieval.corpus.readers.office.numbering import FORMATS
from retrieval.corpus.readers.office.package import Package, descendants, local, opened
from retrieval.corpus.readers.office.styles import whole

MOST_SLIDES = 2000
SLIDE = 2
"""The level of the titles of slides: that of the first is the title of all."""

_SCHEMES = {
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "ea": "chineseCounting",
    "circleNum": "decimalEnclosedCircle",
}
"""How automatic numbers are written, by the beginning of the scheme's name."""
_MARKS = {"ParenBoth": "({})", "ParenR": "{}) ", "DbPeriod": "{}．", "Period": "{}. "}
"""What stands before and behind them, by its end."""
_FURNITURE = {"ftr", "sldNum", "dt", "hdr"}


def read_slides(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.pptx`` file: the slides in order, hidden ones and notes left out.

    Raises:
        Unreadable: it is damaged, locked, a trap, or without text.
    """
    package, main, presentation = opened(data, "ppt/presentation.xml")
    relations = package.relations(main)
    ids = [
        value
        for each in presentation.iter("{*}sldId")
        for key, value in each.attrib.items()
        if key.endswith("}id")
    ]
    names = [relations[id][1] for id in islice(ids, MOST_SLIDES) if id in relations]
    lines = [line for slide in names for line in _slide(package, slide) if line.text.strip()]
    title = lines[0].text if lines and lines[0].level == SLIDE else None
    yield compose(lines, {"title": title} if title else None)


def _slide(package: Package, name: str) -> Iterator[Line]:
    root = package.xml(name)
    if root is None or root.get("show") in {"0", "false"}:
        return
    yield from _shapes(root)
    for diagram in package.related(name, "diagramData"):
        for each in () if (data := package.xml(diagram)) is None else data.iter("{*}pt"):
            yield from _paragraphs(each, None)


def _shapes(element: Any) -> Iterator[Line]:
    """The text of the shapes below an element, in the order in which they were drawn."""
    for child in element:
        name = local(child)
        if name == "sp":
            place = next(child.iter("{*}ph"), None)
            kind = "" if place is None else place.get("type", "")
            if kind not in _FURNITURE:
                yield from _paragraphs(child, SLIDE if kind in {"title", "ctrTitle"} else None)
        elif name == "tbl":
            yield from map(_row, child.iterchildren("{*}tr"))
        elif name != "Fallback":
            yield from _shapes(child)


def _row(row: Any) -> Line:
    held = (_paragraphs(cell, None) for cell in row.iterchildren("{*}tc"))
    cells = (" ".join(line.text for line in lines) for lines in held)
    return Line(CELLS.join(cells).removesuffix(CELLS))


def _paragraphs(element: Any, level: int | None) -> Iterator[Line]:
    """The lines of a shape or a cell, each with its number where the program gives it one."""
    counts: dict[int, int] = {}
    texts = [
        _number(paragraph, counts) + text
        for paragraph in descendants(element, "p", outside="Fallback")
        if (text := "".join(_runs(paragraph)).strip())
    ]
    if level is not None:
        texts = [" ".join(" ".join(texts).split())]
    yield from (Line(line, level) for text in texts for line in text.split("\v"))


def _number(paragraph: Any, counts: dict[int, int]) -> str:
    """The automatic number of the next paragraph; ``counts`` has the last one of each depth."""
    properties = next(paragraph.iterchildren("{*}pPr"), None)
    depth = 0 if properties is None else whole(properties.get("lvl")) or 0
    for below in [each for each in counts if each > depth]:
        del counts[below]
    automatic = None if properties is None else next(properties.iterchildren("{*}buAutoNum"), None)
    if automatic is None:
        counts.pop(depth, None)
        return ""
    start = whole(automatic.get("startAt")) or 1
    counts[depth] = counts.get(depth, start - 1) + 1
    scheme = automatic.get("type", "")
    format = next((each for name, each in _SCHEMES.items() if scheme.startswith(name)), "decimal")
    marks = next((each for name, each in _MARKS.items() if scheme.endswith(name)), "{} ")
    return marks.format(FORMATS.get(format, str)(counts[depth]))


def _runs(paragraph: Any) -> Iterator[str]:
    for each in paragraph.iter():
        if local(each) == "t":
            yield each.text or ""
        elif local(each) == "br":
            yield "\v"
