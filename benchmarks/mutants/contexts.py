"""Which lines does each test reach, in the process that runs it?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from coverage import Coverage

from benchmarks.mutants.lines import MEASURED, keys

Lines = dict[str, dict[str, list[str]]]
"""File → line, as ``keys`` names it → tests, as pytest names them."""


class Contexts:
    """One measurement with coverage.py, divided by tests."""

    def __init__(self, root: Path) -> None:
        self._root = root
        within = [str(root / each / "*") for each in MEASURED]
        self._coverage = Coverage(data_file=None, config_file=False, include=within)

    @contextmanager
    def of(self, test: str) -> Iterator[None]:
        self._coverage.start()
        self._coverage.switch_context(test)
        try:
            yield
        finally:
            self._coverage.stop()

    def lines(self, tests: Collection[str]) -> Lines:
        """What these of the tests reached."""
        data = self._coverage.get_data()
        found: Lines = {}
        for file in data.measured_files():
            if reached := data.contexts_by_lineno(file):
                names = keys(Path(file).read_text(encoding="utf-8"))
                found[Path(file).relative_to(self._root).as_posix()] = {
                    names[line]: by
                    for line, contexts in reached.items()
                    if line in names and (by := [each for each in contexts if each in tests])
                }
        return found
