"""Which tests reach a line?"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from benchmarks.mutants.lines import keys, nearness, relative, sources, tests
from benchmarks.mutants.measuring import Measured
from tests.paths import ROOT

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
DEPTH = 4
"""A constant may be made of one that is made of another."""
USE = re.compile(r"(?<!def )(?<!class )\b[A-Za-z_]\w*\b(?!\s*[:=][^=])")
"""A name that is read, rather than given."""


@dataclass(frozen=True)
class Reach:
    """Which tests reach which lines of the files as they are now."""

    tests: Mapping[str, Mapping[int, Collection[str]]]
    """File → line → tests."""
    seconds: Mapping[str, float]
    """How long each test that passes took."""

    @classmethod
    def now(cls, found: Measured) -> Reach:
        """What was measured, in the numbers that the lines have now."""
        tests = {}
        for path in sources():
            known = found.lines.get(relative(path), {})
            names = keys(path.read_text(encoding="utf-8"))
            tests[relative(path)] = {
                line: known[key] for line, key in names.items() if key in known
            }
        return cls(tests, found.seconds)

    def of(self, file: Path, line: int) -> list[str]:
        """The tests that reach a line, those first that are likely to notice it: near to the file
        by name, reaching few other lines, and unlike those before them.

        A line outside functions is run when its module is imported, by whichever test imports it
        first: it is reached by whoever reaches a use of the name that it gives, and by tests that
        name the constant or the class. So is a function that runs where nobody sees it, compiled
        or in a process of its own. What is left, whoever reaches its module reaches, or a line
        that names the module.
        """
        around = _around(file, line)
        functions = [each for each in around if isinstance(each, FUNCTION)]
        if not functions:
            found = self._users(file, line) | self._readers(file, line)
        elif line < (start := functions[-1].body[0].lineno):
            body = range(start, (functions[-1].end_lineno or start) + 1)
            found = self._all((file, inner) for inner in body)
        else:
            found = self._at(file, line) or self._at(file, around[-1].lineno)
        found = found or self._users(file, line)
        found = found or self._all((file, any_) for any_ in self.tests.get(relative(file), {}))
        found = found or self._all(_lines_with(_dotted(file)))
        return self._likely_first(found, relative(file))

    def _likely_first(self, tests: Iterable[str], file: str) -> list[str]:
        """Each doubling of a function's cases costs them as much as a word of the name."""
        narrow = sorted(tests, key=lambda test: (self._breadth[test], test))
        seen: Counter[str] = Counter()
        cost = {}
        for test in narrow:
            function = test.partition("[")[0]
            cost[test] = seen[function].bit_length() - nearness(test, file)
            seen[function] += 1
        return sorted(narrow, key=cost.__getitem__)

    def _all(self, places: Iterable[tuple[Path, int]]) -> set[str]:
        return {test for place in places for test in self._at(*place)}

    def _at(self, file: Path, line: int) -> set[str]:
        reached = self.tests.get(relative(file), {}).get(line, ())
        return {test for test in reached if test in self.seconds}

    def _users(self, file: Path, line: int) -> set[str]:
        """The tests that reach a use of the name that a line gives, or of what is made of it."""
        names, seen = {_named_at(file, line)}, set[str]()
        for _ in range(DEPTH):
            places = [place for name in names for place in _uses().get(name, ())]
            if found := self._all(places):
                return found
            seen |= names
            names = {_named_at(*place) for place in places} - seen
        return set()

    def _readers(self, file: Path, line: int) -> set[str]:
        """The tests of modules that name the constant, or the class, which a line is part of."""
        classes = [each.name for each in _around(file, line) if isinstance(each, ast.ClassDef)]
        name = _named_at(file, line)
        names = [*classes, name] if name.isupper() else classes
        modules = frozenset[str]().union(*map(_naming, names))
        return {test for test in self.seconds if test.split("::")[0] in modules}

    @cached_property
    def _breadth(self) -> Counter[str]:
        """Test → how many lines it reaches."""
        lines = (lines for lines in self.tests.values())
        return Counter(test for each in lines for tests in each.values() for test in tests)


def _around(file: Path, line: int) -> list[ast.stmt]:
    """The statements in which a line stands, outermost first."""
    return [each for each in _statements(file) if each.lineno <= line <= (each.end_lineno or 0)]


@cache
def _statements(file: Path) -> list[ast.stmt]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.stmt)]


def _named_at(file: Path, line: int) -> str:
    """The name that a line gives, its function's where it is in one; empty where it gives none."""
    around = _around(file, line)
    classes = [each.name for each in around if isinstance(each, ast.ClassDef)]
    for each in around:
        match each:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                return classes[-1] if classes and name.startswith("__") else name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return name
    return ""


def _dotted(file: Path) -> str:
    return relative(file).removesuffix(".py").replace("/", ".")


@cache
def _uses() -> Mapping[str, Sequence[tuple[Path, int]]]:
    """Name → every line that reads a variable, calls a function or gives a keyword of that name."""
    found: defaultdict[str, list[tuple[Path, int]]] = defaultdict(list)
    for path in sources():
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name in set(USE.findall(text)):
                found[name].append((path, number))
    return found


def _lines_with(text: str) -> Iterator[tuple[Path, int]]:
    """Every line that holds a text."""
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if text in line:
                yield path, number


@cache
def _naming(name: str) -> frozenset[str]:
    """The modules of tests in which, or in whose tools, a name stands."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    files = {path for path in (ROOT / "tests").rglob("*.py") if word.search(_text(path))}
    return frozenset(relative(path) for path in tests() if not files.isdisjoint(_read_by(path)))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


@cache
def _read_by(module: Path) -> frozenset[Path]:
    """A module of tests, the tools from which it imports, and those from which they do."""
    left, read = [module], set[Path]()
    while left:
        path = left.pop()
        if path not in read:
            read.add(path)
            imported = re.findall(r"^from (tests[\w.]*) import", _text(path), re.M)
            left += [ROOT / f"{name.replace('.', '/')}.py" for name in imported]
    return frozenset(read)
