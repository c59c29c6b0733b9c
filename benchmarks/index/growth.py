"""How does the cost of a question grow with its terms and with k, and how far is the floor?

The floor is what reading the question's postings once would take at the speed at which this machine
reads memory in order: no engine that scores every posting can be faster.

    python -m benchmarks.index.growth WORK SIZE…   after a run of the benchmark with --work
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.index.collections import load_questions
from benchmarks.index.measure import QUESTIONS, place
from benchmarks.index.ours import open_scorer
from retrieval.index import kernel
from retrieval.index.scorer import Scorer
from retrieval.index.types import Clause
from tests.shared import skip_without_shared

ROUNDS = 5
FEW = 200_000
"""Beyond so many passages only the compiled loop is measured."""


def quiet(scorer: Scorer, questions: list[list[Clause]], k: int) -> list[float]:
    """Each question's best processor time over the rounds, in ms."""
    times = np.array(
        [[_timed(lambda q=q: scorer.search(q, k)) for q in questions] for _ in range(ROUNDS)]  # type: ignore[misc]
    )
    return [float(best * 1e3) for best in times.min(axis=0)]


def bandwidth() -> float:
    """Bytes a second that one core reads in order."""
    block = np.ones(64 << 20, dtype=np.float32)
    return block.nbytes / min(_timed(lambda: block.max()) for _ in range(10))


def postings(scorer: Scorer, questions: list[list[Clause]]) -> list[int]:
    """How many postings the terms of each question have."""
    return [sum(scorer.term(each.part, each.term).df for each in one) for one in questions]


def bytes_each(scorer: Scorer) -> float:
    """How many bytes of a block a posting takes."""
    words = scorer.segments[0].parts["words"]
    return words.packed.nbytes / max(1, int(words.df.sum(dtype=np.int64)))


def measure(scorer: Scorer, questions: list[list[Clause]], speed: float) -> dict[str, Any]:
    """p50 by the number of terms and by k, and the share of the floor."""
    long = [clause for question in questions for clause in question]
    generator = np.random.default_rng(3)
    by_terms = {}
    for terms in (1, 2, 4, 8, 16, 32):
        drawn = [
            [long[i] for i in generator.choice(len(long), terms, replace=False)] for _ in range(60)
        ]
        by_terms[terms] = float(np.median(quiet(scorer, drawn, 10)))
    by_k = {k: float(np.median(quiet(scorer, questions, k))) for k in (1, 10, 100, 1000)}
    many = float(np.median(postings(scorer, questions)))
    return {
        "by_terms_ms": by_terms,
        "by_k_ms": by_k,
        "p50_ms": float(np.median(quiet(scorer, questions, 10))),
        "floor_p50_ms": many * bytes_each(scorer) / speed * 1e3,
        "postings_p50": many,
    }


def outside_the_lock(scorer: Scorer, questions: list[list[Clause]]) -> float:
    """The share of a question's time that the compiled loop takes, without the interpreter's lock.

    What remains is Python's and is done by one thread at a time.
    """
    inner: list[float] = []
    loop = kernel.compiled_search()

    def timed_loop(*arguments: Any) -> Any:
        started = time.thread_time()
        found = loop(*arguments)
        inner.append(time.thread_time() - started)
        return found

    shares = []
    asked = kernel.compiled_search
    kernel.compiled_search = lambda: timed_loop
    for _ in range(ROUNDS):
        for question in questions:
            inner.clear()
            whole = _timed(lambda question=question: scorer.search(question, 10))  # type: ignore[misc]
            shares.append(sum(inner) / whole)
    kernel.compiled_search = asked
    return float(np.median(shares))


def _timed(action: Callable[[], Any]) -> float:
    started = time.thread_time()
    action()
    return time.thread_time() - started


def main() -> None:
    work = Path(sys.argv[1])
    skip_without_shared()
    speed = bandwidth()
    found: dict[str, Any] = {"bytes_a_second": speed, "sizes": {}}
    asked = load_questions(QUESTIONS)
    questions = [[Clause("words", term) for term in terms] for terms in asked]
    for size in map(int, sys.argv[2:]):
        scorer = open_scorer(place(work, "wence numpy", size))
        kernel.cool()
        row = {} if size > FEW else {"numpy": measure(scorer, questions, speed)}
        if kernel.warm():
            row["numba"] = measure(scorer, questions, speed)
            row["numba"]["outside_the_lock"] = outside_the_lock(scorer, questions)
        found["sizes"][size] = row
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
