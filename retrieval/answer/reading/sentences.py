"""What is an article made of, to a reader who looks for an answer: lead-ins, and what they lead to.

A heading, a question, 问：…, a sentence that ends in a colon or announces a list says what the
sentences after it are about. They say the rest: what a lead-in names counts for its followers, and
a quote never ends with a lead-in. The outline tells where paragraphs and sections begin, and what
their headings are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from retrieval.answer.reading.references import References
from retrieval.corpus.outline.sections import Outline, Section
from retrieval.corpus.passages import sentences
from retrieval.text.ranges import Range, overlap

HEADING = 36
"""A line without a closing mark is a heading up to this many characters."""
SMALL = 60
"""Items of fewer characters stand together in one unit, as paragraphs of what holds them."""
TAIL = 40
"""Characters at the end of a sentence in which it announces a list."""

_CLOSED = re.compile(r"[。！!；;，,、…][”’」』》）)\]]*$")
_ASKS = re.compile(r"[？?][”’」』》）)\]]*$|^(?:问|問|Q)\s*[：:]")
_OPENS = re.compile(
    r"[：:]$|(?:如下|下列|以下|有[一二三四五六七八九十两兩\d]+[种種个個类類项項条條点點步][^。；]{0,6})"
    r"[。；;：:]?$"
)
_CLAUSE = (re.compile(r"[^；;]*[；;]?"), re.compile(r"[^，,、：:；;]*[，,、：:；;]?"))


class Sentence(NamedTuple):
    """A sentence ``text[start:end]``, or a clause of one that is too long for a quote."""

    start: int
    end: int
    leads: bool = False
    """It is a lead-in."""
    opens: bool = False
    """It is one that says something itself: …有下列情形之一的，处五百元罚款：, 申请材料如下："""
    above: tuple[int, ...] = ()
    """The lead-ins that lead to it, by their places among the sentences, the outermost first."""
    unit: int | None = None
    """Where the article or item begins that a quote of this sentence keeps to."""
    begins: bool = True
    """It begins a paragraph."""
    formal: bool = False
    """It stands in the opening or closing of a document."""
    refers: tuple[Range, ...] = ()
    """Which stretches of the same text it refers to: 违反本条例第十四条规定的…"""

    @property
    def keeps_to(self) -> tuple[int | None, bool]:
        """The same for all sentences that a quote may hold together."""
        return self.unit, self.formal


def read_sentences(
    text: str, outline: Outline, limit: int, within: Range | None = None
) -> list[Sentence]:
    """The sentences of a text, or of a range of it, none longer than the limit."""
    return _Reader(text, outline, limit).read(within or (0, len(text)))


def spans(found: Sequence[Sentence], limit: int) -> list[Range]:
    """(first, last) sentence of each window, from left to right; none lies inside another.

    A window begins where a paragraph does, unless the paragraph is too long for a quote, keeps to
    its unit, takes what fits, and ends with no lead-in.
    """
    made: list[Range] = []
    last = -1
    for first in range(len(found)):
        if not found[first].begins and _paragraph(found, first, limit):
            continue
        reach = _reach(found, first, limit)
        while reach > first and found[reach].leads:
            reach -= 1
        if reach > last and not (found[reach].leads and reach + 1 < len(found)):
            made.append((first, reach))
            last = reach
    return made


def _reach(found: Sequence[Sentence], first: int, limit: int) -> int:
    """The last sentence that fits; lead-ins go with the unit of what they lead to."""
    reach = first
    unit = None if found[first].leads else found[first].keeps_to
    while reach + 1 < len(found) and found[reach + 1].end - found[first].start <= limit:
        following = found[reach + 1]
        if unit is not None and following.keeps_to != unit:
            break
        reach += 1
        unit = unit or (None if following.leads else following.keeps_to)
    return reach


def _paragraph(found: Sequence[Sentence], place: int, limit: int) -> bool:
    """Whether the paragraph of a sentence fits into a quote."""
    first, last = place, place
    while not found[first].begins:
        first -= 1
        if found[place].end - found[first].start > limit:
            return False
    while last + 1 < len(found) and not found[last + 1].begins:
        last += 1
        if found[last].end - found[first].start > limit:
            return False
    return True


class _Reader:
    """Goes through a text once, with the sections and the lead-ins that are open."""

    def __init__(self, text: str, outline: Outline, limit: int) -> None:
        self._text = text
        self._outline = outline
        self._limit = limit
        self._open: list[Section] = []
        self._next = 0
        self._headed: dict[int, int] = {}
        self._heading: int | None = None
        self._lead_ins: list[tuple[int, int | None]] = []
        self._made: list[Sentence] = []
        self._ended = True
        self._references = References(outline)

    def read(self, within: Range) -> list[Sentence]:
        ranges = self._ranges(within)
        end = within[1]
        for (start, stop), (following, _) in pairwise([*ranges, (end, end)]):
            self._enter(start)
            self._add(start, stop, following, following >= end)
        return self._made

    def _ranges(self, within: Range) -> list[Range]:
        """The sentences, also cut where the outline says that something begins."""
        made: list[Range] = []
        outline = self._outline
        cuts = {*outline.breaks, outline.opening[1], outline.closing[0]}
        for section in outline.sections:
            cuts |= {section.start, section.body} if section.heading else {section.start}
        ordered = sorted(cuts)
        first, last = within
        for start, stop in sentences(self._text[first:last]):
            start, stop = start + first, stop + first
            inside = ordered[bisect_right(ordered, start) : bisect_right(ordered, stop - 1)]
            for edges in pairwise([start, *inside, stop]):
                made += self._bounded(*edges)
        return made

    def _bounded(self, start: int, end: int) -> list[Range]:
        text = self._text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start <= self._limit:
            return [(start, end)] if start < end else []
        return _clauses(text, start, end, self._limit)

    def _enter(self, place: int) -> None:
        sections = self._outline.sections
        while self._next < len(sections) and sections[self._next].start <= place:
            section = sections[self._next]
            self._open = [each for each in self._open if each.level < section.level]
            self._open.append(section)
            self._next += 1
        if self._open and self._open[-1].end <= place:  # the innermost ends first
            self._open = [each for each in self._open if place < each.end]
        if self._lead_ins:
            self._lead_ins = [each for each in self._lead_ins if each[1] is None or place < each[1]]

    def _add(self, start: int, end: int, following: int, last: bool) -> None:
        begins, self._ended = self._ended, last or self._breaks(end, following)
        ends = self._ended
        headed = next((s for s in self._open if s.heading and s.start <= start < s.body), None)
        place, line = len(self._made), self._text[start:end]
        above = self._above(headed)
        alone = headed is None and not last and begins and ends and _heads(line)
        opens = (
            headed is None
            and not last
            and not alone
            and (_asks(line) or _OPENS.search(line, len(line) - TAIL) is not None)
        )
        if alone:
            self._heading, self._lead_ins = place, []
            above = tuple(at for at in above if at in self._headed.values())
        self._made.append(
            Sentence(
                start,
                end,
                leads=headed is not None or alone or opens,
                opens=opens,
                above=above,
                unit=self._unit(),
                begins=begins,
                formal=self._is_formal((start, end)),
                refers=tuple((s.start, s.end) for s in self._references.of(line)),
            )
        )
        if headed is not None:
            self._headed.setdefault(headed.start, place)
        elif opens:
            self._lead_ins = [each for each in self._lead_ins if each[1] is not None]
            self._lead_ins.append((place, self._open[-1].end if self._open else None))
        elif ends:
            self._lead_ins = [each for each in self._lead_ins if self._leads_on(each, start)]

    def _above(self, headed: Section | None) -> tuple[int, ...]:
        heads = [self._headed[s.start] for s in self._open if s.start in self._headed]
        if headed is not None:
            return tuple(heads)
        own = [] if self._heading is None else [self._heading]
        return tuple(sorted({*heads, *own, *(place for place, _ in self._lead_ins)}))

    def _leads_on(self, lead_in: tuple[int, int | None], start: int) -> bool:
        """A lead-in inside of a line leads to that line; one that ends its line leads further."""
        return lead_in[1] is not None or self._breaks(self._made[lead_in[0]].end, start)

    def _breaks(self, end: int, start: int) -> bool:
        """Whether a paragraph ends between two sentences."""
        breaks = self._outline.breaks
        return "\n" in self._text[end:start] or bisect_right(breaks, start) > bisect_right(
            breaks, end
        )

    def _unit(self) -> int | None:
        article = next((s for s in self._open if s.kind == "article"), None)
        if article is not None:
            return article.start
        for at, section in enumerate(self._open):
            if section.end - section.start <= self._limit:
                if section.end - section.start >= SMALL:
                    return section.start
                return self._open[at - 1].start if at else None
        return self._open[-1].start if self._open else None

    def _is_formal(self, sentence: Range) -> bool:
        return overlap(sentence, self._outline.opening) or overlap(sentence, self._outline.closing)


def _heads(line: str) -> bool:
    return len(line) <= HEADING and not _CLOSED.search(line) and not _asks(line)


def _asks(line: str) -> bool:
    return (line[0] in "问問Q" or "？" in line or "?" in line) and _ASKS.search(line) is not None


def _clauses(text: str, start: int, end: int, limit: int, depth: int = 0) -> list[Range]:
    """The sentence cut after each ；, a part that is too long after each ，, then anywhere."""
    if depth == len(_CLAUSE):
        return [(at, min(at + limit, end)) for at in range(start, end, limit)]
    made: list[Range] = []
    for match in _CLAUSE[depth].finditer(text, start, end):
        first, last = match.span()
        if last - first > limit:
            made += _clauses(text, first, last, limit, depth + 1)
        elif last > first:
            made.append((first, last))
    return made
