"""A command that serves pages, as people start it: a process that says where it is."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

END_S = 15


@dataclass(frozen=True, slots=True)
class Served:
    """One that runs."""

    process: subprocess.Popen[str]
    url: str

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C; the exit code, and what was said until then."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=END_S)
        return self.process.returncode, said


def started(home: Path) -> AbstractContextManager[Served]:
    """A sandbox on a free port, with the collection of a home."""
    unlimited = {"WENCE_QUOTA_PERSON": "0", "WENCE_QUOTA_GROUP": "0"}
    return running(home, "sandbox", "--no-browser", "--port", "0", **unlimited)


@contextmanager
def running(home: Path, *command: str, **settings: str) -> Iterator[Served]:
    """A command of ``wence`` with the collection of a home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    own = {"PYTHONPATH": str(ROOT), **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *command, "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=home.parent,
        env={**kept, **own, "LC_ALL": "C.UTF-8"},
    )
    with process:
        try:
            yield Served(process, _address(process))
        finally:
            process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    """Wait for the line that names it."""
    said = ""
    for line in process.stdout or ():
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise RuntimeError(f"no address: {said}")
