"""How are the weights of ``weights.toml`` fitted? The mathematics; ``fit`` is the script.

The ranking's weights maximise the likelihood that the first window quotes the answer, a softmax
over the windows of each question (conditional logit; McFadden 1974). Relevance and confidence are
logistic regressions: answered questions against questions that were put to collections which cannot
know them, or to their own without the articles that answer. Half of each set, by a hash of the
article's id, is fitted on; the other half is only measured.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.ranking.rerank import Choice, best
from retrieval.answer.ranking.weights import default_weights
from retrieval.answer.search import Search
from retrieval.answer.searcher import Searcher
from retrieval.answer.stages import worth_reading
from retrieval.evaluate.measures import flat
from retrieval.evaluate.questions import Question

Array = NDArray[np.float64]

FITTED = (
    "passage", "with_title", "nearly_all", "window_bm25", "form", "form_sentence", "shape",
    "bm25_characters", "characters", "characters_with_title", "characters_nearly_all",
    "window_bm25_characters", "held", "held_characters",
)  # fmt: skip
"""The signs whose weights are fitted; the others are set by hand."""
STEPS = 500
RATE = 0.05
RIDGE = 1e-3
STEADY = 1e-2
"""The ridge of the logistic models: their signs say nearly the same."""
SHARES = {"policy": 0.5, "drcd": 0.125, "cmrc2018": 0.125, "xquad_zh": 0.125, "stard": 0.125}
"""What each set counts; policy is what users ask."""
ARTICLE_SHARE = 0.3
"""How much it counts that the article is right, beside that the quote holds the answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its windows. n windows, s signs."""

    set: str
    question: Question
    choices: list[Choice]
    signs: Array
    """(n, s)"""
    offset: Array
    """(n,) what the weights that are set by hand add."""
    article: Array
    """(n,) 1 where the article is right."""
    answer: Array
    """(n,) 1 where the article is right and the answer is quoted, if there is one."""


def ranked_windows(
    searcher: Searcher, question: str, without: Collection[str] = ()
) -> tuple[Search, list[Choice]]:
    """What a question looks for, and every window that is looked at for it, best first.

    ``without``: ids of articles that are left out.
    """
    stages = searcher.stages
    search = stages.read(question)
    found = stages.candidates(search)
    if without:
        left_out = {searcher.articles.resolve(name) or name for name in without}
        articles = searcher.articles.read([candidate.n for candidate in found])
        found = [
            candidate
            for candidate, article in zip(found, articles, strict=True)
            if article.id not in left_out
        ]
    return search, stages.rank(worth_reading(found), search, 200)


def example(name: str, searcher: Searcher, question: Question) -> Example:
    """Every window that the searcher looks at for a question, with what is known of it."""
    _, ranked = ranked_windows(searcher, question.question)
    relevant = {searcher.articles.resolve(name) or name for name in question.article_ids}
    golds = [flat(gold) for gold in question.answers]
    article = np.array([choice.article.id in relevant for choice in ranked], dtype=float)
    answer = article.copy()
    if golds:
        for at in np.flatnonzero(article):
            choice = ranked[at]
            quote = flat(choice.article.text[choice.start : choice.end])
            answer[at] = any(gold in quote for gold in golds)
    signs = np.array([[choice.signs[sign] for sign in FITTED] for choice in ranked])
    weights = default_weights().ranking
    by_hand = [sign for sign in weights if sign not in FITTED]
    offset = np.array([sum(weights[sign] * c.signs[sign] for sign in by_hand) for c in ranked])
    signs = signs.reshape(len(ranked), len(FITTED))
    return Example(name, question, ranked, signs, offset, article, answer)


def fit_ranking(examples: Sequence[Example], signs: Sequence[int] | None = None) -> Array:
    """(s,) the weights; 0 for signs that are left out. Sets count by ``SHARES``."""
    used = list(signs if signs is not None else range(len(FITTED)))
    told = [e for e in examples if len(e.answer) and 0 < e.answer.sum() < len(e.answer)]
    sizes = {name: sum(e.set == name for e in told) for name in {e.set for e in told}}
    every = np.concatenate([e.signs[:, used] for e in told])
    scale = every.std(axis=0) + 1e-9
    answer = np.concatenate([e.answer for e in told])
    article = np.concatenate([e.article for e in told])
    offset = np.concatenate([e.offset for e in told])
    counts = np.array([len(e.answer) for e in told])
    start = np.concatenate([[0], np.cumsum(counts)[:-1]])
    of = np.repeat(np.arange(len(told)), counts)
    share = np.array([SHARES[e.set] / sizes[e.set] for e in told])[of]
    x = every / scale

    def slope(weights: Array) -> Array:
        score = x @ weights + offset
        raised = np.exp(score - np.maximum.reduceat(score, start)[of])
        given = raised / np.add.reduceat(raised, start)[of]
        total = RIDGE * weights
        for right, part in ((answer, 1 - ARTICLE_SHARE), (article, ARTICLE_SHARE)):
            wanted = raised * right
            wanted /= np.maximum(np.add.reduceat(wanted, start), 1e-12)[of]
            total = total + part * (((given - wanted) * share) @ x)
        return np.asarray(total)

    weights = np.zeros(len(FITTED))
    weights[used] = descend(slope, len(used)) / scale
    return weights


def fit_logistic(x: Array, y: Array, share: Array) -> tuple[Array, float]:
    """Logistic regression. x (n, s); y (n,) how right, 0 to 1; share (n,) what each counts."""
    middle, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.column_stack([(x - middle) / scale, np.ones(len(x))])
    share = share / share.sum()

    def slope(weights: Array) -> Array:
        ridge = STEADY * weights
        ridge[-1] = 0
        return np.asarray(z.T @ ((1 / (1 + np.exp(-z @ weights)) - y) * share) + ridge)

    weights = descend(slope, z.shape[1], 3 * STEPS)
    return weights[:-1] / scale, float(weights[-1] - (weights[:-1] * middle / scale).sum())


def descend(slope: Callable[[Array], Array], size: int, steps: int = STEPS) -> Array:
    """Adam (Kingma and Ba 2015) from zero; the problems are convex and small."""
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        now = slope(weights)
        first = 0.9 * first + 0.1 * now
        second = 0.999 * second + 0.001 * now * now
        ahead = first / (1 - 0.9**step)
        weights = weights - RATE * ahead / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def measured(examples: Sequence[Example], weights: Array) -> dict[str, float]:
    """hit@1, answer@1 and answer@3 of the windows in the order of these weights."""
    hits = first = three = 0.0
    for e in examples:
        if len(e.answer):
            order = np.argsort(-(e.signs @ weights + e.offset), kind="stable")
            place = {id(e.choices[at]): at for at in order}
            taken = [place[id(c)] for c in best([e.choices[at] for at in order], 3)]
            hits += e.article[taken[0]]
            first += e.answer[taken[0]]
            three += e.answer[taken].max()
    n = len(examples) or 1
    return {"hit@1": hits / n, "answer@1": first / n, "answer@3": three / n}
