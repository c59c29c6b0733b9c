"""How does the place of an article lie to those that are asked about, and what is that worth?

Preferred is what holds in the place itself, then what holds above it, then what names none. What
holds in a part of it comes after these, a stranger last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.answer.answer import AppliedFilter
from retrieval.answer.retrieve import Candidate
from retrieval.corpus.article import Article
from retrieval.text.divisions import Division, Mention, Relation, relation

CLOSENESS = {
    Relation.SAME: 1.0,
    Relation.ABOVE: 0.5,
    Relation.BELOW: -0.25,
    Relation.STRANGER: -1.0,
}
"""How near an article's place is to the asked one; 0 where either is not known."""
STRANGER = CLOSENESS[Relation.STRANGER]


def closeness(place: Division | None, asked: Sequence[Mention]) -> float:
    """How near a place is to the nearest of the asked ones, between -1 and 1."""
    if place is None or not asked:
        return 0.0
    return max(CLOSENESS[relation(place, one.division)] for one in asked)


def holds_there(place: Division | None, asked: Sequence[Mention]) -> bool:
    """Whether a place is an asked one."""
    return closeness(place, asked) == CLOSENESS[Relation.SAME]


def is_stranger(place: Division | None, asked: Sequence[Mention]) -> bool:
    """Whether a place is neither an asked one, nor above, nor below any."""
    return closeness(place, asked) == STRANGER


def applied_places(
    question: str, asked: Sequence[Mention], shown: Sequence[Article]
) -> tuple[AppliedFilter, ...]:
    """The places that a question names, and whether the best article of its answer holds there.

    One of no known place may hold anywhere.
    """
    fits = bool(shown) and closeness(shown[0].place, asked) >= 0
    spans = dict.fromkeys((one.start, one.end) for one in asked)
    words = question.strip()
    return tuple(AppliedFilter("place", words[start:end], fits) for start, end in spans)


def strangers_last(
    found: Sequence[Candidate], places: Mapping[int, Division], asked: Sequence[Mention]
) -> list[Candidate]:
    """The candidates in their order, but for strangers: they come behind all others."""
    marked = [
        candidate._replace(elsewhere=is_stranger(places.get(candidate.n), asked))
        for candidate in found
    ]
    return sorted(marked, key=lambda candidate: candidate.elsewhere)
