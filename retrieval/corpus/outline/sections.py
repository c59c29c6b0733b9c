"""What is the outline of a document: its sections, as offsets into a text that stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from retrieval.text.ranges import Range


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a reader hands it over, where the format knows which lines are headings."""

    start: int
    level: int | None = None
    """1 for the highest heading; None for a line that is none."""


@dataclass(frozen=True, slots=True)
class Section:
    """``text[start:end]``: label, heading and what stands under them, with all its children."""

    start: int
    body: int
    """Where the text behind label and heading begins."""
    end: int
    level: int
    """1 for the outermost."""
    kind: str
    """``part subpart chapter section article``, ``enclosure``, ``question``, ``heading``,
    ``table``, or for lists how they are numbered: ``一、 （一） 1. （1） 1） ①`` and the like."""
    label: str | None
    """As the text has it, without blanks: 第十四条, 三、, （二）, 附件1; None for none."""
    heading: str | None

    @property
    def is_item(self) -> bool:
        """Is it an item of a numbered list?"""
        return self.label is not None and self.kind not in _WITHOUT_ITEMS


_WITHOUT_ITEMS = frozenset(
    ("part", "subpart", "chapter", "section", "article", "enclosure", "question")
)


@dataclass(frozen=True, slots=True)
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


def _start(section: Section) -> int:
    return section.start
