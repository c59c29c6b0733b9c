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
    """The score as a sum of weight × sign; the sign ``passage`` down to its terms."""
    parts = []
    for name, value in choice.signs.items():
        weight = weights.ranking.get(name, 0.0)
        doc = choice.candidate.doc_at(choice.start, choice.end)
        if name == "passage" and doc is not None:
            found = generation.explain(doc, searched)
            words = f"passage: {weight:g} × {found.value:.4f}, BM25 of the quote's passage"
            parts.append(scaled(found, weight, words))
        elif weight and value:
            parts.append(Explanation(weight * value, f"{name}: {weight:g} × {value:.4f}"))
    return Explanation(choice.score, "score of the quote", tuple(parts))


def scaled(explanation: Explanation, factor: float, words: str | None = None) -> Explanation:
    """The tree with every value times ``factor``."""
    parts = tuple(scaled(part, factor) for part in explanation.parts)
    return Explanation(explanation.value * factor, words or explanation.words, parts)
