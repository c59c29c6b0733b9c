"""A fork does what a new process would: tests start ``sys.executable`` and need not know."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forks.server import PYTHON

TOLD = "import os, sys; print(os.getcwd(), os.environ['ODD'], sys.argv, sys.stdin.read())"
LOADED = "import sys; print('bot.app' in sys.modules)"


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **environment},
        input="输入",
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_has_the_directory_environment_arguments_and_files_of_who_started_it() -> None:
    assert run(TOLD, "一", ODD="二").stdout == f"{Path.cwd()} 二 ['-c', '一'] 输入\n"


def test_the_program_is_imported_already() -> None:
    assert run(LOADED).stdout == "True\n"


def test_where_a_fork_would_not_be_the_same_a_new_process_is_started() -> None:
    assert run(LOADED, LC_ALL="C").stdout == "False\n"
    told = subprocess.run([PYTHON, "-c", LOADED], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("raise SystemExit(7)", 7),
        ("1 / 0", 1),
        ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL),
    ],
)
def test_it_ends_as_its_program_does(program: str, code: int) -> None:
    assert run(program).returncode == code


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_signal_reaches_the_fork(number: signal.Signals) -> None:
    """It alone has the other end of the pipe when its script has ended."""
    ours, its = os.pipe()
    program = "import sys, time; print(flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=its) as process:
        os.close(its)
        assert os.read(ours, 1) == b"\n"
        process.send_signal(number)
        assert process.wait() == -number
    assert os.read(ours, 1) == b""
    os.close(ours)
