"""Which time does a question ask for, and is an article of that time?

People also tell of their own lives (2020年以后买的房, 去年失业的), and years are part of names
(2014年版, 《2020年…行动计划》): only what speaks of documents, or of how things stood, asks for a
time.

    2023年以后的补贴, 去年出台的规定, 近三年有什么政策   articles that are dated in it
    2025年养老金怎么调整, 2019年以后怎么缴              and undated ones that name the year
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answer.article_dates import days_of_article
from retrieval.corpus.article import Article
from retrieval.text.numerals import spelt
from retrieval.text.time_expressions import TimeExpression, time_expressions

DATED, NAMED = 0.9, 0.75
"""Shares of the best score of any time: for articles that are of a time, or name a year."""

_DOCUMENT = (
    r"(?<![按照依合反据])(?:政策|规定|办法|条例|通知|文件|公告|通告|通报|意见|方案|细则|标准|解释|措施"
    r"|新闻|消息|报道|文章|法规|法律|规章|规则|指南|章程|决定|批复|法令|制度|计划|规划|新规|新政|目录)"
)
_ISSUED = (
    "出台|发布|公布|颁布|印发|下发|发的|发出|出的|新出|修订|修正|修改|施行|实施|执行|生效|通过|制定"
    "|废止|刊登|报道|推出"
)
_CHANGED = (
    "上调|下调|调整|提高|降低|变化|变动|取消|新增|涨了|降了|改了|涨|怎么算|怎么定|是多少|标准"
)
_ME = "我咱他她您你"
_MY_LIFE = re.compile(
    r"[^,;。?!]{0,8}[买卖生婚交缴办入毕退建领离签死辞伤搬拿住迁落购开干干租贷][^,;。?!]{0,6}的"
    rf"|[^,;。?!]{{0,4}}(?:[没未{_ME}]|一直)"
)
"""What follows a time that tells of the asker's own life: 以后买的房, 以来一直没工作."""
_ABOUT_DOCUMENTS = re.compile(
    rf"[^的{_ME},;。?!]{{0,12}}?(?:{_ISSUED})"
    r"|[^的,;。?!]{0,8}?(?:有没有|有无|有什么|有啥|有哪些|有何|出了|出过|发了|发过|都有)"
    rf"[^,;。?!]*?{_DOCUMENT}"
    rf"|[^的{_ME},;。?!]{{1,20}}?的[^的,;。?!]{{0,4}}?{_DOCUMENT}"
    rf"|的?[^的{_ME},;。?!]{{0,10}}?(?:(?:关于|有关|对)[^{_ME},;。?!]{{1,16}}?)?{_DOCUMENT}"
)
_ABOUT_STATE = re.compile(rf"[^的{_ME},;。?!]{{0,12}}?(?:{_CHANGED})(?!的(?!情况|幅度))")
_OPENING = re.compile(
    r"(?:\W|请问|请教|问一?下|我?想|我?要|知道|了解|查|找|看|一下|下|帮|麻烦|给|咱们?|你们?|您|有没有"
    r"|有无|有哪些|有|关于|从|自从?|打|那么?|那|呢)*([一-鿿]{0,8})"
)
"""A polite phrase and a short topic."""
_NO_TOPIC = re.compile(rf"[{_ME}在于是对把被从自比]")
_NAME = re.compile(
    r"《[^》]*》?|〈[^〉]*〉?|\"[^\"]*\"?|[“「][^”」]*[”」]?|[〔\[(（][^〕\])）]*[〕\])）]?"
)
_PART_OF_NAME = re.compile(r"\s?(?:度?[版第]|新版|修[订正改]版|[\d一二三四五六七八九十]+号)")


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are asked for, both included; None where it is open at that end."""

    start: int
    end: int
    """Where the words for it stand in the question: 2023年以后, 去年."""
    first: str | None
    last: str | None
    years: tuple[str, ...] = ()
    """Where the time may be that of what is told: the years that are written out."""

    def admits(self, article: Article) -> bool:
        """Whether an article is of this time; a date that is known in part may be any of its days.

        One without a year, wherever it might stand, is of no time; but where ``years`` are given,
        one that names them may be, and whatever its date one that names the only one.
        """
        days = days_of_article(article)
        if days is not None and self._overlaps(*days):
            return True
        may_be = days is None or self._is_a_year
        return may_be and any(_names(article, year) for year in self.years)

    @property
    def holds_up(self) -> float:
        """The share of the best score of any time from which what is of this time answers."""
        return NAMED if self._is_a_year else DATED

    @property
    def _is_a_year(self) -> bool:
        return len(self.years) == 1 and self.first is not None and self.last is not None

    def _overlaps(self, first: str, last: str) -> bool:
        return (self.last is None or first <= self.last) and (
            self.first is None or last >= self.first
        )


def read_period(folded: str, today: date) -> tuple[Period | None, str]:
    """The time that a folded question asks for, and the question with spaces in its place.

    Where it may be the time of what is told it stays in the question: it is looked for too.
    """
    names = [match.span() for match in _NAME.finditer(folded)]
    for found in time_expressions(folded, today):
        if any(start <= found.start < end for start, end in names):
            continue
        period = Period(found.start, found.end, found.first, found.last)
        if _asks_for_documents(folded, found):
            return period, _without(folded, found)
        if _may_ask(folded, found):
            return replace(period, years=found.years), folded
    return None, folded


def _asks_for_documents(folded: str, found: TimeExpression) -> bool:
    """Whether a time says of which time the documents are, or how things stood then."""
    after = folded[found.end :]
    if found.kind == "point" and found.years:
        return False
    if _ABOUT_DOCUMENTS.match(after):
        return True
    if found.short or found.kind == "day" or not _heads(folded[: found.start]):
        return False
    if after.startswith("的"):
        return True
    if found.kind == "range" and not found.years:
        return not _MY_LIFE.match(after)
    return _ABOUT_STATE.match(after) is not None


def _may_ask(folded: str, found: TimeExpression) -> bool:
    """Whether years that are written out may be those of the documents."""
    after = folded[found.end :]
    if found.kind == "range":
        return not found.short and _heads(folded[: found.start]) and not _MY_LIFE.match(after)
    return bool(found.years) and not _PART_OF_NAME.match(after)


def _heads(before: str) -> bool:
    """Whether a question opens with what comes next, but for a polite phrase or a short topic."""
    match = _OPENING.fullmatch(before)
    return match is not None and not _NO_TOPIC.search(match[1])


def _without(folded: str, found: TimeExpression) -> str:
    end = found.end + folded.startswith("的", found.end)
    return folded[: found.start] + " " * (end - found.start) + folded[end:]


def _spelt(year: str) -> str:
    return spelt(year).replace("〇", "[〇○零]")


def _names(article: Article, year: str) -> bool:
    """Whether an article names a year: 2022, 二〇二二, of the Republic 111年."""
    written = rf"(?<!\d)(?:{year}|{int(year) - 1911}\s?年)(?!\d)|{_spelt(year)}"
    return re.search(written, f"{article.headlines}\n{article.text}") is not None
