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
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from bot.engine import cluster_of
from bot.look_ups.look_up import LookUp
from bot.settings import load_settings
from retrieval.answer.answer import Answer
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.home import Home
from retrieval.index.kernel import warm

LENGTH = struct.Struct("!I")
READY = b"ready"


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the bot decides when this ends
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    home = Path(sys.argv[1])
    live = LiveSearcher(Home(home), cluster_of(load_settings(home)))
    warm()
    _write(answers, READY)
    while True:
        try:
            look_up: LookUp = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _write(answers, pickle.dumps(_answer(live, look_up), pickle.HIGHEST_PROTOCOL))


def _answer(live: LiveSearcher, look_up: LookUp) -> Answer | None:
    """None where it fails: who asked tries by itself then, and sees why."""
    with suppress(Exception):  # the bot, which looks every second, says what is wrong
        live.refresh()
    try:
        return look_up.carry_out(live.current)
    except Exception:
        return None


def _write(answers: BinaryIO, answer: bytes) -> None:
    answers.write(LENGTH.pack(len(answer)) + answer)
    answers.flush()


if __name__ == "__main__":
    main()
