"""How sure is the answer?

Two logistic models of how much of the question the first answer has, and how far it is ahead. Both
were fitted on questions with known answers: that of relevance against questions about other things
altogether, that of confidence also against questions whose own article was left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from retrieval.answer.answer import Verdict
from retrieval.answer.ranking.place_preference import STRANGER, holds_there
from retrieval.answer.ranking.rerank import Choice
from retrieval.answer.ranking.term_weights import Evidence
from retrieval.answer.ranking.weights import Weights
from retrieval.answer.retrieve import CHARACTER_SHARE
from retrieval.text.ranges import overlap

WIDEST_GAP = 0.5
"""Ahead by this share of its score, an answer is as far ahead as can be told: where a collection is
small, there may be no other at all."""
MARGIN = 0.5
"""A stranger that scores by so much more than an answer makes that less sure."""


def signs_of_confidence(ranked: Sequence[Choice], evidence: Evidence) -> dict[str, float]:
    """What the verdict is drawn from: shares of the question's weight, gaps, and logarithms.

    ``ranked`` is not empty, best first.
    """
    first = ranked[0]
    signs, total, characters = first.signs, evidence.total, evidence.all_characters
    if not holds_there(first.article.place, evidence.asked):
        total -= evidence.place_weight
        characters -= evidence.place_characters
    total = total or 1.0
    both = total + CHARACTER_SHARE * characters
    return {
        "with_title": signs["with_title"] / total,
        "characters": signs["characters_with_title"] / (characters or 1.0),
        "article": signs["held"] / total,
        "unknown": evidence.unknown / total,
        "joint": first.candidate.joint / both,
        "gap": _gap(first, (one for one in ranked if one.candidate.n != first.candidate.n)),
        "gap_inside": _gap(first, (one for one in ranked if _is_elsewhere(one, first))),
        "weight": math.log1p(first.held),
        "character_weight": math.log1p(signs["characters"]),
        "form": signs["form"],
        "shape": signs["shape"],
        "size": math.log1p(evidence.passages),
    }


def _gap(first: Choice, others: Iterable[Choice]) -> float:
    """By which share of its score the first is ahead of the best of the others."""
    rival = next((one.score for one in others), 0.0)
    return min(WIDEST_GAP, (first.score - rival) / (abs(first.score) or 1.0))


def _is_elsewhere(one: Choice, first: Choice) -> bool:
    """Whether a window is another one of the same article."""
    same = one.candidate.n == first.candidate.n
    return same and not overlap((one.start, one.end), (first.start, first.end))


def is_ruled_elsewhere(ranked: Sequence[Choice], evidence: Evidence, weights: Weights) -> bool:
    """Whether the first answer is of another place than the asked one, or worse than such a one.

    Where a stranger has much more of the question, what is asked for is ruled by each place.
    """
    first = ranked[0]
    if first.sign("place") == STRANGER or holds_there(first.article.place, evidence.asked):
        return first.sign("place") == STRANGER
    place = weights.ranking.get("place", 0.0)
    strangers = (one.score + place for one in ranked if one.sign("place") == STRANGER)
    return max(strangers, default=-math.inf) > first.score - place * first.sign("place") + MARGIN


def less_sure(told: Verdict) -> Verdict:
    """One step less."""
    return Verdict.WEAK if told is Verdict.CONFIDENT else Verdict.NONE


def verdict(signs: Mapping[str, float], weights: Weights) -> Verdict:
    """What the models tell."""
    if weights.relevance.probability(signs) < weights.weak:
        return Verdict.NONE
    sure = weights.confidence.probability(signs) >= weights.confident
    return Verdict.CONFIDENT if sure else Verdict.WEAK
