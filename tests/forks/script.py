"""What stands in ``sys.executable`` while tests run.

It hands its arguments, environment, directory and files to a fork, which is killed when it is, and
ends as the fork does. Whatever a fork cannot stand for is done by the real Python.
"""

from __future__ import annotations

import marshal
import os
import signal
import socket
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from tests.forks.wire import read_number, send_bytes

PACKAGES = ("bot", "retrieval", "tests", "benchmarks")
"""Their modules are run by forks."""
LOCALE = "C.UTF-8"
"""That of the forks."""
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(address: str, python: str) -> NoReturn:
    """Do what the arguments say, by a fork of the server at the address or by that Python."""
    arguments = sys.argv[1:]
    if not _may_fork(arguments):
        os.execv(python, [python, *arguments])
    ended, _lifeline = os.pipe()  # the fork is killed when nobody has the second any more
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(f"\0{address}")
        socket.send_fds(server, [b"."], [0, 1, 2, ended])
        send_bytes(server, marshal.dumps((arguments, os.getcwd(), dict(os.environ))))
        _pass_signals_to(read_number(server))
        _end_with(os.waitstatus_to_exitcode(read_number(server)))


def _may_fork(arguments: list[str]) -> bool:
    """Whether a fork does the same: of such a module, in that locale, with three open files."""
    kind, what = (*(each for each in arguments if each != "-P"), "", "")[:2]
    is_ours = kind == "-c" or (kind == "-m" and what.split(".")[0] in PACKAGES)
    speaks = os.environ.get("LC_ALL") == LOCALE
    if not is_ours or not speaks or {"PYTHONIOENCODING", "PYTHONUTF8"} & os.environ.keys():
        return False
    with suppress(OSError):
        return all(os.fstat(number) for number in range(3))
    return False


def _pass_signals_to(fork: int) -> None:
    def pass_on(number: int, frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(fork, number)

    for each in PASSED_ON:
        signal.signal(each, pass_on)


def _end_with(code: int) -> NoReturn:
    """End with the exit code, or by the signal that is its negative."""
    if code < 0:
        with suppress(OSError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)
