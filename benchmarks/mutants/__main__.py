"""How many of some changed lines does a test notice?

    python -m benchmarks.mutants [--count 100] [--seed N] [--minutes 90] [--processes 2]

First the tests are run once to see which lines they reach, those nearest to the drawn lines first,
for a third of the time at most; build/mutants.json keeps what they reached.

Prints each change with the test that fails, then how many were noticed. What changes nothing that
anybody can see is listed in ``equivalent.toml`` with the reason, and counts as alive all the same.
"""

from __future__ import annotations

import argparse
import random
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from benchmarks.mutants.copies import Copy, copied
from benchmarks.mutants.lines import relative, sources, tests
from benchmarks.mutants.measuring import measured
from benchmarks.mutants.mutations import Mutation, mutations
from benchmarks.mutants.reach import Reach
from benchmarks.mutants.trials import Fate, Trial, tried
from tests.paths import ROOT

KEPT = ROOT / "build" / "mutants.json"
MEASURING = 1 / 3
"""The share of the time in which the tests may be measured."""
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    began = time.monotonic()
    print(f"{wanted.count} lines, seed {wanted.seed}; the tests are collected …", flush=True)
    drawn = draw(wanted.count, random.Random(wanted.seed))
    with ExitStack() as stack, ThreadPoolExecutor(wanted.processes) as pool:
        opened = pool.map(lambda _: stack.enter_context(copied()), range(wanted.processes))
        copies = list(opened)
        files = [relative(mutation.file) for mutation in drawn]
        until = began + 60 * wanted.minutes
        found = measured(tests(), files, KEPT, copies, began + MEASURING * (until - began))
        reach = Reach.now(found)
        left = iter(drawn)
        shares = pool.map(lambda copy: list(trials(copy, left, reach, until)), copies)
        report([trial for share in shares for trial in share], len(drawn))


def draw(count: int, dice: random.Random) -> list[Mutation]:
    """So many lines of all that can be changed, each changed in one of its ways."""
    lines = [ways for path in sources() for _, ways in sorted(mutations(path).items())]
    drawn = (
        dice.choice(valid)
        for ways in dice.sample(lines, len(lines))
        if (valid := [each for each in ways if each.is_python])
    )
    return list(islice(drawn, count))


def trials(copy: Copy, left: Iterator[Mutation], reach: Reach, until: float) -> Iterator[Trial]:
    """Try the changes that nobody else has tried, as long as there is time."""
    while (began := time.monotonic()) < until and (mutation := next(left, None)):
        trial = tried(copy, mutation, reach.of(mutation.file, mutation.line), reach.seconds)
        took = time.monotonic() - began
        print(
            f"{trial.fate:6}  {place(mutation)}  {str(mutation)[:100]}  [{took:.0f} s: {trial.by}]",
            flush=True,
        )
        yield trial


def report(tried: Sequence[Trial], drawn: int) -> None:
    alive = [trial.mutation for trial in tried if trial.fate is Fate.ALIVE]
    known = equivalent()
    print(f"\nNoticed: {len(tried) - len(alive)} of {len(tried)}. Alive:")
    if len(tried) < drawn:
        print(f"Time ran out before {drawn - len(tried)} more could be tried.")
    for mutation in alive:
        reason = known.get((mutation.file.relative_to(ROOT).as_posix(), str(mutation)))
        print(
            f"  {place(mutation)}  {str(mutation)[:100]}"
            + (f"  (equivalent: {reason})" if reason else "")
        )


def place(mutation: Mutation) -> str:
    return f"{mutation.file.relative_to(ROOT).as_posix()}:{mutation.line}"


def equivalent() -> dict[tuple[str, str], str]:
    """(file, change) → why nobody can see it."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["change"]
    return {(each["file"], each["change"]): each["reason"] for each in listed}


if __name__ == "__main__":
    main()
