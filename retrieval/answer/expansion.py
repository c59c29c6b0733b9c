"""How else may it be written? Synonyms of the lexicon, and numbers in the other notation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from retrieval.text.lexicon import Lexicon

MOST = 12
"""Forms of one question; the likeliest are kept."""
DIGITS = "〇一二三四五六七八九"
_COUNTED = "个家项条类次名人位岁年月日号元万亿倍届处所套批类级种天周"
_ARABIC = re.compile(rf"(?<![\d.])(\d{{1,2}})(?=[{_COUNTED}])|(?<!\d)((?:19|20)\d\d)(?=年)")
_CHINESE = re.compile(
    rf"(?<![{DIGITS}十百千两])([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
    rf"(?=[{_COUNTED}])|([一二][零〇九][零〇一二三四五六七八九]{{2}})(?=年)"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A stretch of the question and another way to write it, both folded."""

    surface: str
    other: str
    weight: float = 1.0
    """How surely it means the same: above 0, at most 1."""


def forms(folded: str, edges: Collection[int], lexicon: Lexicon) -> list[Form]:
    """The other forms of what a folded question names, whose words begin and end at ``edges``."""
    found = [
        Form(phrase, other, weight)
        for phrase in lexicon.phrases(folded, edges)
        for other, weight in lexicon.synonyms[phrase].items()
    ]
    distinct = dict.fromkeys([*_numbers(folded), *found])
    return sorted(distinct, key=lambda form: -form.weight)[:MOST]


def _numbers(folded: str) -> Iterator[Form]:
    """A number with what it counts: 5家 and 五家, 2024年 and 二〇二四年."""
    for match in _ARABIC.finditer(folded):
        counted = folded[match.end()]
        if match[1]:
            yield Form(match[1] + counted, chinese(int(match[1])) + counted)
        else:
            yield Form(match[2] + counted, spelt(match[2]) + counted)
    for match in _CHINESE.finditer(folded):
        counted = folded[match.end()]
        yield Form(match[0] + counted, arabic(match[0]) + counted)


def chinese(number: int) -> str:
    """A number below 100 in Chinese: 5 五, 12 十二, 20 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones] if ones else "零"
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def spelt(digits: str) -> str:
    """A year digit by digit: 2024 二〇二四."""
    return "".join(DIGITS[int(digit)] for digit in digits)


def arabic(numerals: str) -> str:
    """Chinese numerals below 100, or a year digit by digit, in Arabic digits."""
    if "十" not in numerals:
        return "".join(str(DIGITS.index("〇" if char == "零" else char)) for char in numerals)
    tens, ones = numerals.split("十")
    return str((DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0))
