"""A run of the tests that remembers which lines each of them reached.

What was measured is kept, and only the tests of modules that are new or have changed since are run
again. A line is known again by the function that it stands in and by what it says, wherever the
file has it now; a line that is new is reached by no test that ran before.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import CoverageData

from tests.paths import ROOT
from tests.shared import SHARED

MEASURED = ("bot", "retrieval")
_PASSED = re.compile(r"^PASSED (\S.*)$", re.M)
_SLOWEST = re.compile(r"^([\d.]+)s (?:call|setup|teardown) +(\S.*)$", re.M)

Lines = dict[str, dict[str, set[str]]]
"""File → line, as ``keys`` names it → tests, as pytest names them."""


@dataclass(slots=True)
class Measured:
    """What tests reached."""

    seconds: dict[str, float] = field(default_factory=dict)
    """How long each test that passes took."""
    lines: Lines = field(default_factory=dict)

    def forget(self, modules: Iterable[str]) -> None:
        """Leave out the tests of these modules."""
        gone = set(modules)
        self.seconds = {
            test: took for test, took in self.seconds.items() if test.split("::")[0] not in gone
        }

    def add(self, other: Measured) -> None:
        self.seconds |= other.seconds
        for file, lines in other.lines.items():
            known = self.lines.setdefault(file, {})
            for key, tests in lines.items():
                known.setdefault(key, set()).update(tests)


def measured(modules: Iterable[Path], kept: Path, processes: int, most_s: float) -> Measured:
    """What the tests of modules reach: as it is ``kept``, where a module is as it was then.

    Raises:
        subprocess.TimeoutExpired: the others take longer than ``most_s``.
    """
    known, before = _read(kept)
    now = {relative(path): _digest(path) for path in modules}
    stale = sorted(path for path, digest in now.items() if before.get(path) != digest)
    known.forget([*stale, *before.keys() - now.keys()])
    if stale:
        print(f"Seeing which lines the tests of {len(stale)} modules reach …", flush=True)
        known.add(run(stale, processes, most_s))
        _write(kept, known, now)
    return known


def run(tests: Sequence[str], processes: int, most_s: float) -> Measured:
    """What tests reach.

    Raises:
        subprocess.TimeoutExpired: they take longer than ``most_s``.
    """
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-n", str(processes), "-rp", "--show-capture=no"),
        *("--durations=0", "--durations-min=0", "-vv", "--no-header", "-p", "no:cacheprovider"),
        *(f"--cov={name}" for name in MEASURED),
        *("--cov-context=test", "--cov-report="),
    ]
    with TemporaryDirectory() as directory:
        data = Path(directory) / "coverage"
        told = subprocess.run(
            [*command, *tests],
            cwd=ROOT,
            env={**environment(ROOT), "COVERAGE_FILE": str(data)},
            capture_output=True,
            text=True,
            timeout=most_s,
        ).stdout
        return understood(told, data)


def understood(told: str, data: Path) -> Measured:
    """What a run printed and the lines that it reached, without the tests that failed."""
    took: defaultdict[str, float] = defaultdict(float)
    for seconds, name in _SLOWEST.findall(told):
        took[name] += float(seconds)
    passed = {name: took[name] for name in _PASSED.findall(told)}
    reached = CoverageData(str(data))
    reached.read()
    found: Lines = {}
    for file in (each for each in reached.measured_files() if each.endswith(".py")):
        names = keys(Path(file).read_text(encoding="utf-8"))
        found[relative(Path(file))] = {
            names[line]: tests
            for line, contexts in reached.contexts_by_lineno(file).items()
            if line in names
            and (tests := {each.rpartition("|")[0] for each in contexts} & passed.keys())
        }
    return Measured(passed, found)


def keys(source: str) -> dict[int, str]:
    """Line → what it is known by: its function, what it says, and how often that was said there."""
    within = dict(_functions(ast.parse(source), ""))
    seen: Counter[str] = Counter()
    found = {}
    for number, text in enumerate(source.splitlines(), 1):
        said = f"{within.get(number, '')}:{text.strip()}"
        seen[said] += 1
        found[number] = f"{said}:{seen[said]}"
    return found


def _functions(node: ast.AST, name: str) -> Iterator[tuple[int, str]]:
    """Line → the function or class that it stands in, the inner ones last."""
    for child in ast.iter_child_nodes(node):
        inner = name
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{name}.{child.name}"
            yield from ((line, inner) for line in range(child.lineno, (child.end_lineno or 0) + 1))
        yield from _functions(child, inner)


def sources() -> list[Path]:
    """The modules whose lines are changed."""
    return sorted(path for name in MEASURED for path in (ROOT / name).rglob("*.py"))


def tests() -> list[Path]:
    """The modules of tests."""
    return sorted((ROOT / "tests").rglob("test_*.py"))


def relative(file: Path) -> str:
    return file.resolve().relative_to(ROOT).as_posix()


def environment(root: Path) -> dict[str, str]:
    """Where tests of a copy of the project find it, and what lies beside the original."""
    return {**os.environ, "PYTHONPATH": str(root), "WENCE_SHARED": str(SHARED)}


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()


def _read(file: Path) -> tuple[Measured, dict[str, str]]:
    """What is kept, and the digest of each module of tests at that time."""
    if not file.exists():
        return Measured(), {}
    kept = json.loads(file.read_text(encoding="utf-8"))
    names = list(kept["seconds"])
    lines = {
        file: {key: {names[one] for one in tests} for key, tests in each.items()}
        for file, each in kept["lines"].items()
    }
    return Measured(kept["seconds"], lines), kept["modules"]


def _write(file: Path, known: Measured, modules: dict[str, str]) -> None:
    number = {test: at for at, test in enumerate(known.seconds)}
    lines = {
        file: {key: [number[one] for one in tests & number.keys()] for key, tests in each.items()}
        for file, each in known.lines.items()
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = {"modules": modules, "seconds": known.seconds, "lines": lines}
    file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
