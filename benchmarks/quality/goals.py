"""How far are the answers from their goals? One table over every set.

    python -m benchmarks.quality.goals [--homes HOMES] [--most N]

Weights were fitted on half of each set but ``seeds``; columns that say *held out* are over the
other half.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.quality.sets import HOMES, EvaluationSet, find_sets, held_out, sample_set
from retrieval.answer.answer import Verdict
from retrieval.evaluate.evaluation import evaluate
from retrieval.evaluate.measures import Measures, Record, measures
from retrieval.evaluate.questions import Question
from retrieval.text.fold import script_of
from tests.shared import EVAL, skip_without_shared

ASKED = ("drcd", "cmrc2018", "xquad_zh")
STRANGERS = ("seeds", "stard")
NAMES = ("seeds", *ASKED, "stard")
GOALS: dict[str, dict[str, float]] = {
    "samples": {"hit@1": 0.95, "answer@1": 0.85, "answer@3": 0.92},
    "seeds": {"hit@1": 0.98, "answer@1": 0.95, "answer@3": 0.98},
    "drcd": {"hit@1": 0.96, "mrr@10": 0.975, "answer@1": 0.945},
    "cmrc2018": {"hit@1": 0.985, "answer@1": 0.90},
    "xquad_zh": {"hit@1": 0.965, "answer@1": 0.90},
    "stard": {"hit@10": 0.58, "mrr@10": 0.41, "recall@100": 0.72},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Values are shares; None where there is nothing to measure."""

    set: str
    measure: str
    value: float | None
    held_out: float | None
    goal: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        found = self.value or 0.0
        return found <= self.goal if self.at_most else found >= self.goal

    def line(self) -> str:
        value, other = (
            "–" if share is None else f"{share:.4f}" for share in (self.value, self.held_out)
        )
        sign = "≤" if self.at_most else "≥"
        met = "met" if self.met else "short"
        return f"| {self.set} | {self.measure} | {value} | {other} | {sign} {self.goal:g} | {met} |"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--homes", type=Path, default=HOMES, help="where each set gets a home")
    parser.add_argument("--most", type=int, help="questions of each set; all by default")
    given = parser.parse_args(arguments)
    skip_without_shared()
    sets = {one.name: one for one in find_sets(EVAL, given.homes, NAMES)}
    samples = sample_set(given.homes)
    print(f"{date.today()}, commit {commit()}, {given.most or 'all'} questions of each set\n")
    print("| set | measure | all | held out | goal | |\n|---|---|---|---|---|---|")
    rows = of_set("samples", run(samples, samples.questions()), []) if samples else []
    for row in rows + table(sets, given.most):
        print(row.line(), flush=True)


def table(sets: dict[str, EvaluationSet], most: int | None) -> list[Row]:
    records = {name: run(sets[name], sets[name].questions(most)) for name in NAMES}
    kept = {
        name: {question.id for question in sets[name].questions(most) if held_out(question)}
        for name in NAMES
    }
    halves = {name: [r for r in records[name] if r.id in kept[name]] for name in NAMES}
    halves["seeds"] = []  # nothing was fitted on them
    rows = [row for name in NAMES for row in of_set(name, records[name], halves[name])]
    known, half = (
        [r for name in NAMES for r in of[name] if r.relevant] for of in (records, halves)
    )
    rows.append(compared("all", "wrongly_none", known, half, 0.02, at_most=True))
    rows.append(compared("all", "confident_of_right", known, half, 0.75))
    sure, half = ([r for name in ASKED for r in of[name]] for of in (records, halves))
    rows.append(compared("+".join(ASKED), "answer@1_of_confident", sure, half, 0.93))
    return (
        rows
        + [row for name in STRANGERS for row in off_topic(sets, name, most)]
        + [other_script(sets[name], records[name], most) for name in NAMES]
    )


def run(one: EvaluationSet, questions: Sequence[Question]) -> list[Record]:
    with one.searcher() as searcher:
        return evaluate(searcher, questions)


def of_set(name: str, records: list[Record], half: list[Record]) -> list[Row]:
    return [compared(name, measure, records, half, goal) for measure, goal in GOALS[name].items()]


def compared(
    name: str,
    measure: str,
    records: list[Record],
    half: list[Record],
    goal: float,
    *,
    at_most: bool = False,
) -> Row:
    return Row(
        name,
        measure,
        share(measures(records), measure),
        share(measures(half), measure),
        goal,
        at_most,
    )


def share(found: Measures, measure: str) -> float | None:
    value = found[measure]
    return None if value is None else float(value)


def off_topic(sets: dict[str, EvaluationSet], name: str, most: int | None) -> list[Row]:
    """The questions of other sets, put to a collection that cannot know them."""
    told: dict[bool, list[Verdict]] = {False: [], True: []}
    with sets[name].searcher() as searcher:
        for other in ASKED:
            for question in sets[other].questions(min(most or 1_000, 1_000)):
                told[held_out(question)].append(searcher.ask(question.question).verdict)
    every, half = told[False] + told[True], told[True]
    wanted = ((Verdict.CONFIDENT, 0.03, True), (Verdict.NONE, 0.70, False))
    return [
        Row(
            f"off topic → {name}",
            str(verdict),
            every.count(verdict) / len(every),
            half.count(verdict) / len(half),
            goal,
            at_most,
        )
        for verdict, goal, at_most in wanted
    ]


def other_script(one: EvaluationSet, records: list[Record], most: int | None) -> Row:
    """What is lost in hit@1 when every question is put in the other script."""
    questions = one.questions(most)
    turned = [replace(question, question=turn(question.question)) for question in questions]
    before = share(measures(records), "hit@1") or 0.0
    after = share(measures(run(one, turned)), "hit@1") or 0.0
    return Row(one.name, "lost in the other script", round(before - after, 4), None, 0.005, True)


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
