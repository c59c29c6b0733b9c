"""From a text to its outline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.corpus.outline.frame import closing, opening
from retrieval.corpus.outline.headings import body, heading, runs_in, trimmed
from retrieval.corpus.outline.labels import Label, labels
from retrieval.corpus.outline.nesting import Node, nest
from retrieval.corpus.outline.paragraphs import FLAT, Paragraphs
from retrieval.corpus.outline.sections import Outline, Section
from retrieval.text.ranges import Range

_TABLE = re.compile(r"(?>^[^\n]* \| [^\n]*\n?){2,}", re.MULTILINE)


def outline(text: str, title: str | None = None, levels: Iterable[Range] = ()) -> Outline:
    """The outline of any text; a short one without labels has none.

    ``title`` is for finding its copies; ``levels`` are the starts of the lines that are headings
    in the format that the text was read from, each with its level, 1 for the highest.
    """
    found = labels(text)
    headings = dict(levels)
    if not found and not headings and len(text) <= FLAT:
        return Outline()
    tables = [match.span() for match in _TABLE.finditer(text)] if " | " in text else []
    frame = closing(text, [label.start for label in found if label.kind == "enclosure"])
    inside = sorted([*tables, frame])
    free = (each for each in found if not _is_inside(each.start, inside))
    nodes = nest(_with_headings(free, tables, headings))
    return _Sections(text, nodes, frame).outline(title or "")


def _is_inside(place: int, ranges: list[Range]) -> bool:
    """Is it in one of the ranges, which ascend?"""
    at = bisect_right(ranges, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < ranges[at][1]


def _with_headings(
    found: Iterator[Label], tables: Sequence[Range], levels: dict[int, int]
) -> list[Label]:
    known = list(found)
    if levels:
        known = [replace(label, level=levels.pop(label.start, None)) for label in known]
    known += [Label(start, start, "heading", level=level) for start, level in levels.items()]
    known += [Label(start, end, "table") for start, end in tables]
    return sorted(known, key=lambda label: label.start) if levels or tables else known


class _Sections:
    """Makes sections of nested labels."""

    def __init__(self, text: str, roots: list[Node], frame: Range) -> None:
        self._text = text
        self._roots = roots
        self._frame = frame
        self._paragraphs = Paragraphs(text)
        self._starts = [*_starts(roots), len(text)]
        self._made: list[Section] = []

    def outline(self, title: str) -> Outline:
        self._add(self._roots, len(self._text), 1)
        first = self._starts[0]
        begin = opening(self._text, title, first) if first else 0
        starts = [begin, *self._frame, *(each.start for each in self._made)]
        starts += [each.body for each in self._made if each.heading]
        breaks = self._paragraphs.breaks(starts)
        return Outline(tuple(self._made), breaks, (0, begin), self._frame)

    def _add(self, nodes: list[Node], end: int, level: int) -> None:
        running_in = runs_in(self._text, nodes)
        for node, after in zip(nodes, (*nodes[1:], None), strict=False):
            last = self._end(node, after.label.start if after else end)
            if node.in_article and (after is None or after.run != node.run):
                last = min(last, self._behind(node))
            last = trimmed(self._text, node.label.start, last)
            self._made.append(self._section(node, last, level, node.run in running_in))
            if node.children:
                self._add(node.children, last, level + 1)

    def _end(self, node: Node, following: int) -> int:
        if node.kind == "table":
            return min(following, node.label.end)
        return min(following, self._frame[0]) if node.label.start < self._frame[0] else following

    def _behind(self, node: Node) -> int:
        """Where the last item of a list in an article ends at the latest."""
        while node.children:
            node = node.children[-1]
        if node.label.strong:
            return self._paragraphs.after(node.label.end)
        return self._text.find("。", node.label.end) + 1 or len(self._text)

    def _section(self, node: Node, end: int, level: int, runs_in: bool) -> Section:
        text, label = self._text, node.label
        content = label.start if node.kind == "table" else body(text, label.end, end)
        following = self._starts[bisect_right(self._starts, label.start)]
        stop = min(following, self._paragraphs.after(content), end)
        span = heading(text, node, (content, stop), end, runs_in)
        first = body(text, span[1] if span else label.end, end)
        return Section.of(text, label.start, label.end, span, first, end, level, node.kind)


def _starts(nodes: list[Node]) -> Iterator[int]:
    for node in nodes:
        yield node.label.start
        yield from _starts(node.children)
