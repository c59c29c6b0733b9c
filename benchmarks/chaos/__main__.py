"""``python -m benchmarks.chaos``: verb after verb, killed at random moments."""

from __future__ import annotations

import faulthandler
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import click

from benchmarks.chaos.lost import Lost
from benchmarks.chaos.trial import STEADY, Trial
from benchmarks.chaos.verbs import VERBS
from benchmarks.chaos.website import Website
from retrieval.home import Home
from tests.follow.site import Site, serving

LINES = 1_500
"""More than a batch of articles."""
STUCK_S = 600.0
"""A kill and what is checked after it never take so long."""


def begin(place: Path, seed: int, site: Site, lines: int = LINES) -> Trial:
    """A home with everything in it that is looked for later, and a site that it follows."""
    trial = Trial(Home(place / "home"), place / "many.jsonl", random.Random(seed), lines)
    trial.write()
    (place / "steady.txt").write_text(STEADY, encoding="utf-8")
    trial.run("index", str(trial.file), str(place / "steady.txt"))
    trial.run("hide", "0")
    website = Website(site)
    website.write()
    trial.run("follow", website.url)
    trial.website = website
    trial.done, trial.hidden = trial.version, {"0"}
    trial.check()
    return trial


def finish(trial: Trial) -> None:
    """The next run finishes the work, and nothing is wrong then."""
    trial.run("reindex")
    trial.done = trial.version
    if trial.website:
        trial.run("follow", "--now")
        trial.website.done = trial.website.issue
    trial.check()
    trial.run("doctor")


@click.command()
@click.option("--kills", type=int, default=100, show_default=True)
@click.option("--seed", type=int, help="To repeat a run; drawn and printed otherwise.")
@click.option("--only", type=click.Choice([each.__name__ for each in VERBS]), multiple=True)
def main(kills: int, seed: int | None, only: tuple[str, ...]) -> None:
    """Print what was killed how often; exit code 1 at the first loss."""
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    print(f"seed {seed}", flush=True)
    verbs = [each for each in VERBS if each.__name__ in only or not only]
    killed: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory, serving() as site:
        trial = begin(Path(directory), seed, site)
        while killed.total() < kills:
            faulthandler.dump_traceback_later(STUCK_S, exit=True)
            verb = trial.random.choice(verbs)
            try:
                was_running = verb(trial)
                trial.check()
            except Lost as lost:
                print(f"lost after {killed.total()} kills, in {verb.__name__}: {lost}")
                sys.exit(1)
            if was_running:
                killed[verb.__name__] += 1
        finish(trial)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    print(f"{kills} of {kills} kills clean ({counts}) in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
