"""Which lines does each test reach, in the process that runs it and in those that it starts?

``begin_here`` is called by every Python that starts in a copy of the project (``sitecustomize``).
"""

from __future__ import annotations

import atexit
import json
import os
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from coverage import Coverage, CoverageData
from coverage.exceptions import CoverageWarning

from benchmarks.mutants.lines import MEASURED, keys
from tests.paths import ROOT

Lines = dict[str, dict[str, list[str]]]
"""File → line, as ``keys`` names it → tests, as pytest names them."""
SEEN = "MUTANTS_SEEN"
"""The variable with the directory in which processes that end leave which lines they ran."""
TEST = "PYTEST_CURRENT_TEST"
"""The variable with the test that runs, and whether it is set up or called."""


class Contexts:
    """One measurement with coverage.py, divided by tests.

    It goes on between them: a thread that one test starts and others use is seen by all of them.
    """

    def __init__(self, seen: Path) -> None:
        self._seen = seen
        os.environ[SEEN] = str(seen)
        self._coverage = _coverage()
        self._coverage.start()

    def begin(self, test: str) -> None:
        self._coverage.switch_context(test)

    def lines(self, tests: Collection[str]) -> Lines:
        """What these of the tests reached."""
        found: Lines = {}
        for file, reached in self._reached().items():
            if not file.endswith(".py"):
                continue  # a template, compiled to Python
            names = keys(Path(file).read_text(encoding="utf-8"))
            found[Path(file).relative_to(ROOT).as_posix()] = {
                names[line]: by
                for line, contexts in reached.items()
                if line in names and (by := sorted(contexts & set(tests)))
            }
        return found

    def _reached(self) -> dict[str, dict[int, set[str]]]:
        """File → line → tests."""
        found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        data = _seen(self._coverage)
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                found[file][line].update(contexts)
        for test, file, lines in left(self._seen):
            for line in lines:
                found[file][line].add(test)
        return found


class Loading:
    """What is run while the program and its tests are loaded."""

    def __init__(self) -> None:
        self._coverage = _coverage()
        self._coverage.start()

    def ended(self) -> dict[str, set[int]]:
        """File → lines."""
        data = _seen(self._coverage)
        return {file: set(data.lines(file) or ()) for file in data.measured_files()}


def begin_here() -> None:
    """See what this process runs, and each that it forks, where somebody wants to know."""
    if SEEN in os.environ:
        _Process()


class _Process:
    """What one process runs; written down when it ends."""

    def __init__(self) -> None:
        self._seen = Path(os.environ[SEEN])
        self._coverage = _coverage()
        self._coverage.start()
        os.register_at_fork(after_in_child=self._again)
        atexit.register(self._leave)

    def _again(self) -> None:
        self._coverage.stop()
        self._coverage = _coverage()
        self._coverage.start()

    def _leave(self) -> None:
        data = _seen(self._coverage)
        test = os.environ.get(TEST, "").rpartition(" ")[0]
        told = [(test, file, data.lines(file)) for file in data.measured_files()]
        with suppress(OSError):  # the test may be over, and the directory gone
            (self._seen / f"{os.getpid()}.json").write_text(json.dumps(told))


def left(seen: Path) -> Iterator[tuple[str, str, list[int]]]:
    """(test, file, lines) of processes that have ended."""
    for file in seen.glob("*.json"):
        with suppress(ValueError):  # killed while it wrote
            yield from json.loads(file.read_text(encoding="utf-8"))


def _coverage() -> Coverage:
    within = [str(ROOT / each / "*") for each in MEASURED]
    return Coverage(data_file=None, config_file=False, include=within)


def _seen(coverage: Coverage) -> CoverageData:
    """What a measurement has seen, which ends; that may be nothing."""
    coverage.stop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)
        return coverage.get_data()
