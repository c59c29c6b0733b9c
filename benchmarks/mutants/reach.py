"""Which tests reach a line?"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import CoverageData

from tests.paths import ROOT

KEPT = ROOT / "build" / "mutants"
MEASURED = ("bot", "retrieval")
DEPTH = 3
"""A constant may be made of one that is made of another."""
_PASSED = re.compile(r"^PASSED (\S.*)$", re.M)
_SLOWEST = re.compile(r"^([\d.]+)s (?:call|setup|teardown) +(\S.*)$", re.M)


@dataclass(frozen=True)
class Reach:
    """What a run of all tests reached; a test is named as pytest names it."""

    tests: Mapping[str, Mapping[int, Collection[str]]]
    """File → line → tests."""
    seconds: Mapping[str, float]
    """How long each test that passes took."""

    def of(self, file: Path, line: int) -> list[str]:
        """The tests that reach a line, those first that reach the fewest others.

        A line that is run when its module is imported is reached by whoever reaches a use of the
        name that it gives, else by whoever reaches the module.
        """
        found = self._at(file, line) or set().union(
            *(self._at(*place) for place in self._uses(file, line, DEPTH))
        )
        found = found or set().union(
            *(self._at(file, other) for other in self.tests.get(_relative(file), {}))
        )
        return sorted(found, key=lambda test: (self._breadth[test], test))

    def _at(self, file: Path, line: int) -> set[str]:
        reached = self.tests.get(_relative(file), {}).get(line, ())
        return {test for test in reached if test in self.seconds}

    def _uses(self, file: Path, line: int, depth: int) -> Iterator[tuple[Path, int]]:
        """Where the names are used that a statement at the top of a module or class gives."""
        name = _named_at(file, line)
        for place in _uses_of(name) if name and depth else ():
            if self._at(*place):
                yield place
            elif place != (file, line):
                yield from self._uses(*place, depth - 1)

    @cached_property
    def _breadth(self) -> Counter[str]:
        """Test → how many lines it reaches."""
        lines = (lines for lines in self.tests.values())
        return Counter(test for each in lines for tests in each.values() for test in tests)


def measured(processes: int, seconds: float) -> Reach:
    """What the tests reach: as it was measured before, where nothing has changed since.

    Raises:
        subprocess.TimeoutExpired: the tests take longer than so many seconds.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_fingerprint()}.json"
    if not kept.exists():
        print("Running all tests once, to see which lines each of them reaches …", flush=True)
        tests, took = run(["tests"], processes, seconds)
        kept.write_text(json.dumps({"tests": tests, "seconds": took}), encoding="utf-8")
    found = json.loads(kept.read_text(encoding="utf-8"))
    tests = {
        file: {int(line): names for line, names in lines.items()}
        for file, lines in found["tests"].items()
    }
    return Reach(tests, found["seconds"])


def run(
    tests: Sequence[str], processes: int, most_s: float
) -> tuple[dict[str, dict[int, list[str]]], dict[str, float]]:
    """What tests reach, as ``Reach`` has it, and the seconds of those that pass.

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
        environment = {**os.environ, "COVERAGE_FILE": str(data), "PYTHONPATH": str(ROOT)}
        told = subprocess.run(
            [*command, *tests],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=most_s,
        ).stdout
        reached = _contexts(CoverageData(str(data)))
    seconds: defaultdict[str, float] = defaultdict(float)
    for took, name in _SLOWEST.findall(told):
        seconds[name] += float(took)
    return reached, {name: seconds[name] for name in _PASSED.findall(told)}


def _contexts(data: CoverageData) -> dict[str, dict[int, list[str]]]:
    data.read()
    found: dict[str, dict[int, list[str]]] = {}
    for file in data.measured_files():
        lines = data.contexts_by_lineno(file).items()
        found[_relative(Path(file))] = {
            line: sorted({each.rpartition("|")[0] for each in contexts if "|" in each})
            for line, contexts in lines
        }
    return found


def sources() -> list[Path]:
    """The modules whose lines are changed."""
    return sorted(path for name in MEASURED for path in (ROOT / name).rglob("*.py"))


def _relative(file: Path) -> str:
    return file.resolve().relative_to(ROOT).as_posix()


def _fingerprint() -> str:
    """Another one whenever the program or a test is another."""
    digest = hashlib.blake2b(digest_size=8)
    for path in [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _named_at(file: Path, line: int) -> str | None:
    """The name that the statement at a line gives, where it is of a module or a class."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for statement in (each for body in bodies for each in body):
        if statement.lineno <= line <= (statement.end_lineno or 0):
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)])
                    | ast.AnnAssign(target=ast.Name(id=name))
                ):
                    return name
    return None


def _uses_of(name: str) -> Sequence[tuple[Path, int]]:
    """Every line that reads a variable, an attribute or a keyword of that name."""
    return [
        (path, number)
        for path in sources()
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(rf"\b{re.escape(name)}\b(?!\s*[:=][^=])", text)
    ]
