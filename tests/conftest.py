"""What the tests share: a home of their own, the command line in one line, a quiet log."""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.settings import own_language, stated_language
from retrieval.index.kernel import RARELY
from tests.forks.server import starting


@dataclass(frozen=True, slots=True)
class Run:
    """What one call of ``wence`` left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output of ``--json``: an object a line, and nothing else."""
        return [json.loads(line) for line in self.out.splitlines()]


Wence = Callable[..., Run]
MEMORY, ROOM = Path("/dev/shm"), 6_000_000_000
"""A directory in memory on Linux, and how many bytes have to be free there."""


def pytest_configure() -> None:
    """What tests write goes into memory where there is room: an index waits often for a disk."""
    if MEMORY.is_dir() and "PYTEST_DEBUG_TEMPROOT" not in os.environ:
        system = os.statvfs(MEMORY)
        may_run = not system.f_flag & os.ST_NOEXEC
        if may_run and os.access(MEMORY, os.W_OK) and system.f_bavail * system.f_frsize > ROOM:
            os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


def pytest_collection() -> None:
    """Nothing that is loaded with the tests goes again: nobody need look for garbage meanwhile."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Nor as often later: looking took a fifth of the time of the command line's tests."""
    gc.set_threshold(*RARELY)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _what_stays() -> None:
    """Frozen when the first test begins: mutants look before for what is loaded with the tests."""
    gc.freeze()


@pytest.fixture(scope="session")
def _elsewheres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Directories that are counted here: to number one, pytest looks through all there are."""
    directory = tmp_path_factory.mktemp("elsewhere")
    return (directory / str(number) for number in count())


@pytest.fixture
def _elsewhere(_elsewheres: Iterator[Path]) -> Path:
    """An empty directory, in which the test runs."""
    directory = next(_elsewheres)
    directory.mkdir()
    return directory


@pytest.fixture(scope="session", autouse=True)
def _forks(_elsewheres: Iterator[Path]) -> Iterator[None]:
    """A process of the program is a fork of one that has imported it."""
    directory = next(_elsewheres)
    directory.mkdir()
    with pytest.MonkeyPatch.context() as patch, starting(directory / "python"):
        patch.setattr(sys, "executable", str(directory / "python"))
        yield


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, _elsewhere: Path) -> None:
    """Neither the developer's ``.env``, ``WENCE_*`` variables nor language reach a test."""
    for name in os.environ:
        if name.startswith("WENCE_") and name != "WENCE_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    _forget_language()
    monkeypatch.chdir(_elsewhere)


def _forget_language() -> None:
    """A process speaks one language; tests share a process."""
    for each in (own_language, stated_language):
        each.cache_clear()


class Heard(logging.Handler):
    """Remembers every line of the log from warnings upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or an error in the log fails the test, but for those that it is marked to cause.

    ``@pytest.mark.logs("refused the markup")``: what is expected has to come.
    """
    heard = Heard()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    expected = [pattern for mark in request.node.iter_markers("logs") for pattern in mark.args]
    known = {line: [one for one in expected if re.search(one, line)] for line in heard.lines}
    assert [line for line, patterns in known.items() if not patterns] == [], "unexpected in the log"
    missing = set(expected).difference(*known.values())
    assert not missing, f"not in the log: {missing}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def wence(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wence:
    """Run the command line in this process: ``wence("ask", "…", "--json")``."""

    def run(*arguments: str | Path) -> Run:
        monkeypatch.setenv("WENCE_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["wence", *map(str, arguments)])
        # A command makes its process give way to others; the tests after it share this one.
        monkeypatch.setattr(os, "nice", lambda by: by)
        _forget_language()
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run
