"""Of which days is an article? Its date says so, or else what tells when it was issued."""

from __future__ import annotations

import calendar
import re

from retrieval.corpus.article import Article
from retrieval.text.dates import first_date, mentions

Days = tuple[str, str]
"""The first and the last day that it may be of, in ISO 8601."""

OPENING, CLOSING = 200, 250
"""Characters in which a text states its number, and is signed or says since when it holds."""

_YEAR = r"((?:19|20)\d\d)"
_YEAR_IN_TITLE = re.compile(rf"(?<!\d){_YEAR}\s?年|[〔\[(（【﹝]\s?{_YEAR}\s?[〕\])）】﹞]")
_NUMBER = re.compile(
    rf"(.?.?)(?<![一-鿿])[一-鿿]{{1,12}}\s?[〔\[【﹝(（]\s?{_YEAR}\s?[〕\]】﹞)）]\s?第?\s?\d{{1,5}}\s?[号號]"
)
_IN_FORCE = re.compile(
    r"[自从從]([^自从從。；，,]{6,20}?)零?[时時]?(?:起|开始|開始)?(?:正式)?(?:施行|[实實]施|[执執]行|生效)"
)
_SIGNED = re.compile(r"\s*(?:$|\s|印[发發]|[（(【])")


def days_of_article(article: Article) -> Days | None:
    """The days, or None where nothing states a year.

    An article without a date counts by what was read of its issue and effect, by the year in its
    title or its number, by the date with which its text is signed, by the day since when it holds.
    """
    stated = (article.date, article.meta.get("issued"), article.meta.get("effective"))
    for date in stated:
        if date and not date.startswith("-"):
            return days_of_date(date)
    found = _year_stated(article) or _signed(article.text) or _in_force(article.text)
    return days_of_date(found) if found else None


def days_of_date(date: str) -> Days:
    """The days that a date in ISO 8601 with a year may be: all of 2024-03 where no day is known."""
    if len(date) == 10:
        return date, date
    if len(date) == 7:
        year, month = int(date[:4]), int(date[5:])
        return f"{date}-01", f"{date}-{calendar.monthrange(year, month)[1]}"
    return f"{date}-01-01", f"{date}-12-31"


def _year_stated(article: Article) -> str | None:
    """The year in the headlines, in the number that is known, or in the one that opens the text."""
    known = f"{article.headlines}\n{article.meta.get('number', '')}"
    if match := _YEAR_IN_TITLE.search(known):
        return match[1] or match[2]
    numbers = _NUMBER.finditer(article.text, 0, OPENING)
    return next((match[2] for match in numbers if "》" not in match[1]), None)


def _in_force(text: str) -> str | None:
    for match in _IN_FORCE.finditer(text, max(0, len(text) - CLOSING)):
        date = first_date(match[1])
        if date and not date.startswith("-"):
            return date
    return None


def _signed(text: str) -> str | None:
    """The last date that stands by itself at the end, as below a signature."""
    closing = text[-CLOSING:].rstrip()
    dates = [
        mention.date
        for mention in mentions(closing)
        if mention.has_year
        and not closing[: mention.start][-1:].strip()
        and _SIGNED.match(closing, mention.end)
    ]
    return dates[-1] if dates else None
