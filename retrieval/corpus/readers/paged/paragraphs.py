"""Which printed lines belong to one paragraph?

What stands at the head or foot of most pages is no text. A line that fills its column goes on in
the next one, unless that one is indented or opens a list; a row of a table is a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata.headlines import ends_title, is_headline
from retrieval.corpus.metadata.official import NUMBER_LINE
from retrieval.corpus.readers.paged.pieces import PrintedLine
from retrieval.text.numerals import NUMERALS

FULL = 0.86
"""A line that is at least this share of the column's width goes on in the next."""

NARROW = 15
"""A page whose lines have fewer letters is a list of short lines."""

INDENTED = 1.2
"""A line indented by so many letters opens a paragraph; by more than CENTRED it is a heading or a
signature."""
CENTRED = 3

LARGE = 1.15
"""A line whose letters are so much larger than the text's is a heading."""
ALIKE = 0.2
"""Letters that differ by less than this share are of one size."""

HEAD = 8
"""In the first lines one that ends like an official title ends a paragraph."""

_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－·~]*\s*\d{1,4}\s*[-—–－·~]*"
    rf"|第\s*[\d{NUMERALS}]+\s*[页頁](?:\s*[,，/]?\s*共\s*[\d{NUMERALS}]+\s*[页頁])?"
    r"|\d{1,4}\s*/\s*\d{1,4}|Page\s+\d+(?:\s+of\s+\d+)?)\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"^(?:[{NUMERALS}]{{1,3}}、|[(（][{NUMERALS}\d]{{1,3}}[)）]"
    r"|\d{1,2}[.．、](?!\d)"
    rf"|第[{NUMERALS}\d]+[章节條条編编][\s　]|[•●◆■□※★●]|附件|附：)"
)
_CLOSES = re.compile(r"[。！？!?：:；;]\s*$")
_LATIN = re.compile(r"[A-Za-z0-9,.;:)]$")
_LATIN_START = re.compile(r"^[A-Za-z(]")
SPACED = 3
"""From so many blanks on, and more of them than pairs without, the blanks are the printer's."""

_CLOSE = re.compile(f"[{HAN}](?=[{HAN}，。、；：（])")
_BLANK = re.compile(f"(?<=[{HAN}，。、；：）]) (?=[{HAN}，。、；：（])")
_EDGE = 2
"""So many lines at the head and foot of a page may be running ones."""

Pages = Sequence[Sequence[PrintedLine]]


def paragraphs(pages: Pages) -> list[str]:
    """The paragraphs of ``pages``, running heads and page numbers out."""
    running = _running(pages)
    lines = [line for page in pages for line in _inner(page, running)]
    if not lines:
        return []
    lengths = sorted(line.length for line in lines if line.end is None)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0.0
    size = median(line.size for line in lines for _ in line.text)
    indented = any(INDENTED < line.indent <= CENTRED for line in lines)
    joined = [_unspaced(lines[0].text)]
    for number, (before, line) in enumerate(pairwise(lines)):
        headed = number < HEAD and ends_title(before.text)
        goes_on = not headed and _goes_on(before, line, width, indented)
        if goes_on or (number < HEAD and _is_title_going_on(before, line, size)):
            joined[-1] = _join(joined[-1], _unspaced(line.text))
        else:
            joined.append(_unspaced(line.text))
    return [line.strip() for line in joined]


def _goes_on(before: PrintedLine, line: PrintedLine, width: float, indented: bool) -> bool:
    column = width if before.end is None else before.end - before.edge
    narrow = before.end is None and column < NARROW * before.size
    if narrow or before.length < FULL * column:
        return False
    if before.is_row or line.is_row or line.indent > INDENTED or before.indent > CENTRED:
        return False
    if _OPENS.match(line.text) or not _same_size(before, line):
        return False
    return indented or not _CLOSES.search(before.text)


def _is_title_going_on(before: PrintedLine, line: PrintedLine, size: float) -> bool:
    """A title in large letters takes several lines, both of them centred."""
    if not (before.size > LARGE * size and _same_size(before, line)) or ends_title(before.text):
        return False
    if len(line.text) == 1:
        return is_headline(before.text)
    return all(
        is_headline(text) and not NUMBER_LINE.match(text) for text in (before.text, line.text)
    )


def _same_size(before: PrintedLine, line: PrintedLine) -> bool:
    return abs(before.size - line.size) < ALIKE * before.size


def _unspaced(line: str) -> str:
    """The line without the blanks between its characters, where most of them have one."""
    blanks = len(_BLANK.findall(line))
    if blanks < SPACED or blanks <= len(_CLOSE.findall(line)):
        return line
    return _BLANK.sub("", line)


def _join(before: str, line: str) -> str:
    before, line = before.rstrip(), line.strip()
    if before.endswith("-") and _LATIN_START.match(line) and before[-2:-1].isalpha():
        return before[:-1] + line
    blank = " " if _LATIN.search(before) and _LATIN_START.match(line) else ""
    return before + blank + line


def _running(pages: Pages) -> set[str]:
    """The lines at the heads and feet of most pages, numbers taken for one another."""
    if len(pages) < 3:
        return set()
    edges = Counter(
        key
        for page in pages
        for key in {_key(line.text) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    return {key for key, count in edges.items() if key and 2 * count > len(pages) and count > 2}


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line))


def _inner(page: Sequence[PrintedLine], running: set[str]) -> list[PrintedLine]:
    last = len(page) - 1
    return [
        line
        for index, line in enumerate(page)
        if not (
            (index < _EDGE or index > last - _EDGE)
            and (_PAGE_NUMBER.match(line.text) or _key(line.text) in running)
        )
    ]
