"""Which printed lines belong to one paragraph?

Pages of PDF and OFD are lines. What stands at the head or foot of most pages is no text; a line
that fills the column goes on in the next one, unless that one is indented or opens a list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata.headlines import ends_title
from retrieval.text.numerals import NUMERALS

FULL = 0.86
"""A line that is at least this share of the column's width goes on in the next."""

CENTRED = 6
"""A line indented by more columns than this is a heading or a signature."""

HEAD = 8
"""In the first lines one that ends like an official title ends a paragraph."""

_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－·~]*\s*\d{1,4}\s*[-—–－·~]*"
    rf"|第\s*[\d{NUMERALS}]+\s*[页頁](?:\s*[,，/]?\s*共\s*[\d{NUMERALS}]+\s*[页頁])?"
    r"|\d{1,4}\s*/\s*\d{1,4}|Page\s+\d+(?:\s+of\s+\d+)?)\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"^(?:\s{{2,}}|　|[{NUMERALS}]{{1,3}}、|[(（][{NUMERALS}\d]{{1,3}}[)）]"
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


def paragraphs(pages: list[list[str]]) -> list[str]:
    """The paragraphs of ``pages`` of lines, running heads and page numbers out."""
    running = _running(pages)
    lines = [_unspaced(line) for page in pages for line in _inner(page, running)]
    if not lines:
        return []
    column = sorted(map(width, lines))[int(0.9 * (len(lines) - 1))]
    indented = any(line.startswith(("  ", "　")) for line in lines)
    joined: list[str] = [lines[0]]
    for number, (before, line) in enumerate(pairwise(lines)):
        headed = number < HEAD and ends_title(before)
        if not headed and _goes_on(before, line, column, indented):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return [line.strip() for line in joined]


def width(line: str) -> int:
    """The columns that a line takes up: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _goes_on(before: str, line: str, column: int, indented: bool) -> bool:
    if column < 20 or width(before) < FULL * column or _OPENS.match(line):
        return False
    if _is_centred(before) or _is_centred(line):
        return False
    return indented or not _CLOSES.search(before)


def _is_centred(line: str) -> bool:
    return width(line) - width(line.lstrip()) > CENTRED


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


def _running(pages: list[list[str]]) -> set[str]:
    """The lines at the heads and feet of most pages, numbers taken for one another."""
    if len(pages) < 3:
        return set()
    edges = Counter(
        key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    return {key for key, count in edges.items() if key and 2 * count > len(pages) and count > 2}


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line))


def _inner(page: list[str], running: set[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    last = len(lines) - 1
    return [
        line.rstrip()
        for index, line in enumerate(lines)
        if not (
            (index < _EDGE or index > last - _EDGE)
            and (_PAGE_NUMBER.match(line) or _key(line) in running)
        )
    ]
