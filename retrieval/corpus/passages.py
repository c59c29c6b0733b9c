"""Where do sentences end, and which of them stand together in one passage?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from retrieval.corpus.article import Passage
from retrieval.corpus.outline.labels import RANKS
from retrieval.corpus.outline.sections import Outline
from retrieval.text.ranges import Range

LIMIT = 200
"""A passage has at most this many characters."""
FULL = 160
"""At the end of a paragraph a passage that is this long is complete."""
ARTICLE, OUTERMOST = 120, 40
"""At the beginning of an article, of a chapter or another outermost section it is sooner."""

# A mark of ASCII ends no sentence inside a link or a word; closing quotes belong to the sentence.
# The first mark stands in a class of its own, which re looks for five times as fast.
_OUTSIDE = r"(?![A-Za-z0-9=&/%_.-])"
_END = re.compile(
    rf"[。！？!?\n](?:(?<=\n)|(?:(?<![!?])|{_OUTSIDE})(?:[。！？]|[!?]{_OUTSIDE})*[”’」』》）)\]】\"']*)"
)
_LINE = re.compile(r"\n\s*")
_CUTS = ("；;", "，,、：:", " ")
"""A sentence that is too long is cut after the last of these marks within the limit."""


def sentences(text: str) -> list[Range]:
    """The sentences of ``text``, in characters, without the white space around them.

    A line's end is a sentence's end. Nothing but white space lies between two sentences.
    """
    return list(_sentences(text))


def passages(text: str, outline: Outline | None = None) -> list[Passage]:
    """Whole sentences that stand together, each passage of at most ``LIMIT`` characters.

    A sentence that is longer is cut after the last ；within the limit, else after the last ，,
    else at the limit. The passages tile the text: only white space lies between them. Sections
    share a passage only where they are short.
    """
    found: list[Passage] = []
    edges = _edges(text, outline or Outline())
    start, end = None, 0
    for first, last in _pieces(text, sorted(edges)):
        if start is not None and (last - start > LIMIT or end - start >= edges.get(first, LIMIT)):
            found.append(Passage(start, end))
            start = None
        if start is None:
            start = first
        end = last
    if start is not None:
        found.append(Passage(start, end))
    return found


def _edges(text: str, outline: Outline) -> dict[int, int]:
    """Where paragraphs and sections begin, with the length at which a passage ends there."""
    lines = (match.end() for match in _LINE.finditer(text))
    edges = dict.fromkeys((*lines, *outline.breaks), FULL)
    for section in outline.sections:
        if section.kind == "article":
            edges[section.start] = ARTICLE
        elif section.level == 1 or section.kind in RANKS:
            edges[section.start] = OUTERMOST
        else:
            edges[section.start] = FULL
    return edges


def _sentences(text: str) -> Iterator[Range]:
    start = 0
    for match in _END.finditer(text):
        yield from _stripped(text, start, match.end())
        start = match.end()
    yield from _stripped(text, start, len(text))


def _pieces(text: str, edges: list[int]) -> Iterator[Range]:
    """The sentences, cut where sections begin inside of them and where they are over the limit."""
    for start, end in _divided(text, edges):
        while end - start > LIMIT:
            cut = _cut(text, start)
            yield from _stripped(text, start, cut)
            start = cut
        yield from _stripped(text, start, end)


def _divided(text: str, edges: list[int]) -> Iterator[Range]:
    at = 0
    for start, end in _sentences(text):
        at = bisect_right(edges, start, at)
        while at < len(edges) and edges[at] < end:
            yield from _stripped(text, start, edges[at])
            start = edges[at]
            at += 1
        yield start, end


def _cut(text: str, start: int) -> int:
    """Where to cut the sentence that begins at ``start``: in ``(start, start + LIMIT]``."""
    for marks in _CUTS:
        cut = max(text.rfind(mark, start, start + LIMIT) for mark in marks) + 1
        if cut > start:
            return cut
    return start + LIMIT


def _stripped(text: str, start: int, end: int) -> Iterator[Range]:
    """The range without the white space at its ends; nothing where it is all white space."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
