"""Where does the score of an answer come from?"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer.question.expansion import Form
from retrieval.answer.ranking.rerank import Choice
from retrieval.answer.ranking.weights import Weights
from retrieval.answer.search import Search
from retrieval.index.engine import Engine
from retrieval.index.explanation import Explanation


def explain_choice(choice: Choice, search: Search, engine: Engine, weights: Weights) -> Explanation:
    """The score as a sum of weight × sign; the sign ``passage`` down to its terms."""
    parts = []
    for name, value in choice.signs.items():
        weight = weights.ranking.get(name, 0.0)
        doc = choice.candidate.doc_at(choice.start, choice.end)
        if name == "passage" and doc is not None:
            found = _of_passage(doc, search, engine)
            words = f"passage: {weight:g} × {found.value:.4f}"
            parts.append(scaled(found, weight, words))
        elif weight and value:
            parts.append(Explanation(weight * value, f"{name}: {weight:g} × {value:.4f}"))
    return Explanation(choice.score, "score", tuple(parts))


def _of_passage(doc: int, search: Search, engine: Engine) -> Explanation:
    """BM25 of a passage, in which what was learnt from earlier answers stands apart."""
    asked = engine.explain(doc, search.searched)
    if not search.learnt:
        return asked
    added = engine.explain(doc, search.learnt)
    learnt = Explanation(added.value, _learnt_words(search.query.learnt), added.parts)
    return Explanation(asked.value + added.value, asked.words, (*asked.parts, learnt))


def _learnt_words(learnt: Sequence[Form]) -> str:
    pairs = ", ".join(f"{form.surface} → {form.other} ({form.weight:.2f})" for form in learnt)
    return f"learnt: {pairs}"


def scaled(explanation: Explanation, factor: float, words: str | None = None) -> Explanation:
    """The tree with every value times ``factor``."""
    parts = tuple(scaled(part, factor) for part in explanation.parts)
    return Explanation(explanation.value * factor, words or explanation.words, parts)
