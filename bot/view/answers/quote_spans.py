"""A quote as spans: which stretch of the article, what is marked in it, where it is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.view.answers.pages import widened
from bot.view.blocks import Span
from bot.view.callback_data import View
from retrieval.answer.answer import Result
from retrieval.corpus.article import Article
from retrieval.text.fold import Script, script_of
from retrieval.text.ranges import Range, shift

MARKS = 20
"""Highlights a message; Telegram drops the entities after about the hundredth."""
_SENTENCE_END = "。！？!?…；;\n"


@dataclass(slots=True)
class Marks:
    """The highlights that a message still has room for."""

    left: int = MARKS


def quote_spans(result: Result, view: View, marks: Marks) -> Iterator[Span]:
    """The quote, perhaps widened: the answering sentence bold, matched words bold and underlined.

    … stands outside the quote where a sentence is cut.
    """
    text = result.article.text
    start, end = shown_range(result, view)
    if _cut_before(text, start):
        yield Span("…")
    taken = result.highlights[: marks.left]
    marks.left -= len(taken)
    marked = shift(taken, result.start)
    answer = result.answer
    bold = answer if answer and answer[1] - answer[0] < end - start else (start, start)
    edges = {start, end, *bold, *(edge for pair in marked for edge in pair)}
    inside = sorted(edge for edge in edges if start <= edge <= end)

    def span(a: int, b: int) -> Span:
        found = is_in(a, marked)
        return Span(text[a:b], bold=found or is_in(a, [bold]), mark=found)

    yield from broken(result.article, inside, span)
    if _cut_after(text, end):
        yield Span("…")


def shown_range(result: Result, view: View) -> Range:
    """The stretch of the text that a view shows."""
    return widened(result.article.text, result.start, result.end, view.before, view.after)


def other_script(result: Result) -> Script:
    """The script that the quote is not in."""
    return "hans" if script_of(result.quote) == "hant" else "hant"


def broken(article: Article, edges: list[int], span: Callable[[int, int], Span]) -> Iterator[Span]:
    """The spans between the edges, a line end before each paragraph whose own one is lost."""
    breaks = {at for at in article.outline.breaks if edges[0] < at < edges[-1]}
    for a, b in pairwise(sorted({*edges, *breaks})):
        if a in breaks:
            yield Span("\n")
        yield span(a, b)


def is_in(place: int, ranges: Iterable[Range]) -> bool:
    return any(start <= place < end for start, end in ranges)


def _cut_before(text: str, start: int) -> bool:
    before = text[:start].rstrip(" 　”」』’）)")
    return bool(before) and before[-1] not in _SENTENCE_END and text[start - 1] != "\n"


def _cut_after(text: str, end: int) -> bool:
    shown = text[:end].rstrip(" 　”」』’）)\n")
    rest = text[end:].strip()
    return bool(rest and shown) and shown[-1] not in _SENTENCE_END and text[end] != "\n"
