"""Which day of the Gregorian calendar is a day of the Chinese one?"""

from __future__ import annotations

import re
from datetime import date, timedelta

from retrieval.text.numerals import number

FIRST = 1900
LAST = 2100

_NEW_YEAR_1900 = date(1900, 1, 31)

# Five hexadecimal digits a year: the lowest four bits are the leap month (0 for none), then one
# bit for each month in order, set where the month has 30 days. Compared with the calendar that ICU
# computes, 2,459 of 2,474 months begin on the same day; 2012 and 2018 show ICU to be off by one.
_YEARS = (
    "16d28075200ea50164a5064b00a9b015564056a00b59017522075201b2560b2500a4b014ab502ad0056b00b692"
    "0da901d9270e9200d2501a4d50a56002b6015b5406d400ea901e9220e9200d266052b00a57012b650b5a006d40"
    "0ec9307490169370a930052b00a5b60aad0056a01b5540ba400b4901a9320a950152d7053600aad015aa505b20"
    "0da501d4a30d4a00a9580a970055600ab560ad5006d200ea540ea50064a00c9730a9b0155a7056a00b69017525"
    "0b5200b250164b40a4b014ab802ad0056d00b6960da900d9201d2540d2501a4da0a56002b6005b5606d500ea90"
    "1e9250e9200d2600a5630a57014d68035a006d5016c950749006930152b4052b00a5b0155a2056a01b5570ba40"
    "0b4901a9350a950052d00aad40ab5015aa905d200da501d4a60d4a00c950152e4055600ab5015b2206d200ea56"
    "07250064b00c9750cab0055a00ad630b6901752b0b5200b2501a4b60a4b004ab0055b505ad00b6a01b5220d920"
    "1d2570d2500a55014ad504b6005b500daa30ec901e9280e9200d2600a5660a5700556006d5407550074900e933"
    "06930152b7052b00a5b0155a5056a00b650174a40b4a01a9580a950052d00aad60ab5005aa00ba540da500d4a0"
    "1c9530c960194e7055600ab5015b2506d200ea500e4a4068b00c97804ab0055b00ad660b6a007520172540b450"
    "0a8b0149b204ab0"
)

_NAMED_MONTHS = {"正": 1, "冬": 11, "腊": 12, "臘": 12}

LUNAR_DAY = re.compile(
    "(?P<leap>[闰閏]?)(?P<month>正|十[一二]|[二三四五六七八九十冬腊臘])月"
    "(?P<day>初[一二三四五六七八九十]|十[一二三四五六七八九]|二十|廿[一二三四五六七八九]|三十)"
    "(?![日号號一二三四五六七八九]|餘|余)"
)
"""A day of the Chinese calendar: 正月十六, 閏四月初五. 三月十六日 is none: it ends in 日."""


def _year(year: int) -> int:
    start = 5 * (year - FIRST)
    return int(_YEARS[start : start + 5], 16)


def _months(year: int) -> list[int]:
    """The days of each month of ``year`` in order, a leap month behind its namesake."""
    bits = _year(year)
    count = 13 if bits & 15 else 12
    return [30 if bits >> (4 + index) & 1 else 29 for index in range(count)]


def new_year(year: int) -> date:
    """The first day of the first month; ``year`` from 1900 to 2100."""
    return _NEW_YEAR_1900 + timedelta(sum(sum(_months(before)) for before in range(FIRST, year)))


def gregorian(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The Gregorian day, or None where the Chinese year has no such day or is out of reach."""
    if not FIRST <= year <= LAST or not 1 <= month <= 12:
        return None
    months = _months(year)
    leap_month = _year(year) & 15
    if leap and leap_month != month:
        return None
    index = month - 1 + (1 if leap_month and (month > leap_month or leap) else 0)
    if not 1 <= day <= months[index]:
        return None
    return new_year(year) + timedelta(sum(months[:index]) + day - 1)


def lunar_days(text: str, year: int) -> list[date]:
    """The Gregorian days of the lunar ones in ``text``, taken to be of the Chinese ``year``."""
    found = (
        gregorian(year, *_month_and_day(match), leap=bool(match["leap"]))
        for match in LUNAR_DAY.finditer(text)
    )
    return [day for day in found if day is not None]


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    month = _NAMED_MONTHS.get(match["month"]) or number(match["month"])
    return month or 0, number(match["day"].removeprefix("初")) or 0
