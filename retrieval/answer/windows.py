"""Which stretch of an article answers the question, and which sentence of it?

A window is a stretch of whole sentences that fits into a quote and could not take one more. All
windows of a stretch of text are looked at, not only the passages of the index. What is matched is
found by its place in the folded text: nothing is tokenised here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from retrieval.answer.question_type import announces, can_hold
from retrieval.answer.sentences import Piece, pieces, stretches
from retrieval.answer.term_weights import Evidence
from retrieval.text.ranges import Range, merge, shift

SIGNS = (
    "sentence",
    "with_title",
    "nearly_all",
    "kind_sentence",
    "shape",
    "under",
    "cut",
    "lead",
)
"""What a window is judged by, see ``Window``."""
KIND = 0.3
SHAPE = 0.6
ANNOUNCED = 0.6
"""By these shares a sentence of the right kind, of the right shape, or under the right heading
counts for more when the sentence that answers is marked."""
INHERITED = 0.8
"""What a term of a lead-in counts for the sentence that it leads to."""


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
    under: float
    """The share of the question in its best sentence under a heading that announces this kind of
    answer."""
    cut: float
    """The share of what leads on from the heading of its answer that it leaves out."""
    lead: float = 0.0
    """1 for the opening of an article in one paragraph whose title has terms, else 0."""
    fits: bool = False
    """A sentence of it has the form of the answer."""

    @property
    def range(self) -> Range:
        return self.start, self.end

    def signs(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in SIGNS}

    def leading(self, is_lead: bool) -> Window:
        return replace(self, lead=1.0) if is_lead else self

    def moved(self, by: int) -> Window:
        """The same window of a text that has ``by`` characters before the stretch."""
        (start, end), answer = shift([self.range, self.answer], by)
        return replace(self, start=start, end=end, answer=answer, lead=0.0)


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
    found = pieces(text, limit)
    read = [
        _read(folded, piece, terms, inherited, announced, evidence, bare)
        for piece, terms, inherited, announced in zip(
            found,
            *_terms(folded, found, evidence),
            _announced(folded, found, evidence),
            strict=True,
        )
    ]
    spans = stretches(found, limit)
    # A text in one paragraph says first what it is about; one in sections begins with formalities.
    led = bool(title_terms) and len(spans) > 1 and "\n" not in text
    return [
        _window(
            read[first : last + 1], title_terms, evidence, _cut(found, limit, first, last)
        ).leading(led and first == 0)
        for first, last in spans
        if bare or any(part.terms for part in read[first : last + 1])
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece with what it has of the question."""

    piece: Piece
    terms: frozenset[str]
    """Its own, and those of what leads to it."""
    weight: float
    fits: bool
    shaped: bool
    announced: bool

    @property
    def worth(self) -> tuple[bool, float, bool, bool]:
        """For choosing the piece that answers: no lead-in does where there is another."""
        weight = self.weight * (
            1 + KIND * self.fits + SHAPE * self.shaped + ANNOUNCED * self.announced
        )
        return not self.piece.leads, weight, self.shaped, self.fits


def _read(
    folded: str,
    piece: Piece,
    own: frozenset[str],
    inherited: frozenset[str],
    announced: bool,
    evidence: Evidence,
    bare: bool,
) -> _Read:
    weight = evidence.weight_of(own)
    if inherited:
        weight += INHERITED * evidence.weight_of(inherited - own)
    looked = (bare or bool(own or inherited)) and not piece.leads
    shape = evidence.shape
    return _Read(
        piece,
        own | inherited,
        weight,
        looked and can_hold(evidence.kind, folded[piece.start : piece.end]),
        looked and shape is not None and shape.search(folded, piece.start, piece.end) is not None,
        announced and looked,
    )


def _window(
    read: list[_Read],
    title_terms: frozenset[str],
    evidence: Evidence,
    cut: Callable[[Piece], float],
) -> Window:
    terms = frozenset().union(*(part.terms for part in read))
    best = max(read, key=lambda part: part.worth)
    bodies = [part for part in read if not part.piece.leads] or read
    with_title = evidence.weight_of(terms | title_terms)
    return Window(
        read[0].piece.start,
        read[-1].piece.end,
        terms,
        (best.piece.start, best.piece.end),
        window=evidence.weight_of(terms),
        sentence=max(part.weight for part in bodies),
        with_title=with_title,
        nearly_all=with_title * with_title / (evidence.total or 1.0),
        kind_sentence=max((part.weight for part in read if part.fits), default=0.0),
        shape=float(any(part.shaped for part in read)),
        under=max((part.weight for part in bodies if part.announced), default=0.0)
        / (evidence.total or 1.0),
        cut=cut(best.piece),
        fits=any(part.fits for part in read),
    )


def _cut(found: list[Piece], limit: int, first: int, last: int) -> Callable[[Piece], float]:
    """Which share of what one lead-in leads to, as far as it fits a quote, a window leaves out."""

    def share(best: Piece) -> float:
        if not best.group or best.leads:
            return 0.0
        members = [p for p in found if p.group == best.group and not p.leads]
        most = min(limit, members[-1].end - members[0].start)
        inside = [p for p in found[first : last + 1] if p.group == best.group and not p.leads]
        return 1.0 - min(1.0, (inside[-1].end - inside[0].start) / most)

    return share


def highlights(folded: str, terms: Iterable[str], evidence: Evidence) -> tuple[Range, ...]:
    """Where the terms stand in a folded quote: ascending, touching ones joined."""
    return merge(place for term in terms for place in evidence.places(folded, term))


def _announced(folded: str, found: list[Piece], evidence: Evidence) -> list[bool]:
    """For each piece whether what leads to it announces the kind of answer that is asked for."""
    says = [
        piece.leads and announces(evidence.kind, folded[piece.start : piece.end]) for piece in found
    ]
    return [any(says[at] for at in piece.group) for piece in found]


def _terms(
    folded: str, found: list[Piece], evidence: Evidence
) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """For each piece the terms that it holds, and those of what leads to it."""
    starts = [piece.start for piece in found]
    own: list[set[str]] = [set() for _ in found]
    if found:
        for term in evidence.weights:
            for place, _ in evidence.places(folded, term):
                own[max(0, bisect_right(starts, place) - 1)].add(term)
    held = [frozenset(terms) for terms in own]
    above = [frozenset().union(*(held[at] for at in piece.group)) for piece in found]
    return held, above
