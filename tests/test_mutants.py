"""``make mutants`` changes what it says, and tells what a test notices from what none does."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants.contexts import SEEN, TEST, left
from benchmarks.mutants.copies import Copy, copied
from benchmarks.mutants.lines import keys, nearest_first
from benchmarks.mutants.measuring import Measured, measured
from benchmarks.mutants.mutations import Mutation, mutations
from benchmarks.mutants.reach import Reach
from benchmarks.mutants.server import Run
from benchmarks.mutants.swapping import living, swapped
from benchmarks.mutants.trials import Fate, in_order, tried
from tests.forks.server import PYTHON
from tests.paths import ROOT

RANGES = ROOT / "retrieval" / "text" / "ranges.py"
RANGES_TESTED = "tests/text/test_ranges.py"
MERGING = "test_merging_keeps_every_character_and_leaves_gaps"
SHIFTS = "    return tuple((start + by, end + by) for start, end in ranges)"
QUESTIONS = ROOT / "bot" / "handlers" / "questions.py"


def changes(tmp_path: Path, code: str) -> set[str]:
    file = tmp_path / "code.py"
    file.write_text(code, encoding="utf-8")
    return {str(each) for ways in mutations(file).values() for each in ways}


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("a = (b) < (c)", {"< → <="}),
        ("甲 = '字' if b is not c else d", {"is not → is", "b is not c → not (b is not c)"}),
        ("a = (b + c) * d and e", {"+ → -", "* → /", "and → or"}),
        ("a = [3, 600, 0.5, True, None]", {"3 → 4", "600 → 1200", "0.5 → 1.0", "True → False"}),
        ("def f():\n    g()\n    return b", {"g() → pass", "b → None"}),
        ("while not a:\n    break", {"not a → not (not a)", "not a → (a)", "break → continue"}),
    ],
)
def test_what_is_changed(tmp_path: Path, code: str, wanted: set[str]) -> None:
    assert wanted <= changes(tmp_path, code)


@pytest.mark.parametrize(
    "code",
    ['"""What it does."""', "@d(True)\ndef f(a: L['x']) -> None: ...", "import a", "a = f'{b} c'"],
)
def test_what_is_only_declared_stays(tmp_path: Path, code: str) -> None:
    assert changes(tmp_path, code) == set()


def test_a_constant_is_reached_where_it_is_used() -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    given = next(n for n, line in enumerate(lines, 1) if line.startswith("EDIT_WINDOW_S = "))
    used = next(n for n, line in enumerate(lines, 1) if "> EDIT_WINDOW_S" in line)
    name = QUESTIONS.relative_to(ROOT).as_posix()
    reach = Reach({name: {used: ["follows"], used - 1: ["another"]}}, {"follows": 1, "another": 1})
    assert reach.of(QUESTIONS, given) == reach.of(QUESTIONS, used) == ["follows"]


def test_what_is_compiled_is_reached_by_whoever_calls_it() -> None:
    compiled = ROOT / "retrieval" / "index" / "postings" / "numba_heap.py"
    user = compiled.with_name("numba_candidates.py")
    lines = user.read_text(encoding="utf-8").splitlines()
    called = next(n for n, line in enumerate(lines, 1) if " raised(" in line)
    reach = Reach({user.relative_to(ROOT).as_posix(): {called: ["finds"]}}, {"finds": 1})
    assert reach.of(compiled, 18) == reach.of(compiled, 32) == ["finds"]


def test_a_table_is_reached_by_whoever_reads_it() -> None:
    table = ROOT / "bot" / "view" / "texts" / "answers.py"
    reads, other = "tests/bot/view/test_texts.py::reads", "tests/bot/view/test_blocks.py::other"
    assert Reach({}, {reads: 1, other: 1}).of(table, 6) == [reads]


@pytest.fixture(scope="module")
def copy() -> Iterator[Copy]:
    """A copy of the project that runs one module of tests."""
    with copied(RANGES_TESTED) as copy:
        yield copy


@pytest.fixture(scope="module")
def found(copy: Copy, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """What its tests reach."""
    file = tmp_path_factory.mktemp("mutants") / "kept.json"
    measured([ROOT / RANGES_TESTED], [], file, [copy], time.monotonic() + 60)
    return Measured.read(file)


@pytest.mark.long
def test_a_run_tells_which_tests_reach_a_line(found: Measured) -> None:
    shifts = f"{RANGES_TESTED}::test_shifting_moves_every_character"
    line = RANGES.read_text(encoding="utf-8").splitlines().index(SHIFTS)
    assert Reach.now(found).of(RANGES, line + 1) == [shifts]
    assert len(found.seconds) == 4


@pytest.mark.long
def test_only_the_tests_of_changed_modules_run_again(found: Measured, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    found.write(file)
    assert measured([ROOT / RANGES_TESTED], [], file, [], 0) == found
    assert measured([], [], file, [], 0).seconds == {}


def test_the_modules_nearest_to_what_is_changed_are_seen_first() -> None:
    modules = ["tests/bot/test_quotas.py", "tests/cli/test_disk.py", "tests/web/test_server.py"]
    assert nearest_first(modules, ["bot/web/server.py"])[0] == "tests/web/test_server.py"
    near = nearest_first(modules, ["bot/web/server.py", "bot/cli/checks/disk.py"])
    assert near[-1] == "tests/bot/test_quotas.py"


def test_a_line_is_known_again_wherever_its_function_stands_now() -> None:
    before = keys("def f(a):\n    g()\n    return a\n\ndef h(a):\n    return a\n")
    after = keys("B = 1\n\ndef h(a):\n    return a\n\ndef f(a):\n    return a\n    g()\n")
    assert (before[2], before[3], before[6]) == (after[8], after[7], after[4])
    assert len(set(after.values())) == 8


def test_a_default_is_reached_by_whoever_calls_the_function() -> None:
    lines = RANGES.read_text(encoding="utf-8").splitlines()
    name = RANGES.relative_to(ROOT).as_posix()
    start = next(n for n, line in enumerate(lines, 1) if line.startswith("def shift"))
    tests = {name: {start: ["imports"], start + 2: ["calls"], 1: ["imports"]}}
    assert Reach(tests, {"imports": 1, "calls": 1}).of(RANGES, start) == ["calls"]


def test_the_narrowest_tests_come_first_and_what_failed_does_not_count() -> None:
    tests = {"bot/quotas.py": {1: ["wide", "narrow", "failed"], 2: ["wide"]}}
    assert Reach(tests, {"wide": 1, "narrow": 1}).of(ROOT / "bot/quotas.py", 1) == [
        "narrow",
        "wide",
    ]


def test_before_them_come_the_tests_that_are_named_like_the_file() -> None:
    near, far = "tests/bot/test_quotas.py::test_it", "tests/bot/test_routes.py::test_it"
    tests = {"bot/quotas.py": {1: [near, far], 2: [near]}}
    assert Reach(tests, {near: 1, far: 1}).of(ROOT / "bot/quotas.py", 1) == [near, far]


def test_before_them_comes_the_case_that_is_named_like_the_file() -> None:
    cases = [f"tests/bot/view/test_texts.py::test_it[{case}]" for case in ("answers", "terminal")]
    tests = {"bot/view/texts/terminal.py": {1: cases}}
    reach = Reach(tests, dict.fromkeys(cases, 1))
    assert reach.of(ROOT / "bot/view/texts/terminal.py", 1) == cases[::-1]


def test_what_failed_does_not_count_for_a_line_that_only_the_module_reaches() -> None:
    tests = {"bot/quotas.py": {40: ["wide", "failed"]}}
    assert Reach(tests, {"wide": 1}).of(ROOT / "bot/quotas.py", 1) == ["wide"]


def test_a_process_of_its_own_is_reached_by_whoever_reaches_its_name() -> None:
    workers = ROOT / "bot" / "look_ups" / "workers.py"
    text = workers.read_text(encoding="utf-8").splitlines()
    named = next(n for n, line in enumerate(text, 1) if '"bot.look_ups.worker"' in line)
    reach = Reach({"bot/look_ups/workers.py": {named: ["starts"]}}, {"starts": 1})
    assert reach.of(ROOT / "bot" / "look_ups" / "worker.py", 60) == ["starts"]


def test_one_case_of_each_function_comes_before_the_many_of_one() -> None:
    cases = [f"tests/bot/test_routes.py::test_it[{case}]" for case in "abc"]
    other = "tests/bot/test_routes.py::test_that"
    tests = {"bot/quotas.py": {1: [*cases, other], 2: [other]}}
    reach = Reach(tests, dict.fromkeys([*cases, other], 1))
    assert reach.of(ROOT / "bot/quotas.py", 1) == [cases[0], other, *cases[1:]]


def test_long_tests_come_after_those_that_fit_into_a_round() -> None:
    seconds = {"a": 3.0, "b": 9.0, "c": 2.0, "d": 2.0}
    assert in_order(["a", "b", "c", "d"], seconds, 6) == ["a", "c", "d", "b"]


def test_those_of_a_module_run_one_after_the_other() -> None:
    tests = ["a::1", "b::1", "a::2"]
    assert in_order(tests, dict.fromkeys(tests, 1.0), 6) == ["a::1", "a::2", "b::1"]


def change(old: str, line: str) -> Mutation:
    """One of a line of ``ranges.py``."""
    (wanted,) = (
        each
        for ways in mutations(RANGES).values()
        for each in ways
        if each.old == old and line in each.source.splitlines()[each.line - 1]
    )
    return wanted


@pytest.mark.long
def test_a_change_that_a_test_notices_is_killed_and_one_that_none_does_is_alive(
    copy: Copy,
) -> None:
    clipped = change("<", "if first < last")
    seconds = dict.fromkeys(copy.tests, 1.0)
    noticed = tried(copy, clipped, copy.tests, seconds)
    assert (noticed.fate, noticed.by.split("::")[0]) == (Fate.KILLED, RANGES_TESTED)
    assert tried(copy, clipped, copy.tests[-1:], seconds).fate is Fate.ALIVE
    assert tried(copy, clipped, [], seconds).by == "no test reaches it"
    assert tried(copy, clipped, [], {}).fate is Fate.KILLED


@pytest.mark.long
def test_what_a_module_says_is_loaded_anew(copy: Copy) -> None:
    source = RANGES.read_text(encoding="utf-8")
    says = source.replace("def shift(", "def moved(")
    came = copy.run(Run(copy.tests, 60, "retrieval/text/ranges.py", says))
    assert (came.anew, came.failed) == (True, RANGES_TESTED)
    assert copy.run(Run(copy.tests, 60, anew=True)).failed is None


@pytest.mark.long
def test_a_test_that_fails_keeps_none_after_it_from_being_seen(copy: Copy) -> None:
    source = RANGES.read_text(encoding="utf-8")
    says = source.replace("merged.append((start, end))", "pass")
    assert says != source
    seen = copy.run(Run(copy.tests, 60, "retrieval/text/ranges.py", says, sees_lines=True))
    assert {*copy.tests} - seen.seconds.keys() == {f"{RANGES_TESTED}::{MERGING}"}


@pytest.mark.long
def test_what_never_ends_is_stopped(copy: Copy) -> None:
    source = RANGES.read_text(encoding="utf-8")
    says = source.replace("    merged: list", "    while True: pass\n    merged: list")
    assert says != source
    came = copy.run(Run(copy.tests, 3, "retrieval/text/ranges.py", says))
    assert (came.failed, came.hangs) == (f"{RANGES_TESTED}::{MERGING}", True)
    assert copy.run(Run(copy.tests, 60)).passed == len(copy.tests)


STARTED = """
from benchmarks.mutants.contexts import begin_here
begin_here()
from retrieval.text.ranges import shift
shift([], 1)
"""


def test_what_a_process_runs_that_a_test_starts_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SEEN, str(tmp_path))
    monkeypatch.setenv(TEST, "tests/test_it.py::test_it (call)")
    subprocess.run([PYTHON, "-c", STARTED], cwd=ROOT, check=True)
    seen = {(test, Path(file)): lines for test, file, lines in left(tmp_path)}
    shifts = RANGES.read_text(encoding="utf-8").splitlines().index(SHIFTS)
    assert shifts + 1 in seen["tests/test_it.py::test_it", RANGES]


@pytest.mark.parametrize(("ran", "may_be"), [([1], True), ([1, 2], False)])
def test_what_was_called_while_it_was_loaded_is_loaded_anew(
    tmp_path: Path, ran: list[int], may_be: bool
) -> None:
    file = str(tmp_path / "it.py")
    before, after = (f"def it():\n    return {each}\n" for each in (1, 2))
    module: dict[str, Any] = {}
    exec(compile(before, file, "exec"), module)
    assert swapped(file, before, after, living(str(tmp_path), {file: ran})) is may_be
    assert module["it"]() == (2 if may_be else 1)
