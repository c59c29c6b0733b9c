"""Does any test fail when a line is changed?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mutants.measuring import environment
from benchmarks.mutants.mutations import Mutation
from tests.paths import ROOT

SECONDS = 60.0
"""At most so long a change is tried."""
WORTH = 0.4
"""Tests are taken up to this share of the time: what then takes longer than all of it, hangs."""
HANGS = "it hangs"
LEFT_OUT = (".git", ".venv", "build", "dist", "var", "demo", ".*_cache", ".hypothesis")


class Outcome(StrEnum):
    KILLED = "killed"
    ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one change; ``by`` is the test that fails, or why nothing does."""

    mutation: Mutation
    outcome: Outcome
    by: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project in which lines may be changed."""

    root: Path

    def tried(
        self, mutation: Mutation, tests: Sequence[str], seconds: Mapping[str, float]
    ) -> Trial:
        """Run the tests that reach the line against the change, and against the program as it is.

        A test that fails either way tells nothing.
        """
        chosen = within(tests, seconds, WORTH * SECONDS)
        if not chosen:
            return Trial(mutation, Outcome.ALIVE, "no test reaches it")
        with self._changed(mutation):
            failed = self._first_failure(chosen)
        if failed is None:
            why = f"{len(chosen)} of {len(tests)} tests pass"
        elif self._first_failure(_telling(failed, chosen)) is None:
            return Trial(mutation, Outcome.KILLED, failed)
        else:
            why = f"{failed} fails without it too"
        return Trial(mutation, Outcome.ALIVE, why)

    @contextmanager
    def _changed(self, mutation: Mutation) -> Iterator[None]:
        file = self.root / mutation.file.relative_to(ROOT)
        kept = file.rename(file.with_suffix(".kept"))
        file.write_text(mutation.mutated, encoding="utf-8")
        try:
            yield
        finally:
            kept.replace(file)

    def _first_failure(self, tests: Sequence[str]) -> str | None:
        """The first of the tests that fails, or what else stopped them; None where all pass."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-rfE", "--tb=no", "--no-header"]
        try:
            run = subprocess.run(
                [*command, "-p", "no:cacheprovider", *tests],
                cwd=self.root,
                env={**environment(self.root), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return HANGS
        if run.returncode == 0:
            return None
        lines = run.stdout.splitlines()
        named = (line.split(" ", 1)[1] for line in lines if line.startswith(("FAILED ", "ERROR ")))
        return next(named, "it does not start").split(" - ")[0]


@contextmanager
def copied() -> Iterator[Copy]:
    """A copy of the project, with what numba has compiled."""
    with TemporaryDirectory() as directory:
        root = Path(directory) / "copy"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        yield Copy(root)


def _telling(failed: str, chosen: Sequence[str]) -> Sequence[str]:
    """The tests that tell whether the program fails in the same way without the change."""
    if failed == HANGS:
        return chosen
    return [failed] if failed in chosen else chosen[:1]


def within(tests: Sequence[str], seconds: Mapping[str, float], limit: float) -> list[str]:
    """The first of the tests that together fit into the limit; where none does, the first."""
    chosen: list[str] = []
    for test in tests:
        if seconds[test] <= limit:
            limit -= seconds[test]
            chosen.append(test)
    return chosen or list(tests[:1])
