"""Which dates does a text name, and in which form?

A date is ISO 8601 and may be partial: ``2024-01-31``, ``2024-01``, ``--01-31``. Nothing is
completed here: a day without a year stays without one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.text.numerals import DIGITS, FORMAL_DIGITS, number

_LETTERS = "OoΟ"
"""Letters that stand for a zero in years."""
_DIGIT = f"0-9０-９○零{DIGITS}{FORMAL_DIGITS}"
_YEAR_DIGIT = f"[{_DIGIT}{_LETTERS}]"
_NUMERAL = f"[{_DIGIT}十拾廿卅元]"
_YEAR = f"(?:(?:19|20|１９|２０)[0-9０-９]{{2}}|[一二壹贰貳]{_YEAR_DIGIT}{{3}})"
_WORDS = re.compile(
    # 2024年1月31日, 二〇二四年一月三十一日, 民國113年1月31日, 1月31日, 2024年1月
    rf"(?:(?P<roc>(?<!\d)1[0-4]\d|(?:中華|中华)?民[國国]\s?(?:{_NUMERAL}{{1,4}}|一?百[零〇]?{_NUMERAL}{{1,3}}"
    rf"|一?百))\s?年\s?"
    rf"|(?P<year>{_YEAR})\s?年\s?)?"
    rf"(?P<month>{_NUMERAL}{{1,3}})\s?月(?:份)?"
    rf"(?:\s?(?P<day>{_NUMERAL}{{1,3}})\s?[日号號])?"
)
_NUMBERS = re.compile(
    # 2024-01-31, 2024/1/31, 2024.1.31, 2024－01－31
    r"(?<![\d.\-/年])(?P<year>(?:19|20)\d{2})(?P<mark>[-/.／－．—])(?P<month>\d{1,2})(?P=mark)"
    r"(?P<day>\d{1,2})(?![\d%％]|[-/.]\d)"
)
_YEAR_LAST = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?!\d)")
"""The month first or the day, which is known where one of the two is no month."""
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_PREFIX = re.compile(r"^(?P<month>\d{2})(?P<mark>[.\-/．])(?P<day>\d{2})(?=\s|$|[㐀-鿿])")
_ROC_NUMBERS = re.compile(
    r"民[國国]\s?(?P<roc>\d{2,3})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_WIDE = str.maketrans("０１２３４５６７８９／－．", "0123456789/-.")
_ODD = str.maketrans("元" + _LETTERS, "一〇〇〇")
"""元月 and 民國元年 are the first; letters stand for zeros."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that stands at ``text[start:end]``."""

    date: str
    start: int
    end: int

    @property
    def has_year(self) -> bool:
        return not self.date.startswith("--")

    @property
    def has_day(self) -> bool:
        return len(self.date) in {7, 10} and (self.date.startswith("--") or len(self.date) == 10)


def mentions(text: str) -> Iterator[Mention]:
    """The dates in ``text`` in order, whole or partial; years alone are none."""
    found = [
        *_read(_WORDS, text),
        *_read(_NUMBERS, text.translate(_WIDE)),
        *_read(_ROC_NUMBERS, text.translate(_WIDE)),
    ]
    end = 0
    for mention in sorted(found, key=lambda each: (each.start, -each.end)):
        if mention.start >= end:
            end = mention.end
            yield mention


def first_date(text: str) -> str | None:
    """The first date in ``text``; ``20240131`` counts where it is all there is."""
    if mention := next(mentions(text), None):
        return mention.date
    if compact := _COMPACT.fullmatch(text.strip()[:8]):
        return iso(*(int(part) for part in compact.groups()))
    return None


_ISO = re.compile(r"(?:(\d{4})-|-)(?:-?(\d\d))(?:-(\d\d))?")


def republican(value: str) -> str | None:
    """The date that a page of Taiwan writes without 民國: 113-01-31, 113/1/31."""
    match = re.match(r"\s*(1[0-4]\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", value)
    return iso(1911 + int(match[1]), int(match[3]), int(match[4])) if match else None


def stated_date(value: str) -> str | None:
    """The date that a field states: ISO 8601, a year alone, or the first date in it."""
    if match := _ISO.fullmatch(value):
        year, month, day = (int(part) if part else None for part in match.groups())
        return iso(year, month or 0, day)
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", value):
        return iso(*(int(part) for part in match.groups()))
    if match := _YEAR_LAST.match(value):
        first, second, year = (int(part) for part in match.groups())
        if first > 12 or second > 12 or first == second:
            return iso(year, *((second, first) if first > 12 else (first, second)))
    return value if re.fullmatch(r"(?:19|20)\d{2}", value) else first_date(value)


def prefixed_date(line: str) -> Mention | None:
    """A day before a headline: ``05.11 靜海區召開…``; two digits each, as lists of news have it."""
    match = _PREFIX.match(line.translate(_WIDE))
    date = iso(None, int(match["month"]), int(match["day"])) if match else None
    return Mention(date, 0, match.end()) if match and date else None


def iso(year: int | None, month: int, day: int | None) -> str | None:
    """ISO 8601 of the parts, or None where there is no such day."""
    if not 1 <= month <= 12:
        return None
    if day is None:
        return None if year is None else f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(2024 if year is None else year, month)[1]:
        return None
    return f"--{month:02d}-{day:02d}" if year is None else f"{year:04d}-{month:02d}-{day:02d}"


def _read(pattern: re.Pattern[str], text: str) -> Iterator[Mention]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        year = _year_of(parts)
        month = _number(parts["month"])
        day = _number(parts["day"]) if parts["day"] else None
        if month is None or ((parts.get("year") or parts.get("roc")) and year is None):
            continue
        if date := iso(year, month, day):
            yield Mention(date, match.start(), match.end())


def _year_of(parts: dict[str, str | None]) -> int | None:
    if republican := parts.get("roc"):
        years = _number(re.sub(r"[中華华民國国\s]", "", republican))
        return 1911 + years if years else None
    year = _number(written) if (written := parts.get("year")) else None
    return year if year is not None and 1900 <= year <= 2100 else None


def _number(numeral: str) -> int | None:
    return number(numeral.translate(_ODD))
