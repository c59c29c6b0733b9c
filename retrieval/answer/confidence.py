"""How sure is the answer?

A logistic model of how much of the question the first answer has. Its weights were fitted on
questions with known answers and on questions put to collections that cannot know them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from retrieval.answer.answer import Verdict
from retrieval.answer.rerank import Choice
from retrieval.answer.retrieve import CHARACTER_SHARE
from retrieval.answer.term_weights import Evidence
from retrieval.answer.weights import Weights
from retrieval.text.ranges import overlap


def signs_of_confidence(ranked: Sequence[Choice], evidence: Evidence) -> dict[str, float]:
    """What the verdict is drawn from: shares of the question's weight, gaps, and logarithms.

    ``ranked`` is not empty, best first.
    """
    first = ranked[0]
    signs, total = first.signs, evidence.total or 1.0
    both = total + CHARACTER_SHARE * evidence.all_characters
    return {
        "with_title": signs["with_title"] / total,
        "characters": signs["characters_with_title"] / (evidence.all_characters or 1.0),
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
    return (first.score - rival) / (abs(first.score) or 1.0)


def _is_elsewhere(one: Choice, first: Choice) -> bool:
    """Whether a window is another one of the same article."""
    same = one.candidate.n == first.candidate.n
    return same and not overlap((one.start, one.end), (first.start, first.end))


def confidence(signs: Mapping[str, float], weights: Weights) -> float:
    """Between 0 and 1: how likely the first answer holds the answer."""
    drawn = weights.bias + sum(weights.confidence.get(name, 0.0) * signs[name] for name in signs)
    return 1.0 / (1.0 + math.exp(-drawn))


def verdict(sure: float, weights: Weights) -> Verdict:
    """The verdict of a confidence."""
    if sure >= weights.confident:
        return Verdict.CONFIDENT
    return Verdict.WEAK if sure >= weights.weak else Verdict.NONE
