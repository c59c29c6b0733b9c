"""How many of some changed lines does a test notice?

    python -m benchmarks.mutants [--count 100] [--seed N] [--minutes 90] [--processes 2]

Prints each change with the test that fails, then how many were noticed. What changes nothing that
anybody can see is listed in ``equivalent.toml`` with the reason, and counts as alive all the same.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from benchmarks.mutants.measuring import measured, sources, tests
from benchmarks.mutants.mutations import Mutation, mutations
from benchmarks.mutants.reach import Reach
from benchmarks.mutants.trials import Outcome, Trial, copied
from tests.paths import ROOT

KEPT = ROOT / "build" / "mutants.json"
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
    until = time.monotonic() + 60 * wanted.minutes
    print(f"{wanted.count} lines, seed {wanted.seed}", flush=True)
    drawn = draw(wanted.count, random.Random(wanted.seed))
    try:
        found = measured(tests(), KEPT, wanted.processes, until - time.monotonic())
    except subprocess.TimeoutExpired:
        print("Running all tests took all the time; nothing was changed. Give more: --minutes.")
        return
    reach = Reach.now(found)
    shares = [drawn[start :: wanted.processes] for start in range(wanted.processes)]
    with ThreadPoolExecutor(wanted.processes) as pool:
        tried = [
            trial
            for share in pool.map(lambda one: list(trials(one, reach, until)), shares)
            for trial in share
        ]
    report(tried, len(drawn))


def draw(count: int, dice: random.Random) -> list[Mutation]:
    """So many lines of all that can be changed, each changed in one of its ways."""
    lines = [ways for path in sources() for _, ways in sorted(mutations(path).items())]
    drawn = (
        dice.choice(valid)
        for ways in dice.sample(lines, len(lines))
        if (valid := [each for each in ways if each.is_python])
    )
    return list(islice(drawn, count))


def trials(drawn: Sequence[Mutation], reach: Reach, until: float) -> Iterator[Trial]:
    """Try the changes one after the other, as long as there is time."""
    with copied() as copy:
        for mutation in drawn:
            if time.monotonic() > until:
                return
            reached_by = reach.of(mutation.file, mutation.line)
            trial = copy.tried(mutation, reached_by, reach.seconds)
            print(
                f"{trial.outcome:6}  {place(mutation)}  {str(mutation)[:100]}  [{trial.by}]",
                flush=True,
            )
            yield trial


def report(tried: Sequence[Trial], drawn: int) -> None:
    alive = [trial.mutation for trial in tried if trial.outcome is Outcome.ALIVE]
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
