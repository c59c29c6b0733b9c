"""What does a document repeal? 《…办法》（…〔2010〕5号）同时废止, by title and number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.corpus.article import Content
from retrieval.corpus.metadata.official import document_number, effective_date
from retrieval.text.fold import fold_headlines, fold_text

RULE = "2"
"""Another one where documents are understood otherwise than before: all are then read again."""

_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》")
_WORD = re.compile("废止|停止执行|不再执行|失效")
_TAIL = re.compile(
    r"^\s*(?:[(（][^()（）\n]{1,60}[)）])?(?:等[^，,。;；《第]{0,20})?[，,]?"
    r"(?!.*(?:有关|部分|条款|的规定|[第中]))"
    r"(?:[^，,。;；《》\n]{0,24}(?:同时|即行|自行|相应|一并|予以|均|亦|[起日]))?$"
)
"""Between the last title and 废止: its number, and a few words; 第三条 would be a part of it."""
_BETWEEN = re.compile(
    r"^\s*(?:[(（][^()（）\n]{1,60}[)）])?\s*(?:[、，,]|和|及|与|以及|并)+\s*"
    r"(?:原|[^《》。;；\n]{0,160}的)?$"
)
"""Between two titles of the same list: the first's number, and who issued the second."""
_NUMBER_TAIL = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,12}\s?[〔\[［（(【]\s?(?:19|20)\d\d\s?[〕\]］）)】]\s?\d{1,5}\s?号)"
    r"(?:文件|文)?(?:自[^，。;；《]{2,16}起)?(?:(?:同时|即行|予以|相应|均)+(?:予以)?(?:废止|失效)"
    r"|(?:同时|即行|予以|相应|均)*(?:停止|不再)执行)"
)
_OF_REPEAL = re.compile(r"关于(?:宣布|公布)?(?:废止|失效|停止执行)(?!.*修[改订正])")
_HEAD = re.compile(
    r"(?:(?:废止|失效|停止执行)(?:下列|以下)|(?:下列|以下)[^。;；\n]{1,30}(?:废止|失效|停止执行))"
    r"[^。;；\n:：]{0,20}[:：]"
)
"""下列文件同时废止：what a list begins with."""
_ITEM = re.compile(
    r"\s*(?>(?:[(（]?[一二三四五六七八九十百\d]+[)）、.．\s]\s*)?)(?:现|特)?(?:决定)?(?:废止)?\s*"
    r"(?:原|[^《》。;；\n]{2,40}(?:发布|印发|公布)的)?"
    r"(?:《(?P<title>(?:[^《》\n]|《[^《》\n]*》){2,120})》(?P<behind>[^《》。;；、，,\n]*)"
    r"|(?P<bare>[^《》。;；\n()（）]{4,80})[(（](?P<number>[^()（）\n]{4,60}?号)[)）])[。;；、，,]?"
)
"""One document of a list, with its marker: （一）《甲办法》（甲政发〔2010〕5号）；"""
_WHOLE = re.compile(
    r"\s*(?:[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）])?\s*(?P<number>[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号)?"
    r"\s*(?:(?:同时|予以|即行|均)*(?:废止|失效|停止执行))?\s*"
)
"""Behind the title of a list's document; anything else, like 第三条, and not all of it is meant."""
_NO_DOCUMENT = re.compile("[证书表]$")
_NUMBER_BEHIND = re.compile(r"^\s*[(（]([^()（）\n]{4,60}?号)[^()（）\n]{0,20}[)）]")
_CARRIER = re.compile(r"印发(?:的)?《?(.+?)》?的通知$")
SENTENCE_CHARS = 4_000
"""No sentence that repeals documents is longer, however many it names."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A document that is repealed, as the one that repeals it names it."""

    title: str
    name: str
    """To be compared with ``name_of`` others; empty where only a number is stated."""
    number: str | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """By what a document is known to others, and what it repeals."""

    name: str
    number: str | None
    repeals: tuple[Stated, ...] = ()
    since: str | None = None
    """From when on it repeals that."""


def lineage(content: Content, folded: str) -> Lineage:
    """Of an article, whose text is folded already."""
    number = content.meta.get("number")
    repeals = tuple(_repealed(content, folded)) if _WORD.search(folded) else ()
    return Lineage(
        name_of(content.title or ""),
        document_number(number) or number if number else None,
        repeals,
        _since(content) if repeals else None,
    )


def _since(content: Content) -> str | None:
    issued = content.meta.get("issued") or content.date
    stated = content.meta.get("effective") or effective_date(content.text.split("\n"), issued)
    since = stated or issued
    return None if since is None or since.startswith("--") else since


def name_of(title: str) -> str:
    """A title as it is compared: what is issued with a notice, folded, without punctuation."""
    folded = fold_headlines(title)
    carried = _CARRIER.search(folded)
    return re.sub(r"[\W_]+", "", carried[1] if carried else folded)


def _repealed(content: Content, folded: str) -> Iterator[Stated]:
    """Each document once."""
    text = content.text if len(folded) == len(content.text) else folded
    title = content.title or ""
    found = [*_in_text(text, folded)]
    for head in _HEAD.finditer(folded):
        found += _listed(text, folded, head.end())[0]
    if _OF_REPEAL.search(fold_headlines(title)):
        found += [_stated(match[1], None) for match in _TITLE.finditer(title)]
        end = 0
        for line in re.finditer("^", folded, re.MULTILINE):
            if line.start() >= end:
                more, end = _listed(text, folded, line.start())
                found += more
    met: set[tuple[str, str | None]] = set()
    for each in found:
        if (each.name, each.number) not in met:
            met.add((each.name, each.number))
            yield each


def _listed(text: str, folded: str, start: int) -> tuple[list[Stated], int]:
    """The whole documents that a list names from there on, and where it ends."""
    found = []
    while item := _ITEM.match(folded, start):
        start = item.end()
        if item["bare"]:
            found.append(_stated(text[item.start("bare") : item.end("bare")], item["number"]))
        elif behind := _WHOLE.fullmatch(item["behind"]):
            noted = _NUMBER_BEHIND.match(item["behind"])
            title = text[item.start("title") : item.end("title")]
            found.append(_stated(title, noted[1] if noted else behind["number"]))
    return found, start


def _in_text(text: str, folded: str) -> Iterator[Stated]:
    for word in _WORD.finditer(folded):
        first = max(0, word.start() - SENTENCE_CHARS)
        begin = 1 + max(folded.rfind(mark, first, word.start()) for mark in "。;；\n")
        begin = max(begin, first)
        yield from _before(text[begin : word.start()], folded[begin : word.start()])
    for match in _NUMBER_TAIL.finditer(folded):
        number = document_number(match["number"])
        yield Stated(number or match["number"], "", number)


def _before(text: str, folded: str) -> Iterator[Stated]:
    """The titles that a sentence lists up to 废止, from the last backwards."""
    titles = list(_TITLE.finditer(folded))
    end, rule = len(folded), _TAIL
    for match in reversed(titles):
        behind = folded[match.end() : end]
        if not rule.match(behind):
            return
        if _NO_DOCUMENT.search(match[1]):
            return
        number = _NUMBER_BEHIND.match(behind)
        yield _stated(text[match.start(1) : match.end(1)], number[1] if number else None)
        end, rule = match.start(), _BETWEEN


def _stated(title: str, number: str | None) -> Stated:
    return Stated(title, name_of(title), document_number(fold_text(number)) if number else None)
