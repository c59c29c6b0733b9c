"""Which numbers does Word put before its paragraphs: 第一条, （一）, 1.1?

ISO/IEC 29500-1, 17.9: a list (``num``) uses the levels of an abstract one, which counts; lists that
use the same one go on counting, unless they say where they start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.corpus.readers.office.styles import VAL, Styles, W, is_on, value, whole
from retrieval.text.numerals import DIGITS, chinese

DEEPEST = 8
"""Lists have the levels 0 to 8."""

_PLACEHOLDER = re.compile("%([1-9])")
_CLOSED = re.compile("[、）．：，。】〕]$")
"""Behind such a mark Chinese text goes on without a space."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = {
    "Simplified": str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟"),
    "Traditional": str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟"),
}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        written += letters * times
    return written


def _letters(number: int) -> str:
    """a to z, then aa to zz: Word doubles the letter."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _of(characters: str) -> Callable[[int], str]:
    """The characters one after the other; behind the last digits."""
    return lambda number: characters[number - 1] if number <= len(characters) else str(number)


def _legal(number: int, script: str) -> str:
    written = chinese(number)
    written = f"一{written}" if written.startswith("十") else written
    return written.translate(_LEGAL[script])


def _row(first: str, count: int) -> str:
    return "".join(chr(ord(first) + offset) for offset in range(count))


_RINGS = _of(_row("①", 20) + _row("㉑", 15) + _row("㊱", 15))
FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "koreanCounting": chinese,
    "ideographDigital": lambda number: "".join(DIGITS[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(DIGITS[int(one)] for one in str(number)),
    "chineseLegalSimplified": lambda number: _legal(number, "Simplified"),
    "ideographLegalTraditional": lambda number: _legal(number, "Traditional"),
    "japaneseLegal": lambda number: _legal(number, "Traditional"),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": lambda number: (
        _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    ),
    "decimalEnclosedCircle": _RINGS,
    "decimalEnclosedCircleChinese": _RINGS,
    "decimalEnclosedParen": _of(_row("⑴", 20)),
    "decimalEnclosedFullstop": _of(_row("⒈", 20)),
    "ideographEnclosedCircle": _of(_row("㈠", 10)),
    "bullet": lambda number: "",
    "none": lambda number: "",
}
"""Formats that are not here are written in digits."""


@dataclass(frozen=True, slots=True)
class Level:
    """How the paragraphs of one level of a list are numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level, counted from 1, behind which it starts again; 0 for never, None for any above."""
    legal: bool = False
    """All numbers in digits."""
    tight: bool = False
    """Nothing stands between the number and the text."""
    style: str | None = None


@dataclass(slots=True)
class List:
    """A list: the levels, and where it counts."""

    levels: dict[int, Level]
    counts: dict[int, int]
    """By the level its last number; shared with the lists of the same abstract one."""
    starts: dict[int, int] = field(default_factory=dict)
    """Where this list starts anew, until it has."""


class Numbering:
    """The lists of a document. Its paragraphs are to be labelled in their order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, List] = {}
        abstract = {
            each.get(f"{W}abstractNumId"): each for each in root if each.tag == f"{W}abstractNum"
        }
        linked = {style: each for each in abstract.values() if (style := value(each, "styleLink"))}
        counts: dict[str, dict[int, int]] = {}
        for each in (one for one in root if one.tag == f"{W}num"):
            used = abstract.get(value(each, "abstractNumId"))
            used = linked.get(value(used, "numStyleLink") or "", used)
            if used is not None:
                counted = counts.setdefault(str(used.get(f"{W}abstractNumId")), {})
                self._lists[str(each.get(f"{W}numId"))] = _list(each, used, counted)

    def label(self, properties: Any, style: str | None) -> str:
        """The number of the next paragraph as it is written, with what stands behind it."""
        found, depth = self._place(properties, style)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        _count(found, depth)
        label = _PLACEHOLDER.sub(lambda match: _number(found, int(match[1]) - 1, level), level.text)
        label = "" if level.format == "bullet" else label.strip()
        is_open = not _CLOSED.search(label) and (not level.tight or label.endswith("条"))
        return f"{label} " if label and is_open else label

    def _place(self, properties: Any, style: str | None) -> tuple[List | None, int]:
        """The list that a paragraph belongs to, by itself or by its style, and the level there."""
        own = None if properties is None else properties.find(f"{W}numPr")
        id, depth = value(own, "numId"), whole(value(own, "ilvl"))
        if id is None:
            id, stated, by = self._styles.numbering(style) or (None, None, None)
            linked = (at for at, level in self._levels(id).items() if level.style == by)
            depth = depth if depth is not None else next(linked, stated)
        return self._lists.get(id or ""), min(max(depth or 0, 0), DEEPEST)

    def _levels(self, id: str | None) -> Mapping[int, Level]:
        return self._lists[id].levels if id in self._lists else {}


def _list(element: Any, abstract: Any, counts: dict[int, int]) -> List:
    levels = {_depth(each): _level(each) for each in abstract.iterchildren(f"{W}lvl")}
    found = List(levels, counts)
    for each in element.iterchildren(f"{W}lvlOverride"):
        depth, start = _depth(each), whole(value(each, "startOverride"))
        own = each.find(f"{W}lvl")
        if own is not None:
            levels[depth] = _level(own)
        if start is not None:
            found.starts[depth] = start
            levels[depth] = replace(levels.get(depth, Level()), start=start)
    return found


def _level(element: Any) -> Level:
    start, format = whole(value(element, "start")), element.find(f"{W}numFmt")
    return Level(
        start=1 if start is None else start,
        format="decimal" if format is None else str(format.get(VAL, "decimal")),
        text=value(element, "lvlText") or "",
        restart=whole(value(element, "lvlRestart")),
        legal=bool(is_on(element, "isLgl")),
        tight=value(element, "suff") == "nothing",
        style=value(element, "pStyle"),
    )


def _depth(element: Any) -> int:
    return whole(element.get(f"{W}ilvl")) or 0


def _count(found: List, depth: int) -> None:
    """The next number of a level; the levels below start again."""
    counts, level = found.counts, found.levels[depth]
    anew = found.starts.pop(depth, None)
    counts[depth] = anew if anew is not None else counts.get(depth, level.start - 1) + 1
    for below in [each for each in counts if each > depth]:
        after = found.levels[below].restart if below in found.levels else None
        if after is None or 0 < depth + 1 <= after:
            del counts[below]


def _number(found: List, depth: int, shown_in: Level) -> str:
    """The number that a level has reached; where it has not begun, the one with which it starts."""
    level = found.levels.get(depth, Level())
    number = found.counts.get(depth, level.start)
    plain = shown_in.legal or number < 1
    return str(number) if plain else FORMATS.get(level.format, str)(number)
