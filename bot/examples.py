"""Questions that this very collection answers, to show what can be asked.

Articles are read where the name of the generation happens to point, so that each generation has
its own; what they ask, define or are called becomes a question, and stays if it is surely answered
from the same article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from itertools import islice

from bot.visible import ask_visible
from retrieval.answer.answer import Verdict
from retrieval.answer.searcher import Searcher
from retrieval.corpus.article import Article
from retrieval.index.engine import Articles
from retrieval.text.fold import convert

WANTED = 3
LONGEST = 20
"""Characters of an example, which a button carries."""
PLACES, AT_EACH = 8, 5
"""In so many places of the collection so many articles are read."""
ASKED = 60
"""So many questions are tried."""

_ASKS = re.compile(
    r"^(?:问[:：]|[一二三四五六七八九十\d]{1,3}[、.．])?\s*([^\s，。；：！？]{7,19}？)",
    re.M,
)
_DEFINES = re.compile(r"(?:所称的?)?[“「]?(?P<term>[\u4e00-\u9fff]{3,12})[”」]?[，,]?是指")
_NAMED = re.compile(r"[“「](?P<term>[\u4e00-\u9fff]{2,10})[”」](?P<rest>行动|工程|计划|政策)")
_TITLE = re.compile(
    r"(?:.*关于|.{1,6}?[省市县区])?(?:\d{4}年)?(?P<matter>[\u4e00-\u9fff]{4,13}?)"
    r"(?:管理|实施|暂行|试行|办事|政策|若干|新规)*(?:办法|规定|细则|条例|指南|须知|通知|公告|措施|问答|指引|解读)"
)


def choose(searcher: Searcher, hidden: AbstractSet[str]) -> tuple[str, ...]:
    """Up to three questions, in simplified characters, each of an article of its own."""
    chosen: dict[str, str] = {}
    tried = islice(_candidates(searcher.articles, searcher.generation), ASKED)
    for article, question in tried:
        if article.id in chosen or question in chosen.values():
            continue
        found = ask_visible(searcher, hidden, question, results=1)
        if found.verdict is Verdict.CONFIDENT and found.results[0].article.id == article.id:
            chosen[article.id] = question
        if len(chosen) == WANTED:
            break
    return tuple(chosen.values())


def _candidates(articles: Articles, generation: str) -> Iterator[tuple[Article, str]]:
    """Questions with the articles that are to answer them."""
    count = articles.count()
    begin = int.from_bytes(blake2b(generation.encode(), digest_size=8).digest(), "big")
    for place in range(min(PLACES, count)):
        skip = (begin + place * count // PLACES) % count
        for article in articles.articles(skip=skip, most=AT_EACH):
            for question in questions_of(article):
                yield article, question


def questions_of(article: Article) -> Iterator[str]:
    """What an article asks itself, then what it defines, then what its title is about, or says."""
    text, title = convert(article.text, "hans"), convert(article.title or "", "hans")
    defined, named, titled = _DEFINES.search(text), _NAMED.search(text), _TITLE.fullmatch(title)
    for question in (
        max(_ASKS.findall(text), key=len, default=None),
        defined and f"{defined['term']}是什么？",
        named and f"{named['term']}{named['rest']}是什么？",
        titled and f"{titled['matter']}有什么规定？",
        title,
    ):
        if question and len(question) <= LONGEST:
            yield question
