"""Who looks a question up: another process where one is ready, else a thread of this one."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from asyncio import IncompleteReadError
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from contextlib import suppress

from bot.look_ups.look_up import LookUp
from bot.look_ups.worker import LENGTH, READY, Request
from bot.settings import without_secrets
from bot.timer import Timer
from retrieval.answer.answer import Answer
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.home import Home

log = logging.getLogger(__name__)

MOST = 2
"""So many workers keep up with the messages that Telegram takes from one bot."""
AGAIN_S = (1.0, 5.0, 30.0, 300.0)
"""Until a worker that ended is replaced; longer where none gets ready."""


def usual_workers() -> int:
    """One less than there are cores: the bot's own process needs one."""
    return min(MOST, len(os.sched_getaffinity(0)) - 1)


class Worker:
    """One process that looks questions up, one after the other."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.asked: deque[asyncio.Future[Answer | None]] = deque()

    async def run(self) -> None:
        """Hand its answers on, until it ends; what it did not answer then is None."""
        assert self.process.stdout is not None
        try:
            while True:
                (length,) = LENGTH.unpack(await self.process.stdout.readexactly(LENGTH.size))
                answer = pickle.loads(await self.process.stdout.readexactly(length))
                self._settle(answer)
        except IncompleteReadError:
            await self.process.wait()
        finally:
            while self.asked:
                self._settle(None)

    async def ask(self, generation: str, look_up: LookUp) -> Answer | None:
        """The answer, of this generation or a newer one; None where it was not to be had here."""
        assert self.process.stdin is not None
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self.asked.append(future)
        with suppress(ConnectionError):  # it has ended, and ``run`` says so
            request: Request = generation, look_up
            self.process.stdin.write(pickle.dumps(request, pickle.HIGHEST_PROTOCOL))
        return await future

    def _settle(self, answer: Answer | None) -> None:
        future = self.asked.popleft()
        if not future.done():
            future.set_result(answer)


class LookUps:
    """Looks questions up in the live generation."""

    def __init__(self, home: Home, live: LiveSearcher, timer: Timer) -> None:
        self._home = home
        self._live = live
        self._timer = timer
        self.workers: list[Worker] = []
        """Those that are ready."""

    @property
    def at_once(self) -> int:
        """So many look-ups go on side by side.

        Threads share the interpreter: more than two of them look nothing up sooner.
        """
        return len(self.workers) or 2

    async def ask(self, look_up: LookUp) -> Answer:
        """The answer to one question."""
        if self.workers:
            worker = min(self.workers, key=lambda each: len(each.asked))
            answer = await worker.ask(self._live.current.generation, look_up)
            if answer is not None:
                return answer
        return await asyncio.to_thread(look_up.carry_out, self._live.current)

    async def keep_working(self) -> None:
        """Keep one worker there, until this is cancelled."""
        failures = 0
        while True:
            was_ready = await self._work_once()
            failures = 0 if was_ready else min(failures + 1, len(AGAIN_S) - 1)
            await self._timer.sleep(AGAIN_S[failures])

    async def _work_once(self) -> bool:
        """Let one worker answer until it ends; whether it ever could."""
        try:
            process = await self._start()
        except OSError as error:
            log.warning("a process that looks questions up cannot start: %s", error.strerror)
            return False
        try:
            was_ready = await self._work(process)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        log.warning("a process that looks questions up has ended (%s)", process.returncode)
        return was_ready

    async def _start(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot.look_ups.worker", str(self._home.path)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=without_secrets(),
        )

    async def _work(self, process: Process) -> bool:
        """Let it answer until it ends; whether it ever could."""
        assert process.stdout is not None
        try:
            await process.stdout.readexactly(LENGTH.size + len(READY))
        except IncompleteReadError:
            return False
        worker = Worker(process)
        self.workers.append(worker)
        try:
            await worker.run()
        finally:
            self.workers.remove(worker)
        return True
