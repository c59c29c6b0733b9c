"""What is an article made of, to a reader who looks for an answer: lead-ins, and what they lead to.

A heading, a question, 问：…, a sentence that ends in a colon or announces a list says what the
sentences after it are about. They say the rest: what a lead-in names counts for its followers, and
a quote never ends with a lead-in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from retrieval.corpus.passages import sentences
from retrieval.text.ranges import Range

HEADING = 36
"""A line without a closing mark is a heading up to this many characters."""

_CLOSED = re.compile(r"[。！!；;，,、…][”’」』》）)\]]*$")
_ASKS = re.compile(r"[？?][”’」』》）)\]]*$|^(?:问|問|Q)\s*[：:]")
_OPENS = re.compile(
    r"[：:]$|(?:如下|下列|以下|有[一二三四五六七八九十两兩\d]+[种種个個类類项項条條点點步][^。；]{0,6})"
    r"[。；;：:]?$"
)
_CLAUSE = (re.compile(r"[^；;]*[；;]?"), re.compile(r"[^，,、：:；;]*[，,、：:；;]?"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a clause of one that is too long for a quote."""

    start: int
    end: int
    leads: bool = False
    """It is a lead-in."""
    heading: int | None = None
    """The piece that heads its section."""
    lead_in: int | None = None
    """The piece that leads to it, inside of the section."""

    @property
    def group(self) -> tuple[int, ...]:
        """What leads to it; the same for all pieces that one lead-in leads to."""
        return tuple(each for each in (self.heading, self.lead_in) if each is not None)


def pieces(text: str, limit: int) -> list[Piece]:
    """The sentences of a text, none longer than the limit, each with what leads to it."""
    made: list[Piece] = []
    heading: int | None = None
    lead_in: int | None = None
    ranges = _ranges(text, limit)
    for (start, end), (following, _) in pairwise([*ranges, (len(text), len(text))]):
        line_ends = "\n" in text[end:following] or following == len(text)
        line_begins = not made or "\n" in text[made[-1].end : start]
        sentence = text[start:end]
        leads = following < len(text)
        if leads and line_begins and line_ends and _heads(sentence):
            heading, lead_in = len(made), None
            made.append(Piece(start, end, True))
        elif leads and (_ASKS.search(sentence) or _OPENS.search(sentence)):
            made.append(Piece(start, end, True, heading))
            lead_in = len(made) - 1
        else:
            made.append(Piece(start, end, False, heading, lead_in))
            if line_ends and lead_in is not None:
                lead_in = lead_in if _leads_on(text, made[lead_in], made[-1]) else None
    return made


def stretches(found: list[Piece], limit: int) -> list[Range]:
    """(first, last) piece of each window, from left to right; none lies inside another.

    A window takes what fits, and ends with no lead-in.
    """
    made: list[Range] = []
    last = -1
    for first in range(len(found)):
        reach = first
        while reach + 1 < len(found) and found[reach + 1].end - found[first].start <= limit:
            reach += 1
        while reach > first and found[reach].leads:
            reach -= 1
        if reach > last:
            made.append((first, reach))
            last = reach
    return made


def _heads(line: str) -> bool:
    return len(line) <= HEADING and not _CLOSED.search(line) and not _ASKS.search(line)


def _leads_on(text: str, lead_in: Piece, piece: Piece) -> bool:
    """A lead-in inside of a line leads to that line; one that ends its line leads further."""
    return "\n" in text[lead_in.end : piece.start]


def _ranges(text: str, limit: int) -> list[Range]:
    """The sentences; one that is longer than the limit in its clauses."""
    made: list[Range] = []
    for start, end in sentences(text):
        made += [(start, end)] if end - start <= limit else _clauses(text, start, end, limit)
    return made


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
