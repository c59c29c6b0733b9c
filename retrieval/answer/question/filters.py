"""Which articles does the question ask for? Filters in plain words, and operators.

2023年以后的…  去年出台的…  近三年的…  by the time of the article (``periods.py``)
最新的…                              prefers the newest, and excludes none
来源:福建日报   source:…              by its source or followed site; 来源:甲|乙 is one of either
标题:三争       title:…               by its headlines
"exact phrase"  -word                what its text has to hold, or must not
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answer.answer import AppliedFilter
from retrieval.answer.question.periods import Period, read_period
from retrieval.corpus.article import Article
from retrieval.index.engine import ANY_DAY, Among
from retrieval.text.fold import fold_question, fold_text


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article has to be. Words are folded."""

    source: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    period: Period | None = None
    newest: bool = False
    """Whether the newest article is preferred to one that answers a little better."""

    @property
    def strict(self) -> bool:
        """Whether only what they admit is shown; a quotation gives way where nothing holds it."""
        return bool(self.source or self.title or self.without or self.period)

    @property
    def whenever(self) -> Filters:
        """The same, for articles of any time."""
        return replace(self, period=None)

    @property
    def chooses(self) -> bool:
        """Whether there is an article that they might not admit."""
        return self.strict or bool(self.phrases)

    @property
    def among(self) -> Among | None:
        """What of it the engine looks at; the rest is held against what that finds.

        A year that may be that of what is told is none of it: it may be named in the text alone.
        """
        period = None if self.period is None or self.period.years else self.period
        if period is None and not self.source:
            return None
        names = tuple(tuple(filter(None, names.split("|"))) for names in self.source)
        first, last = ANY_DAY
        if period:
            first = int(period.first.replace("-", "")) if period.first else first
            last = int(period.last.replace("-", "")) if period.last else last
        return Among(names, first, last)

    def admit(self, article: Article) -> bool:
        """Whether an article fits."""
        return (self.period is None or self.period.admits(article)) and self._worded(article)

    def _worded(self, article: Article) -> bool:
        if not (self.source or self.title or self.phrases or self.without):
            return True
        source = fold_question(article.origins)
        heads = (article.kicker, article.title, article.subtitle)
        title = fold_question("\n".join(filter(None, heads)))
        text = title + "\n" + fold_text(article.text)
        return (
            all(_is_any(source, names) for names in self.source)
            and all(word in title for word in self.title)
            and all(phrase in text for phrase in self.phrases)
            and not any(word in text for word in self.without)
        )


def _is_any(source: str, names: str) -> bool:
    """Whether a source has one of the names, which ``|`` parts."""
    return any(name in source for name in names.split("|") if name)


NO_FILTERS = Filters()
_Found = dict[str, list[str]]
_OPERATORS: list[tuple[str, re.Pattern[str]]] = [
    ("phrases", re.compile(r'"([^"]{2,})"')),
    ("source", re.compile(r"(?:来源|出处|source)\s*:\s*([^\s,;?。，]+)")),
    ("title", re.compile(r"(?:标题|题目|title)\s*:\s*([^\s,;?。，]+)")),
    ("without", re.compile(r"(?:^|(?<=\s))-([^\s\d-][^\s]*)")),
]
_NEWEST = re.compile(
    r"最新版?的|最新版|最新(?=[^,;。?!]{0,12}(?:政策|规定|办法|条例|通知|公告|标准|文件|消息|要求))"
    r"|(?:新近|最近|刚刚?|近几年|近年来?|这几年)(?:的|(?=出台|发布|公布|印发|有什么|有哪些|有没有))"
    r"|新(?:出台|发布|公布|印发|出)的"
)
"""Asks for the newest; 最近 with a number is a time."""


def applied_filters(
    question: str, filters: Filters, shown: Sequence[Article]
) -> tuple[AppliedFilter, ...]:
    """The filters of a question, and whether the articles of its answer, best first, fit them."""
    stated = [AppliedFilter("source", word, bool(shown)) for word in filters.source]
    stated += [AppliedFilter("title", word, bool(shown)) for word in filters.title]
    if period := filters.period:
        satisfied = bool(shown) and period.admits(shown[0])
        text = question.strip()[period.start : period.end]
        stated.append(AppliedFilter("date", text, satisfied, period.first, period.last))
    return tuple(stated)


def read_filters(folded: str, today: date) -> tuple[Filters, str]:
    """The filters of a folded question, and the question with spaces in their place.

    What an exact phrase names stays in the question: it is looked for too.
    """
    found: _Found = {}
    for name, pattern in _OPERATORS:
        for match in pattern.finditer(folded):
            found.setdefault(name, []).append(match[1])
            kept = match[1].rjust(len(match[0])) if name == "phrases" else " " * len(match[0])
            folded = folded[: match.start()] + kept + folded[match.end() :]
    period, folded = read_period(folded, today)
    newest = _NEWEST.search(folded)
    if newest:
        start, end = newest.span()
        folded = folded[:start] + " " * (end - start) + folded[end:]
    words = {name: tuple(values) for name, values in found.items()}
    return Filters(**words, period=period, newest=newest is not None), folded
