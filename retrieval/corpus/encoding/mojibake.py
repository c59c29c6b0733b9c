"""Which stretches were read in the wrong encoding, and which of them can be read again?

A repair is certain where the bytes of the wrong reading, read rightly, are without a fault and
mostly common characters. Everything else stays byte for byte and is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.corpus.encoding.characters import COMMON, EVERYDAY, HAN
from retrieval.text.ranges import Range

_RARE = "".join(
    character for code in range(0x4E00, 0xA000) if (character := chr(code)) not in EVERYDAY
)
# What the bytes from 0x80 on become in Windows-1252.
_CP1252 = (
    "\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122"
)
_LETTERS = "\u0080-\u009f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_ODD = "\u0370-\u03ff\u0400-\u04ff\uff61-\uff9f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"


def _gbk(leads: range, trails: range) -> str:
    """The characters whose two bytes in GBK lie in these ranges."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(pair.decode("gb18030", "ignore") for pair in pairs)


# Two Chinese characters in UTF-8 are E4-E9, 80-BF, 80-BF twice: three pairs of GBK.
_UTF8_LEADS = _gbk(range(0xE4, 0xEA), range(0x80, 0xC0))
_UTF8_SEED = re.compile(
    f"[{_UTF8_LEADS}][{_gbk(range(0x81, 0xC0), range(0xE4, 0xEA))}]"
    f"[{_gbk(range(0x81, 0xC0), range(0x80, 0xC0))}]"
)
_UTF8_AS_GBK = re.compile(f"[{_UTF8_LEADS}][^\\x00-\\x7f]{{2,}}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of damage: how much it weighs, and how far the damage reaches to its left."""

    name: str
    weight: float
    pattern: re.Pattern[str]
    reach: int = 0


MARKS = (
    Mark("replaced", 9, re.compile("\ufffd+")),
    Mark("unmapped", 9, re.compile("[\ue000-\uf8ff\ufff0-\ufffb]+")),
    Mark("known", 9, re.compile("(?:锟斤拷|烫烫烫|屯屯屯|鐨勪|锘)+")),
    # A reader asks with one mark, shouts with three; what was lost goes on in the same clause.
    Mark("question run", 9, re.compile(rf"\?{{3,}}(?=[{HAN}，、；：])|[?？]{{6,}}")),
    # Signs like × and … stand in rows of their own accord, accented letters do not.
    Mark(
        "latin run",
        9,
        re.compile(f"(?<![{_CP1252}])(?:[{_CP1252}]*?[{_LETTERS}]){{3}}[{_CP1252}]*"),
    ),
    # ? in place of half a character: the other half went into its neighbour.
    Mark("half", 2, re.compile(rf"(?<=[{HAN}])\?[a-zà-ǜ]{{1,6}}\)?(?=[{HAN}])"), reach=1),
    Mark("letter", 1.5, re.compile(rf"(?<=[{HAN}])[{_ODD}](?=[{HAN}])")),
    Mark("rest", 2, re.compile(rf"(?<=[{HAN}])[a-zA-Z]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{1,6}}\)")),
    Mark("rare", 1, re.compile(f"[{_RARE}]")),
)  # fmt: skip
_SIGN = re.compile(f"[\ufffd\ue000-\uf8ff\ufff0-\ufffb?？{_ODD}\u0080-\u00bf锟烫屯锘]")
_BRACKET = re.compile(r"\((?<=[a-z]\()")
_RARE_ONE = MARKS[-1].pattern

GAP = 8
"""Marks that are this close tell of one damaged stretch."""

SURE = 4.0
"""A stretch is flagged from this weight on, where its marks are of two kinds or one weighs it."""


def doubtful(text: str) -> tuple[Range, ...]:
    """The ranges of ``text`` that may be corrupt, ascending, not touching."""
    if _is_sound(text):
        return ()
    found = sorted(_marks(text))
    ranges: list[Range] = []
    group: list[tuple[int, int, float, str]] = []
    reach = 0
    for mark in [*found, (len(text) + 2 * GAP, 0, 0.0, "")]:
        if group and mark[0] - reach > GAP:
            if (damaged := _judge(group)) and not (ranges and damaged[0] <= ranges[-1][1]):
                ranges.append(damaged)
            group = []
        group.append(mark)
        reach = max(reach, mark[1])
    return tuple(ranges)


def _is_sound(text: str) -> bool:
    """Can no stretch of the text weigh enough? Quick, because most texts are sound."""
    if any(sign.search(text) for sign in (_SIGN, _BRACKET, _UTF8_SEED)):
        return False
    return len(_RARE_ONE.findall(text)) * MARKS[-1].weight < SURE


def _marks(text: str) -> Iterator[tuple[int, int, float, str]]:
    if _UTF8_SEED.search(text):
        yield from _utf8_as_gbk(text)
    for mark in MARKS:
        for match in mark.pattern.finditer(text):
            yield match.start() - mark.reach, match.end(), mark.weight, mark.name


def _utf8_as_gbk(text: str) -> Iterator[tuple[int, int, float, str]]:
    """Runs whose bytes are UTF-8 but for some that were lost."""
    for match in _UTF8_AS_GBK.finditer(text):
        read = match[0].encode("gb18030").decode("utf-8", "replace")
        common = sum(character in COMMON for character in read)
        if common >= 3 and read.count("\ufffd") <= 0.3 * len(read) and share(read) >= 0.6:
            yield match.start(), match.end(), 9, "utf-8 as gbk"


def _judge(group: list[tuple[int, int, float, str]]) -> Range | None:
    kinds = {name for _, _, _, name in group}
    weight = sum(mark[2] for mark in group)
    if weight < SURE or (len(kinds) == 1 and group[0][2] < SURE and not _dense(group)):
        return None
    return group[0][0], max(end for _, end, _, _ in group)


def _dense(group: list[tuple[int, int, float, str]]) -> bool:
    """Rare characters alone are damage only where hardly any other stand between them."""
    length = max(end for _, end, _, _ in group) - group[0][0]
    return len(group) >= 6 and 3 * len(group) > 2 * length


_LATIN = re.compile(f"[{_CP1252}][{_CP1252}][ -~{_CP1252}]{{0,400}}[ -~]?")
_AS_LATIN = {
    ord(character): byte
    for byte in range(0x80, 0xA0)
    if (character := bytes((byte,)).decode("cp1252", "ignore"))
}
"""From Windows-1252 to the byte behind it; five bytes stand for nothing there and stay."""
_HAN_RUN = re.compile(r"[^\x00-\x7f]{8,}")
_HAN_ONLY = re.compile(f"[{HAN}]")


def repair(text: str) -> str:
    """``text`` with what can be read again for certain read again."""
    if _LATIN.search(text):
        text = _LATIN.sub(_from_latin, text)
    if _UTF8_SEED.search(text):
        text = _UTF8_AS_GBK.sub(
            lambda match: _reread(match[0], "gb18030", "utf-8") or match[0], text
        )
    opening = text[:500]
    odd = any(sign.search(opening) for sign in (_SIGN, _BRACKET, _RARE_ONE))
    if odd and share(opening) < 0.4:
        text = _HAN_RUN.sub(_from_other, text)
    return text


def share(text: str) -> float:
    """Common characters as a share of the Chinese ones; 1 for a text without any."""
    characters = _HAN_ONLY.findall(text)
    if not characters:
        return 1.0
    return sum(character in COMMON for character in characters) / len(characters)


def _from_latin(match: re.Match[str]) -> str:
    run = match[0].strip()
    for right in ("utf-8", "gb18030", "big5hkscs"):
        if read := _reread(run.translate(_AS_LATIN), "latin-1", right):
            return match[0].replace(run, read)
    return match[0]


def _from_other(match: re.Match[str]) -> str:
    for wrong, right in (("gb18030", "big5hkscs"), ("big5hkscs", "gb18030")):
        if read := _reread(match[0], wrong, right):
            return read
    return match[0]


def _reread(text: str, wrong: str, right: str) -> str | None:
    """The bytes behind ``text`` read as ``right``; None unless that is certain to be right."""
    try:
        read = text.encode(wrong).decode(right)
    except UnicodeError:
        return None
    han = _HAN_ONLY.findall(read)
    if len(han) < 2 or 3 * len(han) < 2 * len(read.replace(" ", "")):
        return None
    return (
        read
        if share(read) >= 0.7 and share(read) > share(text) - (not _HAN_ONLY.search(text))
        else None
    )
