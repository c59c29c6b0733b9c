"""Who prepares, when there is much to do? This process, and others beside it.

A worker is this module run by the same Python. It reads pickled batches from its standard input,
writes what became of them to its standard output, and ends when its input does: killing the
process that started it leaves nothing behind. Nobody else can write to that pipe.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any

from retrieval.corpus.ingest.preparation import Prepared, Preparer, Understandable
from retrieval.corpus.readers.paged import recognition
from retrieval.text.tokens import Tokenizer

try:
    import fcntl
except ImportError:  # pipes are as wide as they are there
    fcntl = None  # type: ignore[assignment]

ALONE = 1
"""So many batches are prepared here before a worker is started, which takes a second."""
AHEAD = 3
"""So many batches wait for each worker, which else runs dry while this process writes; more are
prepared here."""
MOST = 4
PIPE_BYTES = 1 << 20
"""Each piece that goes through a pipe waits for the interpreter's lock: 64 KiB are too small."""

_ONCE = count(start=-1, step=-1)
"""Numbers for those who prepare one batch only, in place of a worker that is gone."""

Page = tuple[int, int]
"""A page that a worker has recognised, on its way to the answer: its number, of how many."""

Job = tuple[Any, Sequence[Understandable]]
"""Something to recognise the batch by, and its parts."""
_Waiting = tuple[Any, Sequence[Understandable], Future[Prepared], int]


class Worker:
    """Another process that prepares. Work is sent ahead of what comes back, so it never waits."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "retrieval.corpus.ingest.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=PIPE_BYTES,
        )
        self._widen_pipes()
        self.on_page = recognition.watcher()
        self.sending = ThreadPoolExecutor(1)
        self.receiving = ThreadPoolExecutor(1)
        self.waiting: deque[Future[Prepared]] = deque()
        self.sending.submit(self._send, tokenizer)

    def submit(self, parts: Sequence[Understandable]) -> Future[Prepared]:
        self.sending.submit(self._send, parts)
        future = self.receiving.submit(self._receive)
        self.waiting.append(future)
        return future

    def is_busy(self) -> bool:
        while self.waiting and self.waiting[0].done():
            self.waiting.popleft()
        return len(self.waiting) >= AHEAD

    def close(self) -> None:
        self.process.kill()
        for thread in (self.sending, self.receiving):
            thread.shutdown(cancel_futures=True)
        self.process.communicate()

    def _widen_pipes(self) -> None:
        """Where the system allows it; a narrow pipe is slow, but no fault."""
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            with suppress(AttributeError, OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)

    def _receive(self) -> Prepared:
        assert self.process.stdout is not None
        answer: Prepared | Page = pickle.load(self.process.stdout)
        while isinstance(answer, tuple):
            if self.on_page:
                self.on_page(*answer)
            answer = pickle.load(self.process.stdout)
        return answer

    def _send(self, value: object) -> None:
        """What cannot be sent is never answered: the worker ends, so that nobody waits for it."""
        assert self.process.stdin is not None
        try:
            pickle.dump(value, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
        except Exception:
            self.process.kill()
            raise


def prepare_all(
    jobs: Iterable[Job], tokenizer: Tokenizer, *, workers: int | None = None
) -> Iterator[tuple[Any, Prepared, int]]:
    """Prepare the batches: (what it is recognised by, what became of it, who did it), in order.

    ``workers`` is how many other processes may help; None for one less than there are cores.
    """
    if workers is None:
        workers = min(len(os.sched_getaffinity(0)) - 1, MOST)
    here, crew = Preparer(tokenizer), list[Worker]()
    queue: deque[_Waiting] = deque()
    try:
        for number, (mark, parts) in enumerate(jobs):
            if number == ALONE:
                crew = [Worker(tokenizer) for _ in range(workers)]
            free = next((place for place, worker in enumerate(crew) if not worker.is_busy()), None)
            if free is not None:
                queue.append((mark, parts, crew[free].submit(parts), free + 1))
            else:
                queue.append((mark, parts, _done(here.prepare(parts)), 0))
            while queue and queue[0][2].done():
                yield _result(queue.popleft(), tokenizer)
        while queue:
            yield _result(queue.popleft(), tokenizer)
    finally:
        for worker in crew:
            worker.close()


def _done(prepared: Prepared) -> Future[Prepared]:
    future: Future[Prepared] = Future()
    future.set_result(prepared)
    return future


def _result(waiting: _Waiting, tokenizer: Tokenizer) -> tuple[Any, Prepared, int]:
    mark, parts, future, who = waiting
    try:
        return mark, future.result(), who
    except (EOFError, OSError, pickle.UnpicklingError):  # the worker was killed
        return mark, Preparer(tokenizer).prepare(parts), next(_ONCE)


def main() -> None:
    """Prepare what comes in until no more comes; reading and writing go on meanwhile."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it decides
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", PIPE_BYTES)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer

    def read() -> Any:
        return pickle.load(sys.stdin.buffer)

    def write(answer: Prepared | Page) -> None:
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    def on_page(done: int, total: int) -> None:
        writing.submit(write, (done, total))

    with ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as writing:
        written: Future[None] | None = None
        try:
            preparer = Preparer(read())
            following = reading.submit(read)
            while True:
                parts = following.result()
                following = reading.submit(read)
                with recognition.watched(on_page):
                    prepared = preparer.prepare(parts)
                if written:
                    written.result()
                written = writing.submit(write, prepared)
        except (EOFError, BrokenPipeError):
            return


if __name__ == "__main__":
    main()
