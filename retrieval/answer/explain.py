"""Where does the score of an answer come from?"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer.rerank import Choice
from retrieval.answer.weights import Weights
from retrieval.index.explanation import Explanation
from retrieval.index.generation import Generation
from retrieval.index.types import Clause


def explain_choice(
    choice: Choice, searched: Sequence[Clause], generation: Generation, weights: Weights
) -> Explanation:
    """The score as a sum of weight × sign; the sign ``bm25`` down to its terms."""
    parts = []
    for name, value in choice.signs.items():
        weight = weights.ranking.get(name, 0.0)
        if name == "bm25":
            parts.append(_passage(choice, searched, generation, weight))
        elif weight and value:
            parts.append(Explanation(weight * value, f"{name}: {weight:g} × {value:.4f}"))
    return Explanation(choice.score, "score of the quote", tuple(parts))


def _passage(
    choice: Choice, searched: Sequence[Clause], generation: Generation, weight: float
) -> Explanation:
    found = generation.explain(choice.candidate.docs[0], searched)
    words = f"bm25: {weight:g} × {found.value:.4f}, of the article's best passage"
    return scaled(found, weight, words)


def scaled(explanation: Explanation, factor: float, words: str | None = None) -> Explanation:
    """The tree with every value times ``factor``."""
    parts = tuple(scaled(part, factor) for part in explanation.parts)
    return Explanation(explanation.value * factor, words or explanation.words, parts)
