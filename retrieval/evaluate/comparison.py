"""Is one run better than another, or only luckier?

A paired randomisation test (Fisher; Smucker, Allan and Carterette 2007, *A Comparison of
Statistical Significance Tests for Information Retrieval Evaluation*): how often a difference as
large as the one seen comes about when the two results of every question are swapped at random.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from retrieval.answer.answer import Verdict
from retrieval.errors import WenceError
from retrieval.evaluate.measures import Record, recall, run_rank

SAMPLES = 10_000
SEED = 20240131
"""Any number: the same runs give the same p."""

Value = Callable[[Record], float]


def _at(rank: int | None, k: int) -> float:
    return float(rank is not None and rank <= k)


VALUES: dict[str, Value] = {
    "hit@1": lambda record: _at(record.article_rank, 1),
    "hit@3": lambda record: _at(record.article_rank, 3),
    "hit@10": lambda record: _at(run_rank(record), 10),
    "mrr@10": lambda record: _at(run_rank(record), 10) / (run_rank(record) or 1),
    "recall@100": lambda record: recall(record, 100),
    "answer@1": lambda record: _at(record.answer_rank, 1),
    "answer@3": lambda record: _at(record.answer_rank, 3),
    "wrongly_none": lambda record: float(record.verdict is Verdict.NONE),
}
"""Measures that are means over the answerable questions."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of two runs over the same questions."""

    measure: str
    questions: int
    a: float
    b: float
    p: float
    """How likely a difference this large is if the runs are equally good."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def compare(a: Sequence[Record], b: Sequence[Record]) -> list[Comparison]:
    """Every measure side by side, over the answerable questions that both runs hold.

    Raises:
        WenceError: they have none in common.
    """
    other = {record.id: record for record in b}
    pairs = [(one, other[one.id]) for one in a if one.relevant and one.id in other]
    if not pairs:
        raise WenceError("runs_disjoint")
    made = []
    for name, value in VALUES.items():
        counted = [pair for pair in pairs if "answer@" not in name or pair[0].has_answers]
        if counted:
            one = np.array([value(first) for first, _ in counted])
            two = np.array([value(second) for _, second in counted])
            means = round(float(one.mean()), 4), round(float(two.mean()), 4)
            made.append(Comparison(name, len(counted), *means, randomisation(one, two)))
    return made


def randomisation(a: np.ndarray, b: np.ndarray, samples: int = SAMPLES) -> float:
    """The two-sided p of the difference between the means of paired values, both (n,)."""
    difference = (a - b)[a != b]
    if not len(difference):
        return 1.0
    seen = abs(difference.sum()) - 1e-9
    random = np.random.default_rng(SEED)
    larger = 0
    for start in range(0, samples, 500):
        rows = min(500, samples - start)
        signs = random.integers(0, 2, (rows, len(difference)), dtype=np.int8) * 2.0 - 1.0
        larger += int((np.abs(signs @ difference) >= seen).sum())
    return (larger + 1) / (samples + 1)
