"""How else may it be written? Synonyms of the lexicon, and numbers in the other notation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from retrieval.text.lexicon import Lexicon
from retrieval.text.numerals import DIGITS, NUMERALS, chinese, number, spelt

MOST = 30
"""Forms of one question; the likeliest are kept."""
_COUNTED = "个家项条类次名人位岁年月日号元万亿倍届处所套批类级种天周"
_NEVER_TWO = "月日号级"
"""Two of these are 二; of everything else that is counted, 两."""

_NUMBER = "零〇一二两三四五六七八九十百千"
_YEAR = rf"(?:(?:19|20)\d\d|[一二][零〇九][零{DIGITS}]{{2}})(?=年)"
_NUMERAL = re.compile(
    rf"(?<![\d.{NUMERALS}])(?:(?P<year>{_YEAR})"
    rf"|(?P<number>\d{{1,4}}|[{_NUMBER}]{{1,7}})(?=[{_COUNTED}]))"
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
    """A number with what it counts: 5家 and 五家, 2家 and 两家, 2024年 and 二〇二四年."""
    for match in _NUMERAL.finditer(folded):
        counted = folded[match.end()]
        for other in _others(match, counted):
            yield Form(match[0] + counted, other + counted)


def _others(match: re.Match[str], counted: str) -> list[str]:
    """The numeral in the other notation."""
    value = number(match[0])
    if value is None:
        return []
    if not match[0].isascii():
        return [str(value)]
    if match["year"]:
        return [spelt(match[0])]
    return [chinese(value), *(["两"] if value == 2 and counted not in _NEVER_TWO else [])]
