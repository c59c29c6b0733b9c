"""When did the events happen that a text without a date tells of?"""

from __future__ import annotations

import re

from retrieval.corpus.metadata.headlines import ends_title
from retrieval.corpus.metadata.lunar import LUNAR_DAY, lunar_days
from retrieval.text import dates

OPENING = 300
"""The date of the events stands within this many characters, at the head of a sentence."""

_NO_EVENT = re.compile(
    r"^\s*(?:前|起|之前|以前|之后|以后|以来|以來|至|到|—|-|~|～|印发|发布的|公布的|施行|实施"
    r"|出生|截止|放假|[（(]?(?:星期|周)[一二三四五六日][）)]?上班|[的)）])"
)
# 12月1日至3日，: what took place began on the first day.
_RANGE = re.compile(r"^\s*(?:至|到|[—\-~～]+)\s*(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号號]\s*[，,]")
_SENTENCES = re.compile(r"[^。！？!?\n]+")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?年")
_BEFORE = re.compile(r"^[\s“「（(【]*(?:日前|昨日|昨天|今天|今日|本报讯)?[，,]?\s*$|[，,]\s*$")


def event_date(body: list[str], title: str | None = None) -> str | None:
    """The date that opens a sentence in the first lines of ``body``; none of a notice, which
    tells what is to come.

    A lunar date beside it settles its year, where a year that the text names agrees.
    """
    if title and ends_title(title):
        return None
    text = "\n".join(body)
    for sentence in _SENTENCES.finditer(text, 0, OPENING):
        for mention in dates.mentions(sentence[0]):
            before, after = sentence[0][: mention.start], sentence[0][mention.end :]
            after = _RANGE.sub("，", after)
            if mention.has_day and _BEFORE.search(before) and not _NO_EVENT.match(after):
                return mention.date if mention.has_year else _with_year(mention.date, after, text)
    return None


def _with_year(date: str, after: str, text: str) -> str:
    """``date`` with the year in which the lunar day beside it falls on that very day."""
    if lunar := LUNAR_DAY.search(after[:12]):
        for year in dict.fromkeys(int(match[1]) for match in _YEARS.finditer(text)):
            for day in lunar_days(lunar[0], year):
                if day.strftime("--%m-%d") == date:
                    return day.isoformat()
    return date
