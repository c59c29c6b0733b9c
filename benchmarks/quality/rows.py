"""One line of the table of goals: a measure, its goal, and whether it is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer.answer import Verdict
from retrieval.evaluate.measures import Record, measures

AT_MOST = {
    "wrongly_none",
    "wrongly_confident",
    "confident",
    "lost in the other script",
    "surely from a stranger",
    "lost by what was asked before",
}
"""What there should be little of; of every other measure there should be much."""
OFF_TOPIC = {"none": 0.75, "confident": 0.02}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Values are shares; None where there is nothing to measure."""

    set: str
    measure: str
    value: float | None
    held_out: float | None
    goal: float

    @property
    def at_most(self) -> bool:
        return self.measure in AT_MOST

    @property
    def met(self) -> bool:
        if self.value is None:
            return False
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def line(self) -> str:
        value, other = (
            "–" if share is None else f"{share:.4f}" for share in (self.value, self.held_out)
        )
        sign = "≤" if self.at_most else "≥"
        met = "met" if self.met else "short"
        return f"| {self.set} | {self.measure} | {value} | {other} | {sign} {self.goal:g} | {met} |"


def measured(
    name: str, records: Sequence[Record], half: Sequence[Record], goals: Mapping[str, float]
) -> list[Row]:
    """A row for every goal of a set, over all of its records and over those held out."""
    every, other = measures(records), measures(half)
    return [Row(name, each, every[each], other[each], goal) for each, goal in goals.items()]


def told_off_topic(
    name: str, verdicts: Sequence[Verdict], half: Sequence[Verdict] = ()
) -> list[Row]:
    """The rows of questions that a collection cannot answer."""
    return [
        Row(name, each, _share(verdicts, each), _share(half, each), goal)
        for each, goal in OFF_TOPIC.items()
    ]


def _share(verdicts: Sequence[Verdict], verdict: str) -> float | None:
    return round(verdicts.count(Verdict(verdict)) / len(verdicts), 4) if verdicts else None
