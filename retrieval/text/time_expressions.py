"""Which days do words for a time name: 去年, 今年以来, 近三年, 2019到2021年, 2024年3月以后?

A time is a pair of days in ISO 8601, both included; None where it is open at that end. Words are
folded, years and numbers written in either way (2023年, 二〇二三年; 近3年, 近三年).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from retrieval.text.numerals import DIGITS, NUMERALS, number

Days = tuple[date, date]
"""The first day and the last one."""
Kind = Literal["point", "day", "recent", "range"]
"""去年, 2022年3月; 昨天; 近三年; 2023年以后, 今年以来, 2019到2021年."""

_YEAR = rf"(?:(?<!\d)(?:19|20)\d\d(?!\d)|(?:一九|二[○零〇])[○零{DIGITS}]{{2}})"
_REPUBLICAN = r"民国(?:\d{1,3}|[一二三四五六七八九十百零〇]{1,5})"
_SHORT = rf"(?:(?<![\d.])[0-2]\d|(?<![{NUMERALS}])[○零〇一二][○零{DIGITS}])"
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_MONTH = rf"{_NUMBER}月(?:份)?"
_RELATIVE_YEARS = {
    "今年": 0, "本年": 0, "本年度": 0, "今年度": 0, "去年": 1, "上年": 1, "上年度": 1, "上一年": 1,
    "上一年度": 1, "去年度": 1, "前年": 2, "大前年": 3,
}  # fmt: skip
_PARTS = {
    "上半年": (1, 6), "下半年": (7, 12), "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9),
    "四季度": (10, 12), "年初": (1, 3), "初": (1, 3), "年底": (10, 12), "底": (10, 12),
}  # fmt: skip
_DAYS: dict[str, Callable[[date], Days]] = {
    "今天|今日": lambda today: _day(today),
    "昨天|昨日": lambda today: _day(today - timedelta(1)),
    "前天": lambda today: _day(today - timedelta(2)),
    "本周|这个?周|这个?星期": lambda today: _week(today),
    "上个?周|上个?星期": lambda today: _week(today - timedelta(7)),
    "本月|这个?月|当月": lambda today: _month(today.year, today.month),
    "上个?月": lambda today: _months_before(today, 1),
    "上上个?月": lambda today: _months_before(today, 2),
    "年初|开年": lambda today: (date(today.year, 1, 1), date(today.year, 1, 31)),
}
_ONE_PART = rf"(?:第?(?:{'|'.join(_PARTS)})|{_MONTH}(?:{_NUMBER}[日号])?)"
_STATED = (
    rf"(?:{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)"
    rf"|(?:{_YEAR}|{_REPUBLICAN}|{_SHORT})年(?!代)度?{_ONE_PART}?)"
)
_ONE_DAY = "[今昨][天日]|前天"
_THIS_YEARS = rf"(?:上半年|下半年|(?<![年度{NUMERALS}\d]){_NUMBER}月份?(?!龄|{_NUMBER}[日号]))"
_RELATIVE = (
    rf"(?:(?:{'|'.join(sorted(_RELATIVE_YEARS, key=len, reverse=True))})(?:{_ONE_PART})?"
    rf"|{'|'.join(_DAYS)}|{_THIS_YEARS})"
)
_POINT = rf"(?:{_STATED}|{_RELATIVE}|{_YEAR})"
_SINCE = r"及?以后|之后|以来|至今|到现在|开始|起(?![步诉草点]|施行|实施|执行|生效)|后(?!半)"
_UNTIL = r"以前|之前|前(?![半后几夕一两三])"
_TO = r"\s?[到至和与、~—–-]\s?"
_EXPRESSION = re.compile(
    rf"(?P<from>{_POINT}){_TO}(?P<to>{_POINT}|{_ONE_PART})(?:之?间|期间)?"
    rf"|(?P<since>{_POINT})年?(?:{_SINCE})"
    rf"|(?P<until>{_POINT})年?(?:{_UNTIL})"
    rf"|(?:最近|近|过去|这)的?(?P<count>{_NUMBER}|半)个?(?P<unit>年|月|季度?|周|星期|天|日)"
    r"(?:以来|以内|之内|来|内|里|间)?"
    rf"|(?P<point>{_STATED}|{_RELATIVE})(?:以?内|里|间)?"
)
_MONTHS = {"年": 12, "季度": 3, "季": 3, "月": 1}
_DAYS_OF = {"月": 30, "季度": 90, "季": 90, "周": 7, "星期": 7, "天": 1, "日": 1}
_OPENS_ONLY = re.compile("年初|开年")
"""Says nothing of a time but where one begins: 年初以来."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words at ``start:end`` of the text that name the days from ``first`` to ``last``."""

    start: int
    end: int
    first: str | None
    last: str | None
    kind: Kind
    years: tuple[str, ...] = ()
    """The years that are written out: 2022年3月, 2019到2021年, but not 去年."""
    short: bool = False
    """Whether the year is written with two digits, which may be a number of years: 22年."""


def time_expressions(text: str, today: date) -> Iterator[TimeExpression]:
    """The words for a time in a folded text, in order; relative ones count from ``today``."""
    for match in _EXPRESSION.finditer(text):
        found = _read(match, today)
        if found and (found[0] or found[1]) and (found[0] or date.min) <= (found[1] or date.max):
            first, last = (day.isoformat() if day else None for day in found)
            yield TimeExpression(
                match.start(),
                match.end(),
                first,
                last,
                _kind(match),
                tuple(str(number(year)) for year in re.findall(_YEAR, match[0])),
                re.match(rf"{_SHORT}年", match[0]) is not None,
            )


def _kind(match: re.Match[str]) -> Kind:
    if point := match["point"]:
        return "day" if re.match(_ONE_DAY, point) else "point"
    return "recent" if match["count"] else "range"


def _read(match: re.Match[str], today: date) -> tuple[date | None, date | None] | None:
    if match["count"]:
        return _recent(match["count"], match["unit"], today)
    if match["from"]:
        first = days_of(match["from"], today)
        last = days_of(match["to"], today, first and first[0].year)
        return (first[0], last[1]) if first and last else None
    words = match["since"] or match["until"] or match["point"]
    days = days_of(words, today)
    if days is None or (match["point"] and _OPENS_ONLY.fullmatch(words)):
        return None
    if match["since"]:
        return days[0], None
    return (None, days[0] - timedelta(1)) if match["until"] else days


def days_of(words: str, today: date, year: int | None = None) -> Days | None:
    """The days of one point in time, or None.

    A month alone (6月) is one of ``year``; without that it is the last one that has begun.
    """
    for pattern, days in _DAYS.items():
        if re.fullmatch(pattern, words):
            return days(today)
    written = re.match(rf"({_YEAR}|{_REPUBLICAN}|{_SHORT}(?=年))年?度?", words)
    relative = next((w for w in sorted(_RELATIVE_YEARS, key=len)[::-1] if words.startswith(w)), "")
    if written:
        year, rest = _year(written[1], today), words[written.end() :]
    elif relative:
        year, rest = today.year - _RELATIVE_YEARS[relative], words[len(relative) :]
    else:
        within = _within(year or today.year, words.removeprefix("第"))
        is_ahead = year is None and within is not None and within[0] > today
        return _within(today.year - 1, words) if is_ahead else within
    return _within(year, rest.removeprefix("第")) if year else None


def _within(year: int, part: str) -> Days | None:
    """A year, or what is named of it: 上半年, 3月, 3月15日, -3, .3.15."""
    if not part:
        return date(year, 1, 1), date(year, 12, 31)
    if part in _PARTS:
        first, last = _PARTS[part]
        return date(year, first, 1), _month(year, last)[1]
    numbers = [number(each) for each in re.findall(r"[^月日号份./-]+", part)]
    month, day = (*numbers, None, None)[:2]
    if month is None or not 1 <= month <= 12:
        return None
    if day is None:
        return _month(year, month)
    whole = 1 <= day <= calendar.monthrange(year, month)[1]
    return (date(year, month, day), date(year, month, day)) if whole else None


def _year(written: str, today: date) -> int | None:
    if written.startswith("民国"):
        years = number(written.removeprefix("民国"))
        return 1911 + years if years and years < 200 else None
    year = number(written)
    if year is None or len(written) > 2:
        return year
    return 2000 + year if 2000 + year <= today.year else None


def _recent(count: str, unit: str, today: date) -> tuple[date, None] | None:
    """The last so many years, months or days, up to today."""
    counted = 0.5 if count == "半" else number(count)
    if not counted or counted >= 1000:
        return None
    if unit in _MONTHS and (months := counted * _MONTHS[unit]) >= 1:
        return (_moved(today, -int(months)), None) if months < 1200 else None
    return today - timedelta(int(counted * _DAYS_OF[unit])), None


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(day: date) -> Days:
    return day, day


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _months_before(today: date, months: int) -> Days:
    then = _moved(today, -months)
    return _month(then.year, then.month)


def _week(day: date) -> Days:
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)
