"""Fit ``weights.toml`` on half of each set, and measure it on the other half.

    python -m benchmarks.quality.fit [--homes HOMES] [--most N] [--out FILE] [--ablation]
        [--verdict]

``--most`` takes a sample of each set; ``--verdict`` leaves the ranking as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.quality.fitting import (
    FITTED,
    Array,
    Example,
    example,
    fit_logistic,
    fit_ranking,
    measured,
    ranked_windows,
)
from benchmarks.quality.sets import HOMES, EvaluationSet, find_sets, held_out
from retrieval.answer.ranking.confidence import signs_of_confidence
from retrieval.answer.ranking.rerank import Choice
from retrieval.answer.ranking.weights import FILE, Logistic, Weights, default_weights
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.measures import flat
from retrieval.evaluate.questions import Question
from tests.shared import EVAL, skip_without_shared

SETS = ("policy", "drcd", "cmrc2018", "xquad_zh", "stard")
STRANGERS = ("seeds", "stard", "policy")
"""Collections that know nothing of what the questions of ``ASKED`` are about."""
ASKED = ("drcd", "cmrc2018", "xquad_zh")
LEFT_OUT = ("policy", "drcd", "cmrc2018", "xquad_zh")
"""Whose questions are also asked without the articles that answer them."""
SIGNS = (
    "with_title", "characters", "article", "unknown", "joint", "gap", "gap_inside", "weight",
    "character_weight", "form", "shape", "size",
)  # fmt: skip
TOLD = {"policy": 3.0, "policy left out": 2.0}
"""What the questions of a set count for the verdict, 0.5 for others, 0.35 for strangers'."""
MOST_NONE = 0.0075
"""This share of policy's answerable questions gets no answer. Of both halves: what the fitted one
misses has been read when words were added to the lexicon, so it knows fewer that find little."""
OFFERED, SURE = 0.955, 0.77
"""These shares of policy's right answers would be offered, and are confident, of both halves."""
HALF_RIGHT = 0.35
"""How right it is to show the right article, but not the answer, if the collection treats it."""


@dataclass(frozen=True, slots=True)
class Told:
    """The signs of confidence of one question, and how right its first quote is, 0 to 1."""

    set: str
    signs: list[float]
    right: float
    stranger: bool = False
    left_out: bool = False


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--homes", type=Path, default=HOMES, help="where each set gets a home")
    parser.add_argument("--most", type=int, default=2_000)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--verdict", action="store_true", help="fit what the verdict is drawn from")
    given = parser.parse_args(arguments)
    skip_without_shared()
    sets = {one.name: one for one in find_sets(EVAL, given.homes, ("seeds", *SETS))}
    weights = default_weights()
    if not given.verdict:
        weights = ranked(weights, sets, given.most, given.ablation)
    weights = calibrated(weights, sets, given.most)
    given.out.write_text(as_toml(weights, given.most), encoding="utf-8")


def ranked(weights: Weights, sets: dict[str, EvaluationSet], most: int, ablation: bool) -> Weights:
    """The weights with those of the ranking fitted; what they reach is printed."""
    examples = [e for name in SETS for e in examples_of(sets[name], most)]
    fitted = [e for e in examples if not held_out(e.question)]
    checked = [e for e in examples if held_out(e.question)]
    ranking = fit_ranking(fitted)
    print("all signs", show(checked, ranking))
    if ablation:
        for at, name in enumerate(FITTED):
            others = [i for i in range(len(FITTED)) if i != at]
            print("without", name, show(checked, fit_ranking(fitted, others)))
    values = dict(zip(FITTED, ranking.tolist(), strict=True))
    return replace(weights, ranking={**weights.ranking, **values})


def examples_of(one: EvaluationSet, most: int) -> list[Example]:
    with one.searcher() as searcher:
        return [example(one.name, searcher, question) for question in answerable(one, most)]


def show(examples: Sequence[Example], weights: Array) -> str:
    """The measures of every set on one line."""
    told = []
    for name in SETS:
        found = measured([e for e in examples if e.set == name], weights)
        told.append(f"{name} " + " ".join(f"{value:.4f}" for value in found.values()))
    return " | ".join(told)


def calibrated(weights: Weights, sets: dict[str, EvaluationSet], most: int) -> Weights:
    """The weights with the models and the thresholds of the verdict fitted too."""
    told: list[Told] = []
    drawn_from: list[Told] = []
    for name in dict.fromkeys((*SETS, *STRANGERS)):
        with sets[name].searcher(weights) as searcher:
            if name in SETS:
                told += asked_of(searcher, name, halves(sets[name], most))
            if name in LEFT_OUT:
                told += left_out(searcher, name, halves(sets[name], most))
            for other in ASKED if name in STRANGERS else ():
                asked = halves(sets[other], most // 4)
                told += [
                    replace(one, right=0.0, stranger=True)
                    for one in asked_of(searcher, f"{other}→{name}", asked)
                ]
            if name == "policy":
                drawn_from = asked_of(searcher, name, answerable(sets[name], most))
    relevance = fitted([one for one in told if not one.left_out])
    confidence = fitted([replace(one, right=one.right * (one.right > HALF_RIGHT)) for one in told])
    weak, offered, confident = thresholds(drawn_from, relevance, confidence)
    return replace(
        weights,
        relevance=relevance,
        confidence=confidence,
        weak=weak,
        offered=offered,
        confident=confident,
    )


def fitted(told: Sequence[Told]) -> Logistic:
    x = np.array([one.signs for one in told])
    y = np.array([one.right for one in told])
    counts = {name: sum(one.set == name for one in told) for name in {one.set for one in told}}
    share = np.array([_share(one) / counts[one.set] for one in told])
    slopes, bias = fit_logistic(x, y, share)
    return Logistic(bias, dict(zip(SIGNS, slopes.tolist(), strict=True)))


def _share(one: Told) -> float:
    return 0.35 if one.stranger else TOLD.get(one.set, 0.5)


def answerable(one: EvaluationSet, most: int) -> list[Question]:
    return [question for question in one.questions(most) if question.article_ids]


def halves(one: EvaluationSet, most: int) -> list[Question]:
    return [question for question in answerable(one, most) if not held_out(question)]


def asked_of(searcher: Searcher, name: str, questions: Sequence[Question]) -> list[Told]:
    """What is told of questions; those that come upon nothing at all are left away."""
    told = []
    for question in questions:
        search, ranked = ranked_windows(searcher, question.question)
        if ranked:
            signs = signs_of_confidence(ranked, search.evidence)
            told.append(Told(name, [signs[sign] for sign in SIGNS], how_right(ranked[0], question)))
    return told


def left_out(searcher: Searcher, name: str, questions: Sequence[Question]) -> list[Told]:
    """The same without the articles that answer, but for other articles that hold the answer."""
    told = []
    for question in questions:
        search, ranked = ranked_windows(searcher, question.question, question.article_ids)
        if ranked and not holds_answer(ranked[0], question):
            signs = signs_of_confidence(ranked, search.evidence)
            drawn = [signs[sign] for sign in SIGNS]
            told.append(Told(f"{name} left out", drawn, 0.0, left_out=True))
    return told


def how_right(first: Choice, question: Question) -> float:
    found = first.article.id in question.article_ids
    held = holds_answer(first, question)
    right = float(found and held) if question.answers else 0.8 * found
    return right or HALF_RIGHT * found


def holds_answer(choice: Choice, question: Question) -> bool:
    quote = flat(choice.article.text[choice.start : choice.end])
    return any(flat(gold) in quote for gold in question.answers)


def thresholds(
    told: Sequence[Told], relevance: Logistic, confidence: Logistic
) -> tuple[float, float, float]:
    """From where on an answer is weak, offered, confident."""

    def drawn(model: Logistic, among: Sequence[Told]) -> list[float]:
        return [model.probability(dict(zip(SIGNS, one.signs, strict=True))) for one in among]

    right = [one for one in told if one.right == 1.0]
    return (
        float(np.quantile(drawn(relevance, told), MOST_NONE)),
        float(np.quantile(drawn(relevance, right), 1 - OFFERED)),
        float(np.quantile(drawn(confidence, right), 1 - SURE)),
    )


def as_toml(weights: Weights, most: int) -> str:
    """The file, with where its numbers come from."""
    lines = [
        f"# Fitted {date.today()} by benchmarks/quality/fit.py on half of policy, drcd, cmrc2018,",
        f"# xquad_zh and stard (at most {most} questions of each); docs/answers.md says what each",
        "# sign is worth on the other halves. lead, under, formal, doubtful, lapsed, cut, place,",
        "# bare are set by hand; the thresholds are of policy's both halves.",
        "",
        "[ranking]",
        *(f"{name} = {value:.4g}" for name, value in weights.ranking.items()),
        "",
        "[marking]",
        *(f"{name} = {value:.4g}" for name, value in weights.marking.items()),
        "",
        "[relevance]",
        *_lines(weights.relevance),
        "",
        "[confidence]",
        *_lines(weights.confidence),
        "",
        "[verdict]",
        f"weak = {weights.weak:.3g}",
        f"offered = {weights.offered:.3g}",
        f"confident = {weights.confident:.3g}",
    ]
    return "\n".join(lines) + "\n"


def _lines(model: Logistic) -> list[str]:
    slopes = (f"{name} = {value:.4g}" for name, value in model.weights.items())
    return [f"bias = {model.bias:.4g}", *slopes]


if __name__ == "__main__":
    main()
