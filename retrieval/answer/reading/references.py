"""Which sections of the same document does a sentence refer to? 违反本条例第十四条第（二）项规定的…

What is referred to says what the sentence is about: the price of a rule stands in another article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from retrieval.corpus.outline.sections import Outline, Section
from retrieval.text.numerals import number

MOST = 12
"""References of one sentence that are followed."""

_NUMERAL = r"[〇零一二三四五六七八九十百\d]{1,5}"
_ITEMS = rf"第?[（(]?{_NUMERAL}[）)]?(?:(?:[、，,和或及至]|以及)第?[（(]?{_NUMERAL}[）)]?)*"
_REFERENCE = re.compile(
    rf"(?<![》>])第(?P<article>{_NUMERAL})[条條](?:第{_NUMERAL}款)?(?:(?P<items>{_ITEMS})[项項])?"
)
_NUMBER = re.compile(_NUMERAL)


class References:
    """The articles of one outline by their numbers."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._articles: dict[int, Section] = {}
        for section in outline.sections:
            number = _number(section) if section.kind == "article" else None
            if number is not None:
                self._articles.setdefault(number, section)

    def of(self, sentence: str) -> list[Section]:
        """The articles or items that a sentence refers to, in the order of its words."""
        if "第" not in sentence or not self._articles:
            return []
        found: list[Section] = []
        for match in _REFERENCE.finditer(sentence):
            number = _value(match["article"])
            article = None if number is None else self._articles.get(number)
            if article is not None and match.start() > 0:
                found += self._items(article, match["items"]) or [article]
        return found[:MOST]

    def _items(self, article: Section, items: str | None) -> list[Section]:
        numbers = {_value(each) for each in _NUMBER.findall(items or "")}
        return [item for item in self._below(article) if _number(item) in numbers]

    def _below(self, article: Section) -> Iterator[Section]:
        for section in self._outline.sections:
            inside = article.start < section.start < article.end
            if inside and section.level == article.level + 1:
                yield section


def _number(section: Section) -> int | None:
    found = _NUMBER.search(section.label or "")
    return _value(found[0]) if found else None


_value = cache(number)
