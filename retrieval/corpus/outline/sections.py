"""What is the outline of a document: its sections, as offsets into a text that stays as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from retrieval.text.ranges import Range

KINDS = (
    "enclosure", "part", "subpart", "chapter", "section", "article",
    "question", "heading", "table",
    "han", "han_in_brackets", "digit", "digit_in_brackets", "digit_bracket", "ring",
    "dotted 2", "dotted 3", "dotted 4",
)  # fmt: skip
"""附件, 编, 分编, 章, 节, 条; 问：, headings without a label, tables; then lists by their numbers:
一、 （一） 1. (1) 1) ① and 1.1, 1.1.1, 1.1.1.1. Their places are stored: new ones come last."""


@dataclass(frozen=True, slots=True)
class Section:
    """``text[start:end]``: label, heading and what stands under them, with all its children."""

    start: int
    label_end: int
    heading_at: Range | None
    """Where the heading stands; None for none."""
    body: int
    """Where the text behind label and heading begins."""
    end: int
    level: int
    """1 for the outermost."""
    kind: str
    """One of ``KINDS``."""
    label: str | None
    """As the text has it, without spaces: 第十四条, 三、, （二）, 附件1; None for none."""
    heading: str | None
    """In one line, its characters not spaced out."""

    @classmethod
    def of(
        cls, text: str, start: int, label_end: int, heading: Range | None, *rest: Any
    ) -> Section:
        """The section with label and heading as they are shown; ``rest`` is body to kind."""
        body, end, level, kind = rest
        name = None if kind in _WITHOUT_LABEL else _joined(text[start:label_end]).rstrip("：:")
        named = shown(text, heading) if heading else None
        return cls(start, label_end, heading, body, end, level, kind, name, named)

    @property
    def is_item(self) -> bool:
        """Is it an item of a numbered list?"""
        return KINDS.index(self.kind) > KINDS.index("table")


_WITHOUT_LABEL = frozenset(("question", "heading", "table"))
_SPACED_OUT = re.compile(r"(?<=[一-鿿]) (?=[一-鿿](?: |$))")


@dataclass(frozen=True)
class Outline:
    """Sections in the order of their starts: each lies inside of its parent, or behind it."""

    sections: tuple[Section, ...] = ()
    breaks: tuple[int, ...] = ()
    """Where a paragraph begins although the text has no line end there; ascending."""
    opening: Range = (0, 0)
    """Copies of the title, notes on promulgation, addressees, a table of contents."""
    closing: Range = (0, 0)
    """Names of enclosures, signature and date; empty for none."""

    def path(self, place: int) -> tuple[Section, ...]:
        """The sections in which the character at ``place`` stands, the outermost first."""
        found: list[Section] = []
        level = len(self.sections) + 1
        for at in range(bisect_right(self.sections, place, key=_start) - 1, -1, -1):
            section = self.sections[at]
            if section.level < level:
                level = section.level
                if place < section.end:
                    found.append(section)
                if level == 1:
                    break
        return tuple(reversed(found))

    def around(self, start: int, end: int) -> tuple[Section, ...]:
        """The sections, tables left out, that hold all of the characters from start to end."""
        pairs = zip(self.path(start), self.path(max(start, end - 1)), strict=False)
        held = [one for one, other in takewhile(lambda pair: pair[0] is pair[1], pairs)]
        return tuple(section for section in held if section.kind != "table")

    def children(self, section: Section) -> list[Section]:
        """The sections that lie right below another, in their order."""
        return [
            each
            for each in self.sections
            if section.start < each.start < section.end and each.level == section.level + 1
        ]

    def headings_above(self, place: int) -> list[Range]:
        """The headings of the sections in which a place stands that are before it."""
        if not self.has_headings:
            return []
        spans = (each.heading_at for each in self.path(place) if each.kind != "table")
        return [span for span in spans if span is not None and span[1] <= place]

    @cached_property
    def has_headings(self) -> bool:
        """Whether any section has a heading."""
        return any(each.heading_at is not None for each in self.sections)


def _start(section: Section) -> int:
    return section.start


def _joined(label: str) -> str:
    return "".join(label.split())


def shown(text: str, span: Range) -> str:
    """A heading as it is shown: in one line, its characters not spaced out."""
    return _SPACED_OUT.sub("", " ".join(text[slice(*span)].split()))
