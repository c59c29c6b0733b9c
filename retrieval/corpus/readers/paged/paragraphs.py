"""Which printed lines belong to one paragraph?

What stands at the head or foot of most pages is no text. A line that fills its column goes on in
the next one, unless that one is indented or opens a list; a row of a table is a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
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
_SENTENCE = "。"
_NO_HEADING = re.compile(r"[。；;，,：:！!]| \| |^.$|^[\d\W]+$|^.{50}")
_DIGITS = re.compile(r"[0-9]{1,18}")
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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the size of its letters in the units of its page."""

    text: str
    size: float

    def going_on(self, line: str) -> Paragraph:
        return replace(self, text=_joined(self.text, line))


def paragraphs(pages: Pages) -> list[Paragraph]:
    """The paragraphs of ``pages``, running heads and page numbers out."""
    lines = _without_edges(pages)
    if not lines:
        return []
    lengths = sorted(line.length for line in lines if line.end is None)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0.0
    size = median(line.size for line in lines for _ in line.text)
    indented = any(INDENTED < line.indent <= CENTRED for line in lines)
    joined = [Paragraph(_unspaced(lines[0].text), lines[0].size)]
    for number, (before, line) in enumerate(pairwise(lines)):
        headed = number < HEAD and ends_title(before.text)
        goes_on = not headed and _goes_on(before, line, width, indented)
        if goes_on or (number < HEAD and _is_title_going_on(before, line, size)):
            joined[-1] = joined[-1].going_on(_unspaced(line.text))
        else:
            joined.append(Paragraph(_unspaced(line.text), line.size))
    return [replace(each, text=each.text.strip()) for each in joined]


def headings(found: Sequence[Paragraph]) -> dict[str, int]:
    """The levels of the headings, 1 for the largest: short lines in letters larger than the text's.

    What stands above the first sentence is the head of the document, and none.
    """
    size = median([each.size for each in found for _ in each.text] or [0.0])
    start = next((n for n, each in enumerate(found) if _SENTENCE in each.text), len(found))
    large = [
        each
        for each in found[start + 1 :]
        if each.size > LARGE * size and not _NO_HEADING.search(each.text)
    ]
    levels: dict[str, int] = {}
    level, reached = 0, inf
    for each in sorted(large, key=lambda each: -each.size):
        if each.size < reached / LARGE:
            level, reached = level + 1, each.size
        levels.setdefault(each.text, level)
    return levels


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


def _joined(before: str, line: str) -> str:
    before, line = before.rstrip(), line.strip()
    if before.endswith("-") and _LATIN_START.match(line) and before[-2:-1].isalpha():
        return before[:-1] + line
    blank = " " if _LATIN.search(before) and _LATIN_START.match(line) else ""
    return before + blank + line


def _running(pages: Pages) -> set[str]:
    """The lines at the heads and feet of most pages, the number of the page in them left out."""
    found: dict[str, list[tuple[int, list[int]]]] = {}
    for number, page in enumerate(pages):
        for text in {line.text for line in (*page[:_EDGE], *page[-_EDGE:])}:
            found.setdefault(_key(text), []).append((number, _numbers(text)))
    most = max(len(pages) // 2, 2)
    running = {key for key, places in found.items() if key and _is_running(places, most)}
    return running | (_running_on_two(*pages) if len(pages) == 2 else set())


def _running_on_two(first: Sequence[PrintedLine], second: Sequence[PrintedLine]) -> set[str]:
    """The line at the head of both pages, and the one at the foot of both, where they are one."""
    edges = [(page[0], page[-1]) for page in (first, second) if page]
    pairs = zip(*edges, strict=True) if len(edges) == 2 else ()
    return {
        _key(one.text)
        for one, other in pairs
        if _key(one.text) == _key(other.text) and _same_size(one, other) and len(one.text) > 1
    }


def _is_running(places: Sequence[tuple[int, Sequence[int]]], most: int) -> bool:
    """Do more than ``most`` lines agree in each number, or does it count the pages?

    Rows of figures differ in nothing but their numbers, and are none.
    """
    columns = zip(*(numbers for _, numbers in places), strict=True)
    return len({page for page, _ in places}) > most and all(
        max(
            max(Counter(column).values()),
            max(Counter(n - page for n, (page, _) in zip(column, places, strict=True)).values()),
        )
        > most
        for column in columns
    )


def _key(line: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s", "", line))


def _numbers(line: str) -> list[int]:
    return [int(digits) for digits in _DIGITS.findall(re.sub(r"\s", "", line))]


def _without_edges(pages: Pages) -> list[PrintedLine]:
    """The lines of all pages but page numbers and running heads.

    A running head in large letters that the first page lacks titles what follows: it stays once.
    """
    running = _running(pages)
    size = median([line.size for page in pages for line in page for _ in line.text] or [0.0])
    seen = {_key(line.text) for line in pages[0]} if pages else set()
    kept: list[PrintedLine] = []
    for page in pages:
        last = len(page) - 1
        for index, line in enumerate(page):
            key, at_edge = _key(line.text), index < _EDGE or index > last - _EDGE
            is_new_title = key not in seen and line.size > LARGE * size
            if not at_edge or not (_PAGE_NUMBER.match(line.text) or key in running):
                kept.append(line)
            elif key in running and is_new_title:
                seen.add(key)
                kept.append(line)
    return kept
