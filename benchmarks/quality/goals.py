"""How far are the answers from their goals? One table over every set.

    python -m benchmarks.quality.goals [--homes HOMES] [--most N]

Weights were fitted on half of each set but ``seeds``; columns that say *held out* are over the
other half.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.quality.dated import dated
from benchmarks.quality.followups import followups
from benchmarks.quality.learnt import learnt
from benchmarks.quality.off_topic import off_topic
from benchmarks.quality.places import places
from benchmarks.quality.rows import Row, measured
from benchmarks.quality.sets import HOMES, EvaluationSet, find_sets, held_out, sample_set
from benchmarks.quality.small_collections import small_collections
from retrieval.evaluate.evaluation import evaluate
from retrieval.evaluate.measures import Record, measures
from retrieval.evaluate.questions import Question
from retrieval.text.fold import script_of
from tests.shared import EVAL, skip_without_shared

NAMES = ("policy", "seeds", "drcd", "cmrc2018", "xquad_zh", "stard")
NOT_FITTED = ("seeds", "samples")
ENCYCLOPEDIC = ("drcd", "cmrc2018", "xquad_zh")
GOALS: dict[str, dict[str, float]] = {
    "samples": {"hit@1": 0.95, "answer@1": 0.85, "answer@3": 0.92},
    "policy": {
        "hit@1": 0.92,
        "hit@3": 0.97,
        "answer@1": 0.75,
        "answer@3": 0.87,
        "wrongly_none": 0.02,
        "confident_of_right": 0.75,
        "wrongly_confident": 0.02,
        "answer@1_of_confident": 0.90,
        "marked@1": 0.94,
        "path@1": 0.97,
    },
    "seeds": {"hit@1": 1.0, "answer@1": 0.977, "answer@3": 0.977},
    "drcd": {"hit@1": 0.96, "mrr@10": 0.975, "answer@1": 0.945},
    "cmrc2018": {"hit@1": 0.985, "answer@1": 0.90},
    "xquad_zh": {"hit@1": 0.965, "answer@1": 0.90},
    "stard": {"hit@10": 0.58, "mrr@10": 0.41, "recall@100": 0.68},
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--homes", type=Path, default=HOMES, help="where each set gets a home")
    parser.add_argument("--most", type=int, help="questions of each set; all by default")
    given = parser.parse_args(arguments)
    skip_without_shared()
    sets = {one.name: one for one in find_sets(EVAL, given.homes, NAMES)}
    if samples := sample_set(given.homes):
        sets["samples"] = samples
    print(f"{date.today()}, commit {commit()}, {given.most or 'all'} questions of each set\n")
    print("| set | measure | all | held out | goal | |\n|---|---|---|---|---|---|")
    for row in table(sets, given.most):
        print(row.line(), flush=True)


def table(sets: Mapping[str, EvaluationSet], most: int | None) -> Iterator[Row]:
    """Every row, as soon as it is known."""
    records: dict[str, list[Record]] = {}
    half: dict[str, list[Record]] = {}
    for name, one in sets.items():
        asked = one.questions(most)
        kept = {question.id for question in asked if held_out(question)}
        records[name] = run(one, asked)
        half[name] = [r for r in records[name] if r.id in kept and name not in NOT_FITTED]
        yield from measured(name, records[name], half[name], GOALS[name])
    known, other = ([r for name in NAMES for r in of[name] if r.relevant] for of in (records, half))
    yield from measured("all", known, other, {"wrongly_none": 0.02, "confident_of_right": 0.75})
    sure, other = ([r for name in ENCYCLOPEDIC for r in of[name]] for of in (records, half))
    yield from measured("+".join(ENCYCLOPEDIC), sure, other, {"answer@1_of_confident": 0.93})
    yield from off_topic(sets, most)
    yield from small_collections(sets["policy"])
    yield from dated(sets["policy"])
    yield from places(sets["policy"])
    yield from followups(sets)
    yield from learnt(sets["stard"], most)
    for name in NAMES:
        yield other_script(sets[name], records[name], most)


def run(one: EvaluationSet, questions: Sequence[Question]) -> list[Record]:
    with one.searcher() as searcher:
        return evaluate(searcher, questions)


def other_script(one: EvaluationSet, records: list[Record], most: int | None) -> Row:
    """What is lost in hit@1 when every question is put in the other script."""
    questions = one.questions(most)
    turned = [replace(question, question=turn(question.question)) for question in questions]
    before, after = (measures(found)["hit@1"] or 0.0 for found in (records, run(one, turned)))
    return Row(one.name, "lost in the other script", round(before - after, 4), None, 0.005)


@cache
def _converter(name: str) -> Callable[[str], str]:
    import opencc

    converter = opencc.OpenCC(name)
    return lambda text: str(converter.convert(text))


def turn(question: str) -> str:
    """The question in the other script, character for character."""
    return _converter("t2s" if script_of(question) == "hant" else "s2t")(question)


def commit() -> str:
    """The commit of the checkout, marked where it was changed; unknown outside of one."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
