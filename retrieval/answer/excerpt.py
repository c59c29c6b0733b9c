"""Which stretch of an article answers the question, and which sentence of it?

A window is a stretch of whole sentences that fits into a quote and could not take one more. All
windows of a stretch of text are looked at, not only the passages of the index. What is matched is
found by its place in the folded text: nothing is tokenised here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.answer.evidence import Evidence
from retrieval.answer.kinds import can_hold
from retrieval.corpus.article import Range
from retrieval.corpus.passages import sentences

SIGNS = ("sentence", "with_title", "nearly_all", "kind_sentence", "shape", "lead")
"""What a window is judged by, see ``Window``."""
KIND = 0.3
SHAPE = 0.6
"""By these shares a sentence of the right kind, and one of the right shape, counts for more when
the sentence that answers is marked."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch ``text[start:end]`` with what it has of the question, in units of idf."""

    start: int
    end: int
    terms: frozenset[str]
    answer: Range
    """The sentence that has most of the question, one of the right kind before others."""
    window: float
    """The weight of the terms in the window."""
    sentence: float
    """The weight of the terms in its best sentence."""
    with_title: float
    """The weight of the terms in the window or the title."""
    nearly_all: float
    """The same, squared, by the weight of the whole question: it rises where little is missing."""
    kind_sentence: float
    """The weight of the terms in the best sentence that has the form of the answer."""
    shape: float
    """1 where a sentence looks like the answer to this very question, else 0."""
    lead: float
    """1 for the first of several windows of a stretch whose title has terms, else 0."""
    fits: bool = False
    """A sentence of it has the form of the answer."""

    def signs(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in SIGNS}

    def moved(self, by: int) -> Window:
        """The same window of a text that has ``by`` characters before the stretch."""
        first, last = self.answer
        return replace(
            self, start=self.start + by, end=self.end + by, answer=(first + by, last + by), lead=0.0
        )


def windows(
    text: str,
    folded: str,
    title_terms: frozenset[str],
    evidence: Evidence,
    limit: int,
    *,
    bare: bool = False,
) -> list[Window]:
    """The windows of at most ``limit`` characters that hold a term, or any window if ``bare``.

    Offsets count from ``text``'s start.
    """
    pieces = _pieces(text, limit)
    found = _terms_of_pieces(folded, pieces, evidence)
    weights = [evidence.weight_of(terms) for terms in found]
    shape = evidence.shape
    fits, shaped = [False] * len(pieces), [False] * len(pieces)
    for at, (start, end) in enumerate(pieces):
        if bare or found[at]:
            fits[at] = can_hold(evidence.kind, folded[start:end])
            shaped[at] = shape is not None and shape.search(folded, start, end) is not None
    stretches = _stretches(pieces, limit)
    led = bool(title_terms) and len(stretches) > 1
    made = []
    for first, last in stretches:
        terms = frozenset().union(*found[first : last + 1])
        if not (terms or bare):
            continue
        inside = range(first, last + 1)
        # The first of those with most: a sentence of the right kind counts for more.
        worth = {at: weights[at] * (1 + KIND * fits[at] + SHAPE * shaped[at]) for at in inside}
        best = max(inside, key=lambda at: (worth[at], shaped[at], fits[at]))
        with_title = evidence.weight_of(terms | title_terms)
        made.append(
            Window(
                pieces[first][0],
                pieces[last][1],
                terms,
                pieces[best],
                window=evidence.weight_of(terms),
                sentence=max(weights[first : last + 1]),
                with_title=with_title,
                nearly_all=with_title * with_title / (evidence.total or 1.0),
                kind_sentence=max((weights[at] for at in inside if fits[at]), default=0.0),
                shape=float(any(shaped[first : last + 1])),
                lead=float(led and first == 0),
                fits=any(fits[first : last + 1]),
            )
        )
    return made


def highlights(folded: str, terms: Iterable[str], evidence: Evidence) -> tuple[Range, ...]:
    """Where the terms stand in a folded quote: ascending, touching ones joined."""
    ranges = sorted(place for term in terms for place in evidence.places(folded, term))
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _terms_of_pieces(folded: str, pieces: list[Range], evidence: Evidence) -> list[frozenset[str]]:
    starts = [start for start, _ in pieces]
    found: list[set[str]] = [set() for _ in pieces]
    if not pieces:
        return []
    for term in evidence.weights:
        for place, _ in evidence.places(folded, term):
            found[max(0, bisect_right(starts, place) - 1)].add(term)
    return [frozenset(terms) for terms in found]


def _stretches(pieces: list[Range], limit: int) -> list[tuple[int, int]]:
    """(first, last) piece of each window, from left to right; none lies inside another."""
    made: list[tuple[int, int]] = []
    last = -1
    for first in range(len(pieces)):
        reach = max(last, first)
        while reach + 1 < len(pieces) and pieces[reach + 1][1] - pieces[first][0] <= limit:
            reach += 1
        if reach > last:
            made.append((first, reach))
            last = reach
    return made


def _pieces(text: str, limit: int) -> list[Range]:
    """The sentences; one that is longer than the limit in its clauses."""
    made: list[Range] = []
    for start, end in sentences(text):
        made += [(start, end)] if end - start <= limit else _clauses(text, start, end, limit)
    return made


_CLAUSE = (re.compile(r"[^；;]*[；;]?"), re.compile(r"[^，,、：:；;]*[，,、：:；;]?"))


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
