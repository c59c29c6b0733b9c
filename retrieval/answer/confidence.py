"""How sure is the answer?

A logistic model of how much of the question the first answer has. Its weights were fitted on
questions with known answers and on questions put to collections that cannot know them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from retrieval.answer.answer import Verdict
from retrieval.answer.rerank import Choice, headlines
from retrieval.answer.term_weights import Evidence
from retrieval.answer.weights import Weights
from retrieval.text.fold import fold_text


def signs_of_confidence(ranked: Sequence[Choice], evidence: Evidence) -> dict[str, float]:
    """What the verdict is drawn from: shares of the question's weight, but for the last three.

    ``ranked`` is not empty, best first.
    """
    first = ranked[0]
    total = evidence.total or 1.0
    window = first.window
    rival = next((c.score for c in ranked if c.candidate.n != first.candidate.n), 0.0)
    return {
        "window": window.window / total,
        "sentence": window.sentence / total,
        "with_title": window.with_title / total,
        "unknown": evidence.unknown / total,
        "bm25": first.candidate.bm25 / total,
        "gap": (first.score - rival) / (abs(first.score) or 1.0),
        "weight": math.log1p(window.window),
        "size": math.log1p(evidence.passages),
    }


def by_chance(choice: Choice, evidence: Evidence) -> bool:
    """Has it none of the question's words but single characters, which stand anywhere?"""
    if all(len(term) == 1 for term in evidence.weights):
        return False
    in_title = evidence.held_by(fold_text(headlines(choice.article)))
    return all(len(term) == 1 for term in choice.window.terms | in_title)


def confidence(signs: Mapping[str, float], weights: Weights) -> float:
    """Between 0 and 1: how likely the first answer holds the answer."""
    drawn = weights.bias + sum(weights.confidence.get(name, 0.0) * signs[name] for name in signs)
    return 1.0 / (1.0 + math.exp(-drawn))


def verdict(sure: float, weights: Weights) -> Verdict:
    """The verdict of a confidence."""
    if sure >= weights.confident:
        return Verdict.CONFIDENT
    return Verdict.WEAK if sure >= weights.weak else Verdict.NONE
