"""Fit ``weights.toml`` on half of each set, and measure it on the other half.

    python -m benchmarks.quality.fit [--homes HOMES] [--most N] [--out FILE] [--ablation]

``--most`` takes a sample of each set.
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
    fit_confidence,
    fit_ranking,
    measured,
    ranked_windows,
)
from benchmarks.quality.sets import HOMES, EvaluationSet, find_sets, held_out
from retrieval.answer.ranking.confidence import signs_of_confidence
from retrieval.answer.ranking.weights import FILE, Weights, default_weights
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.measures import flat
from retrieval.evaluate.questions import Question
from tests.shared import EVAL, skip_without_shared

SETS = ("policy", "drcd", "cmrc2018", "xquad_zh", "stard")
STRANGERS = ("seeds", "stard", "policy")
"""Collections that know nothing of what the questions of ``ASKED`` are about."""
ASKED = ("drcd", "cmrc2018", "xquad_zh")
CONFIDENT = (
    "with_title", "characters", "article", "unknown", "joint", "gap", "gap_inside", "weight",
    "character_weight", "form", "shape", "size",
)  # fmt: skip
TOLD = {"policy": 3.0}
"""What a set counts for the confidence, 0.5 for others, 0.35 for strangers' questions."""
MOST_NONE = 0.0075
"""This share of policy's answerable questions gets no answer. Of both halves: what the fitted one
misses has been read when words were added to the lexicon, so it knows fewer that find little."""
SURE = 0.77
"""This share of policy's right answers is confident, of both halves."""


@dataclass(frozen=True, slots=True)
class Told:
    """The signs of confidence of one question, and how right its first quote is, 0 to 1."""

    set: str
    signs: list[float]
    right: float
    stranger: bool


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--homes", type=Path, default=HOMES, help="where each set gets a home")
    parser.add_argument("--most", type=int, default=2_000)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--ablation", action="store_true")
    given = parser.parse_args(arguments)
    skip_without_shared()
    sets = {one.name: one for one in find_sets(EVAL, given.homes, ("seeds", *SETS))}
    examples = [e for name in SETS for e in examples_of(sets[name], given.most)]
    fitted = [e for e in examples if not held_out(e.question)]
    checked = [e for e in examples if held_out(e.question)]
    ranking = fit_ranking(fitted)
    print("all signs", show(checked, ranking))
    if given.ablation:
        for at, name in enumerate(FITTED):
            others = [i for i in range(len(FITTED)) if i != at]
            print("without", name, show(checked, fit_ranking(fitted, others)))
    weights = replace(
        default_weights(),
        ranking={**default_weights().ranking, **dict(zip(FITTED, ranking.tolist(), strict=True))},
    )
    weights = calibrated(weights, sets, given.most)
    given.out.write_text(as_toml(weights, given.most), encoding="utf-8")


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
    """The weights with the confidence and the thresholds of the verdicts fitted too."""
    told: list[Told] = []
    drawn_from: list[Told] = []
    for name in dict.fromkeys((*SETS, *STRANGERS)):
        with sets[name].searcher(weights) as searcher:
            if name in SETS:
                told += asked_of(searcher, name, halves(sets[name], most))
            for other in ASKED if name in STRANGERS else ():
                told += asked_of(searcher, f"{other}→{name}", halves(sets[other], most // 4), True)
            if name == "policy":
                drawn_from = asked_of(searcher, name, answerable(sets[name], most))
    x = np.array([one.signs for one in told])
    y = np.array([one.right for one in told])
    counts = {name: sum(one.set == name for one in told) for name in {one.set for one in told}}
    share = np.array([_share(one) / counts[one.set] for one in told])
    slopes, bias = fit_confidence(x, y, share)
    known = np.array([one.signs for one in drawn_from])
    weak, confident = thresholds(drawn_from, 1 / (1 + np.exp(-(known @ slopes + bias))))
    return replace(
        weights,
        confidence=dict(zip(CONFIDENT, slopes.tolist(), strict=True)),
        bias=bias,
        weak=weak,
        confident=confident,
    )


def _share(one: Told) -> float:
    return 0.35 if one.stranger else TOLD.get(one.set, 0.5)


def answerable(one: EvaluationSet, most: int) -> list[Question]:
    return [question for question in one.questions(most) if question.article_ids]


def halves(one: EvaluationSet, most: int) -> list[Question]:
    return [question for question in answerable(one, most) if not held_out(question)]


def asked_of(
    searcher: Searcher, name: str, questions: Sequence[Question], stranger: bool = False
) -> list[Told]:
    told = []
    for question in questions:
        search, ranked = ranked_windows(searcher, question.question)
        if ranked:
            signs = signs_of_confidence(ranked, search.evidence)
            first, article = ranked[0], ranked[0].article
            right = 0.0
            if not stranger:
                found = article.id in question.article_ids
                quote = flat(article.text[first.start : first.end])
                held = any(flat(gold) in quote for gold in question.answers)
                right = float(found and held) if question.answers else 0.8 * found
                right = right or 0.35 * found
            drawn = [signs[sign] for sign in CONFIDENT]
            told.append(Told(name, drawn, right, stranger))
    return told


def thresholds(told: Sequence[Told], sure: Array) -> tuple[float, float]:
    """From which confidence on an answer is weak, and from which it is confident."""
    right = np.array([one.right == 1.0 for one in told])
    weak, confident = np.quantile(sure, MOST_NONE), np.quantile(sure[right], 1 - SURE)
    return float(weak), float(max(confident, weak))


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
        "[confidence]",
        f"bias = {weights.bias:.4g}",
        *(f"{name} = {value:.4g}" for name, value in weights.confidence.items()),
        "",
        "[verdict]",
        f"confident = {weights.confident:.3g}",
        f"weak = {weights.weak:.3g}",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
