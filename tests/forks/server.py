"""Imports the program when a test first starts a process, and forks for each that does.

``python -m tests.forks.server FD`` listens at the socket; ``starting`` makes the script that asks.
"""

from __future__ import annotations

import fcntl
import gc
import marshal
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.forks.wire import read_bytes, send_number
from tests.paths import ROOT

PYTHON = sys.executable
"""The interpreter itself, for tests that need a process which has imported nothing."""
STREAMS = (
    ("stdin", "r", -1, "surrogateescape"),
    ("stdout", "w", -1, "surrogateescape"),
    ("stderr", "w", 1, "backslashreplace"),
)
"""As Python opens them: their modes, buffers (1 is by lines), and what becomes of odd bytes."""
SCRIPT = """#!{python} -S
import sys
sys.path.insert(0, {root!r})
from tests.forks.script import main
main({address!r}, {python!r})
"""


@contextmanager
def starting(script: Path) -> Iterator[None]:
    """Write the script and listen, as long as this lasts; nothing is imported before it is run."""
    script.write_text(SCRIPT.format(python=PYTHON, root=str(ROOT), address=str(script)))
    script.chmod(0o755)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"\0{script}")
        listener.listen()
        command = [PYTHON, "-m", "tests.forks.server", str(listener.fileno()), str(script)]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        ) as server:
            yield
            server.kill()


def serve(listener: socket.socket, script: str) -> None:
    """Fork for each who asks; only forks return, when they have done what they were asked."""
    _die_with(0)
    select.select([listener], [], [])
    sys.executable = script
    _import_the_program()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asker, _ = listener.accept()
        if os.fork() == 0:
            break
        asker.close()
    listener.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, files, _, _ = socket.recv_fds(asker, 1, 4)
    arguments, directory, environment = marshal.loads(read_bytes(asker))
    if fork := os.fork():
        for file in files:
            os.close(file)
        with suppress(ConnectionError):  # who asked was killed
            send_number(asker, fork)
            send_number(asker, os.waitpid(fork, 0)[1])
        os._exit(0)
    asker.close()
    _stand_in(files, directory, environment)
    _run(arguments)


def _import_the_program() -> None:
    from bot.cli.main import COMMANDS
    from retrieval.index import kernel
    from retrieval.text.lexicon import Lexicon
    from retrieval.text.tokens import Tokenizer

    names = ("bot.app", "bot.look_ups.worker", "retrieval.corpus.ingest.workers", "rjieba")
    for name in (*names, *sorted(set(COMMANDS.values()))):
        import_module(name)
    kernel.warm()
    kernel.cool()
    lexicon = Lexicon.load()
    Tokenizer(lexicon).tokens(next(iter(lexicon.synonyms)) + lexicon.divisions.fingerprint)
    gc.freeze()


def _stand_in(files: list[int], directory: str, environment: dict[str, str]) -> None:
    """Take over the files, the directory, the environment and the end of who asked."""
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
        os.close(file)
    _die_with(files[3])
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, (name, mode, buffering, errors) in enumerate(STREAMS):
        utf8 = os.fdopen(number, mode, buffering, "utf-8", errors, closefd=False)
        setattr(sys, name, utf8)


def _run(arguments: list[str]) -> None:
    """As ``python -m …`` or ``python -c …`` would, to its end."""
    kind, what, *rest = (each for each in arguments if each != "-P")
    sys.argv = [kind, *rest]
    if kind == "-c":
        main = sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), main.__dict__)
        return
    if "." in what:
        sys.modules.pop(what, None)  # it is run anew, as the first module of its process
    runpy.run_module(what, run_name="__main__", alter_sys=True)


def _die_with(end: int) -> None:
    """Be killed as soon as nobody has the other end of the pipe any more."""
    fcntl.fcntl(end, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(end, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([end], [], [], 0)[0]:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
