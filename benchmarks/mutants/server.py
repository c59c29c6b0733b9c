"""A process that has collected the tests, and forks another for each run of some of them.

    python -m benchmarks.mutants.server [TESTS]

It stands in a copy of the project. A line of its input is a ``Run``, a line of its output the
``Outcome``, both as JSON; the first line of its output is the names of all tests.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

import pytest

from benchmarks.mutants.contexts import Contexts, Lines, Loading
from benchmarks.mutants.swapping import Living, living, swapped

OPTIONS = ("-q", "-s", "-p", "no:cacheprovider")
PROJECT = frozenset({"bot", "retrieval", "tests", "benchmarks"})
BREAKS = "it does not start"
RUNNING = "running"
"""The file that says which test runs."""
LOOKS_EVERY_S = 0.02
BUSIEST = 2.0
"""Where other processes want the cores too, a run may take up to so many times as long."""
LOADED_AT_ONCE = 5
"""So many modules of tests are loaded before they run: all of them take longer than most tests."""


@dataclass(frozen=True, slots=True)
class Run:
    """Tests, and how the program is changed for them."""

    tests: Sequence[str]
    seconds: float
    """No test is begun after them, and none may take more of processor time."""
    file: str = ""
    """What is changed, below the project; nothing, where it is empty."""
    text: str = ""
    """What the file then says."""
    anew: bool = False
    """Load everything anew though nothing is changed."""
    sees_lines: bool = False
    """Run all of them, and see which lines each reaches; else end with the first that fails."""


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    failed: str | None = None
    """The first test that failed, or BREAKS."""
    hangs: bool = False
    """It did not come to its end."""
    passed: int = 0
    anew: bool = False
    """Everything had to be loaded anew."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each test took that passed, where lines were to be seen."""
    lines: Lines = field(default_factory=dict)


def load() -> float:
    """How many processes want each core, at least one."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Watch:
    """What a run has come to, written down for those who may have to end it."""

    def __init__(self, directory: Path, seconds: float) -> None:
        self.directory = directory
        self._began = time.monotonic()
        self._seconds = seconds
        self.passed = 0
        self.failed: list[str] = []

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """The test that runs, which is stopped when it has taken so much processor time."""
        (self.directory / RUNNING).write_text(nodeid, encoding="utf-8")
        most = round(time.process_time() + self._seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtest_logfinish(self) -> None:
        self.passed += not self.failed

    @property
    def is_over(self) -> bool:
        waited = (time.monotonic() - self._began) / min(load(), BUSIEST)
        return bool(self.failed) or waited > self._seconds


class Server:
    """In place of pytest's loop over the tests, one over the runs that are asked for."""

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._loading = Loading()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        functions = living(os.getcwd(), self._loading.ended())
        gc.collect()
        gc.freeze()
        self._say(list(items))
        for line in sys.stdin:
            self._say(asdict(_forked(Run(**json.loads(line)), items, functions)))
        return True

    def _say(self, what: object) -> None:
        print(json.dumps(what), file=self._answers, flush=True)


def _forked(run: Run, items: dict[str, pytest.Item], functions: Living) -> Outcome:
    """What comes of a run in a process of its own."""
    directory = Path(tempfile.mkdtemp(prefix="m"))
    answer, running = directory / "answer.json", directory / RUNNING
    running.write_text(BREAKS, encoding="utf-8")
    with _changed(run) as before:
        child = os.fork()
        if not child:
            try:
                _alone(directory)
                if "import numba" in run.text:
                    _compile_anew(directory)
                outcome = _outcome(run, before, items, functions, Watch(directory, run.seconds))
                answer.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
            finally:
                os._exit(0)
        _wait(child, running, run.seconds * load())
    try:
        return Outcome(**json.loads(answer.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Outcome(running.read_text(encoding="utf-8"), hangs=True)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _outcome(
    run: Run, before: str, items: dict[str, pytest.Item], functions: Living, watch: Watch
) -> Outcome:
    next(iter(items.values())).config.pluginmanager.register(watch)
    file = os.path.abspath(run.file)
    name = run.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    stays = name not in sys.modules or swapped(file, before, run.text, functions)
    if run.sees_lines:
        return _seen([items[test] for test in run.tests], watch)
    if run.anew or not stays:
        return _anew(run.tests, watch)
    for item, after in _pairs([items[test] for test in run.tests]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if watch.is_over:
            break
    return Outcome(next(iter(watch.failed), None), passed=watch.passed)


def _pairs(chosen: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test with the one after it."""
    return zip(chosen, [*chosen[1:], None], strict=True)


def _seen(chosen: Sequence[pytest.Item], watch: Watch) -> Outcome:
    """Which lines tests reach."""
    outcome = Outcome()
    contexts = Contexts(watch.directory)
    for item, after in _pairs(chosen):
        began = time.monotonic(), _used()
        contexts.begin(item.nodeid)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if not watch.failed:
            waited = (time.monotonic() - began[0]) / load()
            outcome.seconds[item.nodeid] = round(max(_used() - began[1], waited), 3)
        watch.failed.clear()
        if watch.is_over:
            break
    outcome.lines = contexts.lines(outcome.seconds)
    return outcome


class Chosen:
    """Of what is collected only some tests are run, in this order, until enough has been seen."""

    def __init__(self, tests: Sequence[str], watch: Watch) -> None:
        self._place = {test: at for at, test in enumerate(tests)}
        self._watch = watch

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._place),
            key=lambda item: self._place[item.nodeid],
        )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._watch.failed.append(report.nodeid or BREAKS)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        done = yield
        if self._watch.is_over:
            item.session.shouldstop = "enough has been seen"
        return done


def _anew(tests: Sequence[str], watch: Watch) -> Outcome:
    """Load the program once more, and the tests as they are wanted, and run these."""
    for name in [each for each in sys.modules if each.partition(".")[0] in PROJECT]:
        del sys.modules[name]
    broken = None
    for some in _loadable(tests):
        files = dict.fromkeys(test.partition("::")[0] for test in some)
        ended = pytest.main([*OPTIONS, *files], plugins=[Chosen(some, watch), watch])
        broken = BREAKS if not watch.passed and ended != pytest.ExitCode.OK else None
        if broken or watch.is_over:
            break
    return Outcome(next(iter(watch.failed), broken), passed=watch.passed, anew=True)


def _loadable(tests: Sequence[str]) -> Iterator[Sequence[str]]:
    """The tests in parts of few modules each, in their order."""
    some: list[str] = []
    modules: set[str] = set()
    for test in tests:
        modules.add(test.partition("::")[0])
        if len(modules) > LOADED_AT_ONCE:
            yield some
            some, modules = [], {test.partition("::")[0]}
        some.append(test)
    yield some


@contextmanager
def _changed(run: Run) -> Iterator[str]:
    """Change the file for the processes that tests start; what it said before."""
    if not run.file:
        yield ""
        return
    file = Path(run.file)
    before = file.read_text(encoding="utf-8")
    kept = file.rename(file.with_suffix(".kept"))
    file.write_text(run.text, encoding="utf-8")
    try:
        yield before
    finally:
        kept.replace(file)


def _alone(directory: Path) -> None:
    """A process that may be killed with all that it starts, and leaves nothing outside."""
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["TMPDIR"] = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(directory)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    tempfile.tempdir = None


def _compile_anew(directory: Path) -> None:
    """What Numba keeps holds the functions that were called, as they were."""
    os.environ["NUMBA_CACHE_DIR"] = str(directory)
    if numba := sys.modules.get("numba"):
        numba.config.reload_config()


def _wait(child: int, running: Path, seconds: float) -> None:
    """Until a process ends, or has run one test for so long; what it started ends with it."""
    while not (ended := os.waitpid(child, os.WNOHANG)[0]):
        if time.time() > running.stat().st_mtime + seconds:
            break
        time.sleep(LOOKS_EVERY_S)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if not ended:
        os.waitpid(child, 0)


def _used() -> float:
    """Processor time of this process and of those that it has seen end."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(pytest.main([*OPTIONS, *sys.argv[1:]], plugins=[Server(answers)]))
