"""Which articles does the question ask for? Filters in plain words, and operators.

2023年以后的…  2020年以前…  去年的…    by the article's date
福建的…                              prefers articles that name the place, and excludes none
来源:福建日报   source:…              by its source; 来源:甲|乙 is one of either
标题:三争       title:…               by its headlines
"exact phrase"  -word                what its text has to hold, or must not
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from retrieval.corpus.article import Article
from retrieval.text.fold import fold_question, fold_text


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article has to be. Words are folded; dates are years, the last one included."""

    source: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    @property
    def strict(self) -> bool:
        """An operator was used; what merely sounds like a date or a quotation may be dropped."""
        return bool(self.source or self.title or self.without)

    def admit(self, article: Article) -> bool:
        """Whether an article fits. One without a year fits no date."""
        return self._dated(article) and self._worded(article)

    def _dated(self, article: Article) -> bool:
        if self.first_year is None and self.last_year is None:
            return True
        year = int(article.date[:4]) if article.date and article.date[0] != "-" else None
        return year is not None and (self.first_year or 0) <= year <= (self.last_year or 9999)

    def _worded(self, article: Article) -> bool:
        if not (self.source or self.title or self.phrases or self.without):
            return True
        source = fold_question(article.source or "")
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
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
    "|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PLACE = re.compile(
    rf"^\s*(?:({_PROVINCES})[省市]?|([一-鿿]{{2,5}})[省市]|([一-鿿]{{2,5}}[县区州岛]))的"
)
_Found = dict[str, list[str]]
_OPERATORS: list[tuple[str, re.Pattern[str]]] = [
    ("phrases", re.compile(r'"([^"]{2,})"')),
    ("source", re.compile(r"(?:来源|出处|source)\s*:\s*([^\s,;?。，]+)")),
    ("title", re.compile(r"(?:标题|题目|title)\s*:\s*([^\s,;?。，]+)")),
    ("without", re.compile(r"(?:^|(?<=\s))-([^\s\d-][^\s]*)")),
]
_YEAR = r"((?:19|20)\d\d)年?"
_Years = tuple[int | None, int | None]
_DATES: list[tuple[re.Pattern[str], Callable[[int, int], _Years]]] = [
    (re.compile(_YEAR + r"(?:以后|之后|以来|起)的?"), lambda year, today: (year, None)),
    (re.compile(_YEAR + r"(?:以前|之前)的?"), lambda year, today: (None, year - 1)),
    (re.compile(r"^今年的|^今年(?=发布|出台|印发)()"), lambda year, today: (today, today)),
    (re.compile(r"^去年的|^去年(?=发布|出台|印发)()"), lambda year, today: (today - 1, today - 1)),
    (re.compile(r"^前年的|^前年(?=发布|出台|印发)()"), lambda year, today: (today - 2, today - 2)),
    (re.compile(r"^(?:最近|近)(?:一|1)年的()"), lambda year, today: (today - 1, None)),
    (re.compile(r"^(?:最近|近)(?:三|3)年的()"), lambda year, today: (today - 3, None)),
]


def place_of(folded: str) -> str:
    """The place that a folded question opens with, without 省 or 市: 福建省的…, 福建的…; or ""."""
    match = _PLACE.match(folded)
    return next(filter(None, match.groups()), "") if match else ""


def read_filters(folded: str, today: date) -> tuple[Filters, str]:
    """The filters of a folded question, and the question with blanks in their place.

    What an exact phrase names stays in the question: it is looked for too.
    """
    found: _Found = {}
    for name, pattern in _OPERATORS:
        for match in pattern.finditer(folded):
            found.setdefault(name, []).append(match[1])
            kept = match[1].rjust(len(match[0])) if name == "phrases" else " " * len(match[0])
            folded = folded[: match.start()] + kept + folded[match.end() :]
    first, last = None, None
    for pattern, years in _DATES:
        matched = pattern.search(folded)
        if matched:
            stated = int(matched[1]) if (matched[1] or "").isdigit() else 0
            first, last = years(stated, today.year)
            start, end = matched.span()
            folded = folded[:start] + " " * (end - start) + folded[end:]
            break
    words = {name: tuple(values) for name, values in found.items()}
    return Filters(**words, first_year=first, last_year=last), folded
