"""Around a quote, and through a whole article: ranges of its text, no markup."""

from __future__ import annotations

from retrieval.corpus.article import Article
from retrieval.corpus.passages import passages
from retrieval.text.ranges import Range

WIDEST = 1_200
"""An excerpt is widened up to so many characters."""
SHOWABLE = 2 * WIDEST
"""A button of nobody's making widens it no further than this."""

PAGE_CHARS = 1_500
PAGES = 8
"""Longer articles are sent as a file."""


def widened(text: str, start: int, end: int, before: int, after: int) -> Range:
    """The range with so many more groups of sentences before and after it, as far as a message
    can show them."""
    if not before and not after:
        return start, end
    groups = passages(text)
    starts = [group.start for group in groups if group.start < start]
    ends = [group.end for group in groups if group.end > end]
    for further in starts[::-1][:before]:
        if end - start < SHOWABLE:
            start = further
    for further in ends[:after]:
        if end - start < SHOWABLE:
            end = further
    return start, end


def can_widen(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether there is more before and after, and room to show it."""
    room = end - start < WIDEST
    return room and bool(text[:start].strip()), room and bool(text[end:].strip())


def pages(article: Article) -> list[Range]:
    """The text in pages of whole passages, about ``PAGE_CHARS`` each."""
    cut: list[Range] = []
    for passage in passages(article.text):
        if cut and passage.end - cut[-1][0] <= PAGE_CHARS:
            cut[-1] = (cut[-1][0], passage.end)
        else:
            cut.append((passage.start, passage.end))
    return cut


def page_of(cut: list[Range], place: int) -> int:
    """The number, from 0, of the page with this place of the text."""
    return max((number for number, page in enumerate(cut) if page[0] <= place), default=0)


def as_file(article: Article, heading: list[str]) -> bytes:
    """The article as a text file, its heading above."""
    return "\n".join([*heading, "", article.text, ""]).encode("utf-8")
