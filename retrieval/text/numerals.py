"""Which number does a numeral write, and how is a number written in Chinese?

    31  ３１  三十一  卅一  叁拾壹  二〇二四  两百  一万零五百  3万5千  3.5万  一万五

Characters in either script, those of cheques among them, count alike. What is no numeral has no
value: nothing is guessed.
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = "〇一二三四五六七八九"
"""The digits as years are spelt: 二〇二四."""

NUMERALS = "〇○零一二两兩三四五六七八九十百千万萬亿億廿卅"
"""The characters of Chinese numerals, for classes of regular expressions."""

FORMAL_DIGITS = "壹贰貳叁叄參肆伍陆陸柒捌玖"
"""Those that are written where nothing may be altered; 拾佰仟 go with them. Some are surnames."""

LONGEST = 40
"""Characters of a numeral at most."""

_UNITS = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_PLACES = ("", "十", "百", "千")
_PLAIN = str.maketrans(
    "０１２３４５６７８９．○零兩萬億壹贰貳叁叄參肆伍陆陸柒捌玖拾佰仟",
    "0123456789.〇〇两万亿一二二三三三四五六六七八九十百千",
) | {ord("廿"): "二十", ord("卅"): "三十", ord("卌"): "四十"}
_ARABIC = str.maketrans(DIGITS + "两", "01234567892")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_SHORT = re.compile(rf"[百千万亿][0-9{DIGITS[1:]}]$")
"""Two hundred and something, which only ends a numeral: 三百二 is one, 三百二万 is none."""
_FRACTION = re.compile(r"\d+\.\d+", re.ASCII)


def number(numeral: str) -> int | None:
    """The number that a numeral writes; None where it writes none, or no whole one."""
    plain = numeral.strip().translate(_PLAIN)
    if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST:
        return int(plain)
    if not plain or len(plain) > LONGEST:
        return None
    value = _value(plain)
    return int(value) if value is not None and value.denominator == 1 else None


def chinese(number: int) -> str:
    """A number from 0 to 9,999,999,999,999,999 in Chinese: 12 十二, 105 一百零五, 10500 一万零五百.

    Raises:
        ValueError: it is out of these bounds.
    """
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} is not written in Chinese here")
    written = _written(number) or "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def spelt(digits: str) -> str:
    """A number digit by digit, as years are written: 2024 二〇二四."""
    return "".join(DIGITS[int(digit)] for digit in digits)


def _value(plain: str) -> Fraction | None:
    for unit, worth in _UNITS:
        if unit in plain:
            count, _, rest = plain.rpartition(unit)
            counted, remaining = _counted(count, worth), _remaining(rest, worth)
            return None if counted is None or remaining is None else counted * worth + remaining
    return _digits(plain)


def _counted(count: str, worth: int) -> Fraction | None:
    """How many of a unit: 十二 says one of it without a digit, and only 百 and above takes 两."""
    if not count:
        return Fraction(1) if worth < 10**4 else None
    if (count == "两" and worth == 10) or _SHORT.search(count):
        return None
    counted = _value(count)
    most = 10 if worth < 10**4 else 10**8
    return counted if counted is not None and 0 < counted < most else None


def _remaining(rest: str, worth: int) -> Fraction | None:
    """What stands behind a unit; a lone digit there counts the next unit: 三百二 is 320."""
    if not rest:
        return Fraction(0)
    value = None if rest == "两" else _value(rest.lstrip("〇") or "〇")
    if value is None or value >= worth or value.denominator != 1:
        return None
    is_short = worth >= 100 and len(rest) == 1 and rest != "十"
    return value * worth / 10 if is_short else value


def _digits(plain: str) -> Fraction | None:
    if _FRACTION.fullmatch(plain):
        return Fraction(plain)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if "两" in plain and len(plain) > 1:
        return None
    arabic = plain.translate(_ARABIC)
    return Fraction(int(arabic)) if arabic.isascii() and arabic.isdigit() else None


def _written(number: int) -> str:
    """Empty for 0; 一十 for 10."""
    for unit, worth in _UNITS[:2]:
        if number >= worth:
            count, rest = divmod(number, worth)
            gap = "零" if 0 < rest < worth // 10 else ""
            return _written(count) + unit + gap + _written(rest)
    written = ""
    for place, digit in zip(_PLACES, map(int, reversed(str(number))), strict=False):
        if digit:
            written = DIGITS[digit] + place + written
        elif written and not written.startswith("零"):
            written = "零" + written
    return written
