"""What stands around the text proper of a document: its formal opening, signature and date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.text.ranges import Range

LONGEST = 200
"""A part of the opening or the closing has at most this many characters."""
PARTS = 40
"""The opening has at most this many parts."""
NAMES = 800
"""The names of enclosures above a signature take at most this many characters."""

_PART = re.compile(r"\S+")
_DATE = (
    r"(?:(?:(?:19|20)\d\d|[二一][〇○零一二三四五六七八九]{3}) ?年"
    r"|(?:中[华華])?民[国國] ?[^\s年]{1,4} ?年)"
    r" ?[\d一二三四五六七八九十]{1,3} ?月 ?[\d一二三四五六七八九十]{1,3} ?日"
)
_FORMAL = re.compile(
    rf"{_DATE}$"
    r"|\S{0,16}[〔\[（(【]?(?:19|20)\d\d[〕\]）)】年]\S{0,3}\d{1,5}[号號]$"
    r"|[^。；]*(?:通[过過]|公布|[发發]布|批准|印[发發]|修[正订改訂]|施行|[实實]施|根[据據]"
    r"|令第\S{1,8}[号號])[）)]*$"
)
_CONTENTS = re.compile("目(?:[录錄次]|$)")
_ADDRESSES = re.compile(r"[^。；]{2,}[：:]$")
_ANNOUNCES = re.compile("如下|下列|以下|[规規]定|制定|根[据據]|依[据據照]|按照|[为為]")
_SIGNS = re.compile(
    r"[^。；：，]{2,40}(?:公司|[厅廳局部委署院会會室司处處科站所组組心团團社行府学學])"
    r"(?:[（(][^（）()]{2,8}[）)])?$"
)
_DATED = re.compile(rf"{_DATE}$")


def opening(text: str, title: str, limit: int) -> int:
    """Where the text proper begins: behind copies of the title, promulgation, number, addressees.

    ``limit`` is where the first section begins.
    """
    title = "".join(title.split())
    end = 0
    for count, match in enumerate(_PART.finditer(text, 0, limit)):
        part = match[0]
        if _CONTENTS.match(part):
            return limit
        if count >= PARTS or len(part) > LONGEST or not _is_formal(part, title):
            break
        end = match.end()
    return end + len(text[end:]) - len(text[end:].lstrip()) if end else 0


def closing(text: str, enclosures: Sequence[int]) -> Range:
    """Names of enclosures, signature and date, above the enclosures themselves or at the end.

    ``enclosures`` says where the word 附件 begins a paragraph. Empty where there is no date.
    """
    for end in (*enclosures, len(text)):
        if (start := _signature(text, end)) < end:
            names = [place for place in enclosures if start - NAMES < place < start]
            return min([start, *names]), end
    return len(text), len(text)


def _signature(text: str, end: int) -> int:
    """Where signature and date begin that end at ``end``, or ``end``."""
    tail = text[max(0, end - LONGEST) : end].rstrip()
    if not tail.endswith("日"):
        return end
    parts = [match.span() for match in _PART.finditer(text, max(0, end - LONGEST), end)]
    if not _DATED.match(text[slice(*parts[-1])]):
        return end
    start = parts.pop()[0]
    while len(parts) > 1 and _SIGNS.match(text[slice(*parts[-1])]):
        start = parts.pop()[0]
    return start


def _is_formal(part: str, title: str) -> bool:
    if len(part) >= 4 and part.strip("《》") in title:
        return True
    if _FORMAL.match(part):
        return True
    return _ADDRESSES.match(part) is not None and not _ANNOUNCES.search(part)
