"""By what is a line known again, and how near is a test to a file by name?"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from tests.paths import ROOT

MEASURED = ("bot", "retrieval")
"""The packages whose lines are seen, and changed."""
NAMED = 2
"""So many words of a path is a case's name worth."""


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


@cache
def _words(name: str) -> frozenset[str]:
    """Of the path of a module, or of a test's module."""
    return frozenset(re.findall(r"[a-z]{3,}", name.split("::")[0])) - {"test", "tests"}


def nearness(test: str, file: str) -> int:
    """How many words the path of a test's module shares with that of a file; one whose case is
    named like the file is nearer than others."""
    named = Path(file).stem in re.findall(r"\w+", test.partition("[")[2])
    return len(_words(test) & _words(file)) + NAMED * named


def nearest_first(modules: Iterable[str], files: Sequence[str]) -> list[str]:
    """Modules of tests: those nearest to each of the files, then the next ones, and so on."""
    modules = sorted(modules)
    ranks: dict[str, int] = {}
    for file in files:
        near = sorted(modules, key=lambda module: -nearness(module, file))
        for rank, module in enumerate(near):
            ranks[module] = min(rank, ranks.get(module, rank))
    return sorted(modules, key=lambda module: ranks.get(module, 0))
