"""Answer → blocks. Data first: what comes out is still plain text in spans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.markup import Block, Quote, Span, block
from bot.wording import words
from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.corpus.article import Article
from retrieval.text.fold import Script

MARKS = 20
"""Highlights a message; Telegram drops the entities after about the hundredth."""

OLD_YEARS = 3
_SENTENCE_END = "。！？!?…；;\n"


@dataclass(slots=True)
class _Marks:
    """The highlights that a message still has room for."""

    left: int = MARKS


def answer_blocks(answer: Answer, script: Script) -> list[Block]:
    """The whole answer: a heading where it is weak or empty, then the results."""
    if answer.verdict is Verdict.NONE or not answer.results:
        return [
            block(Span(words("none", script), bold=True)),
            block(words("none_hint", script)),
        ]
    blocks: list[Block] = []
    if answer.verdict is Verdict.WEAK:
        blocks += [block("❔ ", Span(words("weak", script), bold=True)), block("")]
    marks = _Marks()
    for result in answer.results:
        numbered = len(answer.results) > 1
        blocks += _result_blocks(result, script, marks, numbered=numbered)
        blocks.append(block(""))
    return blocks[:-1]


def result_blocks(result: Result, script: Script) -> list[Block]:
    """One result by itself: title, source, excerpt and notes."""
    return _result_blocks(result, script, _Marks(), numbered=False)


def _result_blocks(result: Result, script: Script, marks: _Marks, *, numbered: bool) -> list[Block]:
    article = result.article
    number = f"{result.rank}. " if numbered else ""
    untitled = "" if article.title else words("untitled", script)
    title = Span(article.shown_title, bold=True, url=article.url)
    blocks = [block(number, title, untitled)]
    if origin := origin_line(article, script):
        blocks.append(block(origin))
    folded = Quote.FOLDED if result.rank > 1 else Quote.OPEN
    blocks.append(Block(tuple(_quote_spans(result, marks)), folded))
    if result.doubtful:
        blocks.append(block(Span(words("doubtful", script), italic=True)))
    if result.reposts:
        blocks.append(block(Span(words("reposts", script, count=result.reposts), italic=True)))
    return blocks


def origin_line(article: Article, script: Script) -> str:
    """``source · date · author`` of what is known; what was inferred says so."""
    parts = []
    for name, value in (
        ("source", article.source),
        ("date", shown_date(article.date, script)),
        ("author", article.author),
    ):
        if value:
            parts.append(value + (words("inferred", script) if name in article.inferred else ""))
    if age := _age(article.date):
        parts.append(words("age", script, years=age))
    return " · ".join(parts)


def shown_date(date: str | None, script: Script) -> str:
    """A date as people read it; one without a year says so and stays without."""
    if not date:
        return ""
    return date[2:] + words("no_year", script) if date.startswith("--") else date


def _age(date: str | None) -> int:
    """Whole years since the date, 0 when fewer than three or unknown."""
    if not date or not date[:4].isdigit():
        return 0
    today = dt.date.today()
    years = today.year - int(date[:4])
    if date[5:] and date[5:] > today.isoformat()[5:]:
        years -= 1
    return years if years >= OLD_YEARS else 0


def _quote_spans(result: Result, marks: _Marks) -> Iterator[Span]:
    """The quote: the answering sentence bold, matched words bold and underlined; … where cut."""
    text, quote = result.article.text, result.quote
    if _cut_before(text, result.start):
        yield Span("…")
    marked = result.highlights[: marks.left]
    marks.left -= len(marked)
    bold = (-1, -1)
    if result.answer and result.answer[1] - result.answer[0] < len(quote):
        bold = (result.answer[0] - result.start, result.answer[1] - result.start)
    edges = {0, len(quote), *(edge for pair in marked for edge in pair), *bold}
    bounds = sorted(edge for edge in edges if 0 <= edge <= len(quote))
    for start, end in pairwise(bounds):
        found = any(a <= start < b for a, b in marked)
        answers = bold[0] <= start < bold[1]
        yield Span(quote[start:end], bold=found or answers, mark=found)
    if _cut_after(text, result.end):
        yield Span("…")


def _cut_before(text: str, start: int) -> bool:
    before = text[:start].rstrip(" 　”」』’）)")
    return bool(before) and before[-1] not in _SENTENCE_END and text[start - 1] != "\n"


def _cut_after(text: str, end: int) -> bool:
    shown = text[:end].rstrip(" 　”」』’）)\n")
    rest = text[end:].strip()
    return bool(rest and shown) and shown[-1] not in _SENTENCE_END and text[end] != "\n"
