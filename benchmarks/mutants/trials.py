"""Does any test fail when a line is changed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.mutants.copies import Copy
from benchmarks.mutants.lines import nearness, relative
from benchmarks.mutants.mutations import Mutation
from benchmarks.mutants.server import Run

SECONDS = 60.0
"""At most so long a change is tried."""
ROUND_S = 20.0
"""So long the likeliest tests are run before the next ones, as far as a guess goes."""
UNSEEN_S = 0.5
"""So long a test is thought to take that nobody has measured."""


class Fate(StrEnum):
    KILLED = "killed"
    ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one change; ``by`` is the test that fails, or why nothing does."""

    mutation: Mutation
    fate: Fate
    by: str


def tried(
    copy: Copy, mutation: Mutation, tests: Sequence[str], seconds: Mapping[str, float]
) -> Trial:
    """Run the tests that reach the line against the change, and what fails against the program
    as it is: a test that fails either way tells nothing, and those after it are asked.

    Where time is left, the tests follow that nobody has measured, the nearest by name first.
    """
    there, file = set(copy.tests), relative(mutation.file)
    unseen = [test for test in copy.tests if test not in seconds and nearness(test, file)]
    unseen.sort(key=lambda test: -nearness(test, file))
    known = [test for test in tests if test in there]
    left, passed, failed = in_order([*known, *unseen], seconds, ROUND_S), 0, ""
    while left:
        came = copy.run(Run(left, SECONDS, file, mutation.mutated))
        passed += came.passed
        if came.failed is None:
            break
        telling = [came.failed] if came.failed in left else left[:1]
        failed = f"{came.failed}{' hangs' * came.hangs}"
        if copy.run(Run(telling, SECONDS, anew=came.anew)).failed is None:
            return Trial(mutation, Fate.KILLED, failed)
        left = left[left.index(came.failed) + 1 :] if came.failed in left else []
    why = f"{passed} of {len(tests) + len(unseen)} tests pass" if passed else "no test reaches it"
    return Trial(mutation, Fate.ALIVE, f"{failed} fails without it too" if failed else why)


def in_order(tests: Sequence[str], seconds: Mapping[str, float], limit: float) -> list[str]:
    """The tests in rounds of those that together fit into the limit, the first ones first; in a
    round, those of a module one after the other.
    """
    left, ordered = list(tests), list[str]()
    while left:
        chosen = _fitting(left, seconds, limit) or left[:1]
        modules = {test.split("::")[0]: at for at, test in reversed(list(enumerate(chosen)))}
        ordered += sorted(chosen, key=lambda test: modules[test.split("::")[0]])
        taken = set(chosen)
        left = [test for test in left if test not in taken]
    return ordered


def _fitting(tests: Sequence[str], seconds: Mapping[str, float], limit: float) -> list[str]:
    chosen = []
    for test in tests:
        if (takes := seconds.get(test, UNSEEN_S)) <= limit:
            limit -= takes
            chosen.append(test)
    return chosen
