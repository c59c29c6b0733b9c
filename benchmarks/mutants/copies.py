"""A copy of the project, in which lines may be changed, and the process that runs its tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from benchmarks.mutants.contexts import SEEN
from benchmarks.mutants.server import Outcome, Run
from tests.paths import ROOT
from tests.shared import SHARED

LEFT_OUT = (".git", ".venv", "build", "dist", "var", "demo", ".*_cache", ".hypothesis")
AT_START = f"""import os
if "{SEEN}" in os.environ:
    from benchmarks.mutants.contexts import begin_here
    begin_here()
"""
"""What every Python of a copy runs first."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The server of a copy."""

    asks: IO[str]
    answers: IO[str]
    tests: Sequence[str]
    """As pytest names them."""

    def run(self, run: Run) -> Outcome:
        """What comes of a run.

        Raises:
            EOFError: the server has ended.
        """
        print(json.dumps(asdict(run)), file=self.asks, flush=True)
        return Outcome(**_read(self.answers))


@contextmanager
def copied(*tests: str) -> Iterator[Copy]:
    """A copy of the project, with what numba has compiled, that runs these tests, or all.

    Raises:
        EOFError: they cannot be collected.
    """
    with TemporaryDirectory() as directory:
        root = Path(directory) / "copy"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        Path(directory, "sitecustomize.py").write_text(AT_START)
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.mutants.server", *tests],
            cwd=root,
            env={
                **os.environ,
                "PYTHONPATH": f"{root}{os.pathsep}{directory}",
                "WENCE_SHARED": str(SHARED),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdin
            assert server.stdout
            yield Copy(server.stdin, server.stdout, _read(server.stdout))
            server.stdin.close()


def _read(answers: IO[str]) -> Any:
    if not (line := answers.readline()):
        raise EOFError("pytest does not run in the copy of the project")
    return json.loads(line)
