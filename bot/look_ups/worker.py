"""The process that looks questions up: this module, run by the same Python.

It reads pickled requests from its standard input, writes the answers to its standard output, each
behind its length, and ends when its input does: killing the bot leaves nothing behind. Nobody else
can write to that pipe.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import BinaryIO, NoReturn, cast

from bot.engine import cluster_of
from bot.look_ups.look_up import LookUp
from bot.settings import load_settings
from retrieval.answer.answer import Answer
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.home import Home
from retrieval.index.kernel import warm

LENGTH = struct.Struct("!I")
READY = b"ready"
REFRESH_S = 0.5

Request = tuple[str, LookUp]
"""The generation that the bot's own process has open, and what is to be looked up."""


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the bot decides when this ends
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    home = Path(sys.argv[1])
    live = LiveSearcher(Home(home), cluster_of(load_settings(home)))
    warm()
    lock = Lock()
    Thread(target=_keep_current, args=(live, lock), daemon=True).start()
    _write(answers, READY)
    while True:
        try:
            generation, look_up = cast(Request, pickle.load(sys.stdin.buffer))
        except EOFError:
            return
        if generation != live.current.generation:
            _refresh(live, lock)
        _write(answers, pickle.dumps(_answer(live, look_up), pickle.HIGHEST_PROTOCOL))


def _keep_current(live: LiveSearcher, lock: Lock) -> NoReturn:
    """Open a new generation while the old one answers."""
    while True:
        time.sleep(REFRESH_S)
        _refresh(live, lock)


def _refresh(live: LiveSearcher, lock: Lock) -> None:
    """One at a time; what is wrong the bot, which looks as well, says."""
    with lock, suppress(Exception):
        live.refresh()


def _answer(live: LiveSearcher, look_up: LookUp) -> Answer | None:
    """None where it fails: who asked tries by itself then, and sees why."""
    try:
        return look_up.carry_out(live.current)
    except Exception:
        return None


def _write(answers: BinaryIO, answer: bytes) -> None:
    answers.write(LENGTH.pack(len(answer)) + answer)
    answers.flush()


if __name__ == "__main__":
    main()
