"""Which stretch of an article answers the question, and which sentence of it?

A window is a stretch of whole sentences that fits into a quote and could not take one more. All
windows of a stretch of text are looked at, not only the passages of the index. What is matched is
found by its place in the folded text: nothing is tokenised here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from retrieval.answer.kinds import Kind, can_hold
from retrieval.corpus.article import Range
from retrieval.corpus.passages import sentences

MOST_OCCURRENCES = 40
"""Places of one term that are looked at in a stretch; a term that is everywhere tells little."""

SIGNS = ("window", "sentence", "second", "with_title", "kind", "kind_sentence", "lead")
"""What a window is judged by, see ``Window``."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is looked for: each term with its weight (idf of the word + ½ idf of the bigram)."""

    weights: Mapping[str, float]
    kind: Kind
    unknown: float = 0.0
    """The weight of the terms that no passage of the collection holds."""

    @property
    def total(self) -> float:
        """The weight of a text that holds every term."""
        return sum(self.weights.values())

    def held_by(self, folded: str) -> frozenset[str]:
        """The terms that occur in a folded text."""
        return frozenset(term for term in self.weights if next(_places(folded, term), -1) >= 0)

    def weight_of(self, terms: Iterable[str]) -> float:
        return sum(self.weights[term] for term in terms)


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
    second: float
    """The weight of the terms in its second sentence."""
    with_title: float
    """The weight of the terms in the window or the title."""
    kind: float
    """1 where a sentence with terms has the form of the answer, else 0."""
    kind_sentence: float
    """The weight of the terms in the best sentence of that form."""
    lead: float
    """1 for the window that opens the stretch, and the article where it begins there, else 0."""

    def signs(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in SIGNS}

    def moved(self, by: int) -> Window:
        """The same window of a text that has ``by`` characters before the stretch."""
        first, last = self.answer
        return replace(
            self, start=self.start + by, end=self.end + by, answer=(first + by, last + by), lead=0.0
        )


def windows(
    text: str, folded: str, title_terms: frozenset[str], evidence: Evidence, limit: int
) -> list[Window]:
    """The windows of at most ``limit`` characters that hold a term; offsets count from ``text``'s
    start."""
    pieces = _pieces(text, limit)
    found = _terms_of_pieces(folded, pieces, evidence)
    weights = [evidence.weight_of(terms) for terms in found]
    fits = [
        bool(terms) and can_hold(evidence.kind, folded[start:end])
        for terms, (start, end) in zip(found, pieces, strict=True)
    ]
    made = []
    for first, last in _stretches(pieces, limit):
        inside = range(first, last + 1)
        terms = frozenset().union(*found[first : last + 1])
        if not terms:
            continue
        order = sorted(inside, key=lambda at: weights[at], reverse=True)
        of_kind = max((weights[at] for at in inside if fits[at]), default=0.0)
        best = max(order, key=lambda at: weights[at] * (KIND_BONUS if fits[at] else 1.0))
        made.append(
            Window(
                pieces[first][0],
                pieces[last][1],
                terms,
                pieces[best],
                window=evidence.weight_of(terms),
                sentence=weights[order[0]],
                second=weights[order[1]] if len(order) > 1 else 0.0,
                with_title=evidence.weight_of(terms | title_terms),
                kind=float(of_kind > 0),
                kind_sentence=of_kind,
                lead=float(first == 0),
            )
        )
    return made


KIND_BONUS = 1.3
"""A sentence of the right kind answers rather than one with slightly more of the question."""


def highlights(folded: str, terms: Iterable[str]) -> tuple[Range, ...]:
    """Where the terms stand in a folded quote: ascending, touching ones joined."""
    ranges = sorted((place, place + len(term)) for term in terms for place in _places(folded, term))
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
    for term in evidence.weights:
        for place in _places(folded, term):
            at = bisect_right(starts, place) - 1
            if at >= 0:
                found[at].add(term)
    return [frozenset(terms) for terms in found]


def _places(folded: str, term: str) -> Iterator[int]:
    """Where a term stands, from left to right; a run of letters and digits only as a whole."""
    whole = term.isascii()
    at = folded.find(term)
    for _ in range(MOST_OCCURRENCES):
        if at < 0:
            return
        end = at + len(term)
        if not (whole and (_in_run(folded, at - 1) or _in_run(folded, end))):
            yield at
        at = folded.find(term, end)


def _in_run(folded: str, at: int) -> bool:
    return 0 <= at < len(folded) and folded[at].isascii() and folded[at].isalnum()


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
