"""The text of an article as a page shows it: a part of it, in paragraphs, in runs of one look."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.corpus.article import Article
from retrieval.corpus.outline.sections import Outline, Section
from retrieval.text.fold import Script, convert
from retrieval.text.ranges import Range, clip, overlap

PART = 6_000
"""Characters of a text that a page shows at most, but for a quote that begins on it."""
LISTED = 80
"""Entries of an outline on a page."""

_SENTENCE_END = re.compile("[。！？；]")
_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one look."""

    text: str
    quoted: bool
    doubtful: bool
    section: int | None
    """Where the section starts that begins with it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    level: int | None
    """Of the heading that it is, 1 the highest; None for none."""


def parts(text: str) -> list[Range]:
    """The text in parts that end with a line, else with a sentence; one for an empty text."""
    cut = [0]
    while len(text) - cut[-1] > PART:
        start, furthest = cut[-1], cut[-1] + PART
        line = text.rfind("\n", start, furthest) + 1
        sentence = max((text.rfind(mark, start, furthest) for mark in "。！？；"), default=-1) + 1
        cut.append(next(at for at in (line, sentence, furthest) if at > start))
    return list(pairwise([*cut, len(text)]))


def part_of(cut: Sequence[Range], place: int) -> int:
    """The number, from 0, of the part with this place of the text."""
    return max(0, bisect_right(cut, place, key=lambda part: part[0]) - 1)


def paragraphs(
    article: Article, outline: Outline, part: Range, quote: Range | None, to: Script | None
) -> list[Paragraph]:
    """The paragraphs of a part of the text, converted where a script is given."""
    headings = _Levels()
    found = []
    for start, end in _lines(article.text, outline.breaks, part):
        begun = _begun(outline.sections, start, end)
        runs = tuple(_runs(article, (start, end), quote, to, [each.start for each in begun]))
        found.append(Paragraph(runs, headings.of(begun, start, end)))
    return found


class _Levels:
    """Levels of headings on a page: none is skipped on the way down, as readers by ear expect."""

    def __init__(self) -> None:
        self._last = 0

    def of(self, begun: Sequence[Section], start: int, end: int) -> int | None:
        """The level of the paragraph, None where it is more than a heading."""
        alone = [each for each in begun if each.start == start and each.body >= end]
        if not alone or alone[0].kind == "table" or alone[0].heading is None:
            return None
        self._last = min(alone[0].level, self._last + 1)
        return self._last


def _lines(text: str, breaks: Sequence[int], part: Range) -> Iterator[Range]:
    """The paragraphs of a part, without those that show nothing."""
    start, end = part
    ends = {match.end() for match in _LINE_END.finditer(text, start, end)}
    edges = sorted({start, end, *ends, *(at for at in breaks if start < at < end)})
    for first, last in pairwise(edges):
        shown = text[first:last]
        if shown.strip():
            yield (
                first + len(shown) - len(shown.lstrip()),
                last - (len(shown) - len(shown.rstrip())),
            )


def _begun(sections: Sequence[Section], start: int, end: int) -> Sequence[Section]:
    """The sections that begin within a range."""
    first = bisect_left(sections, start, key=lambda each: each.start)
    return sections[first : bisect_left(sections, end, key=lambda each: each.start)]


def _runs(
    article: Article,
    line: Range,
    quote: Range | None,
    to: Script | None,
    begun: Sequence[int],
) -> Iterator[Run]:
    quoted, doubtful = clip([quote] if quote else [], line), clip(article.doubtful, line)
    edges = {*line, *begun, *(at for pair in (*quoted, *doubtful) for at in pair)}
    for start, end in pairwise(sorted(edges)):
        text, own = article.text[start:end], (start, end)
        yield Run(
            text=convert(text, to) if to else text,
            quoted=any(overlap(own, each) for each in quoted),
            doubtful=any(overlap(own, each) for each in doubtful),
            section=start if start in begun else None,
        )


def listed(sections: Sequence[Section], place: int) -> list[Section]:
    """The sections of an outline that a page has room for: upper levels, else those around it."""
    named = [each for each in sections if each.kind != "table"]
    for depth in range(6, 1, -1):
        shown = [each for each in named if each.level <= depth and not _is_bare(each)]
        if len(shown) <= LISTED:
            return shown
    upper = [each for each in named if each.level == 1]
    at = bisect_right(upper, place, key=lambda each: each.start)
    first = max(0, min(at - LISTED // 4, len(upper) - LISTED))
    return upper[first : first + LISTED]


def _is_bare(section: Section) -> bool:
    """Whether there is nothing to list but the number of an item."""
    return section.is_item and section.heading is None
