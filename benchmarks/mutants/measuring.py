"""What tests reach is kept: only the tests of modules that are new or have changed run again.

A line is known again by the function that it stands in and by what it says, wherever the file has
it now; a line that is new is reached by no test that ran before.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.mutants.copies import Copy
from benchmarks.mutants.lines import nearest_first, relative
from benchmarks.mutants.server import Outcome, Run

MODULE_S = 90.0
"""So long the tests of a module are run on a machine that does nothing else."""


@dataclass(slots=True)
class Measured:
    """What tests reached."""

    seconds: dict[str, float] = field(default_factory=dict)
    """How long each test that passes took."""
    lines: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """As ``Lines`` are."""
    modules: dict[str, str] = field(default_factory=dict)
    """Module of tests → digest of what it said when they ran."""

    def forget(self, modules: Iterable[str]) -> None:
        """Leave out the tests of these modules."""
        gone = set(modules)
        self.modules = {name: said for name, said in self.modules.items() if name not in gone}
        self.seconds = {
            test: took for test, took in self.seconds.items() if test.split("::")[0] not in gone
        }

    def add(self, module: str, digest: str, came: Outcome) -> None:
        self.modules[module] = digest
        self.seconds |= came.seconds
        for file, lines in came.lines.items():
            known = self.lines.setdefault(file, {})
            for key, tests in lines.items():
                known.setdefault(key, set()).update(tests)

    @classmethod
    def read(cls, file: Path) -> Measured:
        """What is kept in a file, nothing where there is none."""
        if not file.exists():
            return cls()
        kept = json.loads(file.read_text(encoding="utf-8"))
        names = list(kept["seconds"])
        lines = {
            file: {key: {names[one] for one in tests} for key, tests in each.items()}
            for file, each in kept["lines"].items()
        }
        return cls(kept["seconds"], lines, kept["modules"])

    def write(self, file: Path) -> None:
        number = {test: at for at, test in enumerate(self.seconds)}
        lines = {
            file: {
                key: [number[one] for one in tests & number.keys()] for key, tests in each.items()
            }
            for file, each in self.lines.items()
        }
        kept = {"modules": self.modules, "seconds": self.seconds, "lines": lines}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def measured(
    modules: Sequence[Path], near: Sequence[str], kept: Path, copies: Sequence[Copy], until: float
) -> Measured:
    """What the tests of modules reach: as it is ``kept``, where a module is as it was then.

    The others run until that time of ``time.monotonic``, those nearest to the files ``near`` first.
    """
    known = Measured.read(kept)
    now = {relative(path): _digest(path) for path in modules}
    known.forget([name for name, said in known.modules.items() if now.get(name) != said])
    new = nearest_first(now.keys() - known.modules.keys(), near)
    if not new:
        return known
    print(f"Seeing which lines the tests of {len(new)} modules reach …", flush=True)
    left = iter(new)
    with ThreadPoolExecutor(len(copies)) as pool:
        for found in pool.map(lambda copy: _share(copy, left, until), copies):
            for module, came in found.items():
                known.add(module, now[module], came)
    known.write(kept)
    if untried := len(list(left)):
        print(f"There was no time for {untried} of them.", flush=True)
    return known


def _share(copy: Copy, left: Iterator[str], until: float) -> dict[str, Outcome]:
    """Module → what its tests reach, as long as there are modules and time."""
    tests = defaultdict(list)
    for test in copy.tests:
        tests[test.split("::")[0]].append(test)
    found = {}
    while time.monotonic() < until and (module := next(left, None)):
        if not tests[module]:  # all of them are left out, as those in a browser are
            found[module] = Outcome()
            continue
        came = copy.run(Run(tests[module], MODULE_S, sees_lines=True))
        if came.hangs:
            print(f"What {module} reaches was not seen: {came.failed}.", flush=True)
        else:
            found[module] = came
    return found


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
