"""What the tests share: a home of their own, and the command line in one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main


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


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither the developer's ``.env`` nor their ``WENCE_*`` variables reach a test."""
    import os

    for name in os.environ:
        if name.startswith("WENCE_") and name != "WENCE_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


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
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run
