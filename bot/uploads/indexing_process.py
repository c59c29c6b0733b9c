"""``wence reindex`` or ``learn`` in a process of its own, so that answers stay quick meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bot.logs.redaction import redacted
from bot.settings import without_secrets
from retrieval.errors import HomeBusy, WenceError
from retrieval.home import Home
from retrieval.reasons import Reason

log = logging.getLogger(__name__)

Event = dict[str, Any]
LINE_BYTES = 2**26
"""The last line names every file, so it may be long."""

NICENESS = 10
WAITED_FOR = frozenset({"index", "--preview"})
"""One file, or a look at one address: soon done."""


class Reindexing:
    """At most one reindex at a time."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._children: dict[asyncio.subprocess.Process, asyncio.Task[str | None]] = {}
        """The one that runs, and those that have done their work and still merge."""
        self._running = False
        self.succeeded_at = self.failed_at = 0.0
        """When a reindex last did its work, and when one did not: since 1970, 0 for never."""
        self.stopped = False
        """Whether the bot ends, and the children with it; what they then leave is no fault."""

    @property
    def running(self) -> bool:
        return self._running

    async def run(self, on_progress: Callable[[Event], None], *verb: str) -> Event:
        """Run a verb of ``wence``, by default ``reindex``; the last event.

        Raises:
            HomeBusy: a reindex of this bot is running.
            WenceError: the child failed; the reason is the child's own.
        """
        if self._running:
            raise HomeBusy("reindex_running")
        self._running = True
        verb = verb or ("reindex",)
        try:
            done = await self._run(on_progress, verb)
            if "reindex" in verb:
                self.succeeded_at = time.time()
            return done
        except WenceError:
            if "reindex" in verb and not self.stopped:
                self.failed_at = time.time()
            raise
        finally:
            self._running = False

    async def stop(self) -> None:
        """End the children; what they had not completed is not lost but undone."""
        self.stopped = True
        for process, ending in list(self._children.items()):
            _terminate(process)
            await ending

    async def _start(self, verb: Sequence[str]) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *verb, "--json", "--home", str(self._home.path)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            env=without_secrets(*(["WENCE_PROXY"] if "follow" in verb else [])),
        )

    async def _run(self, on_progress: Callable[[Event], None], verb: Sequence[str]) -> Event:
        try:
            process = await self._start(verb)
        except OSError as error:
            log.warning("a child cannot start: %s", error.strerror)
            raise WenceError("reindex_ended") from error
        self._children[process] = ending = asyncio.create_task(_ended(process))
        ending.add_done_callback(lambda _: self._children.pop(process))
        if self.stopped:
            _terminate(process)
        if not WAITED_FOR & set(verb):
            with contextlib.suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        last = await _read(process, on_progress)
        if last is None and (errors := await ending) is not None:
            if not self.stopped:
                log.warning("a child ended with: %s", errors)
            raise WenceError("reindex_ended")
        if last is not None and last.get("event") == "failed":
            raise _error(last)
        ending.add_done_callback(_log_failure)
        return last or {}


def _log_failure(ending: asyncio.Task[str | None]) -> None:
    if not ending.cancelled() and ending.result():
        log.warning("after its work was done: %s", ending.result())


def _terminate(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()


async def _ended(process: asyncio.subprocess.Process) -> str | None:
    """Wait for the process; None where it did what it should, else its sentence."""
    errors = await _read_errors(process)
    return errors if await process.wait() else None


async def _read(
    process: asyncio.subprocess.Process, on_progress: Callable[[Event], None]
) -> Event | None:
    """Hand on the progress, until ``done`` or ``failed``; None where neither comes."""
    if process.stdout is not None:
        async for line in process.stdout:
            event = _event(line)
            if event.get("event") == "progress":
                on_progress(event)
            elif event.get("event") in {"done", "failed"}:
                return event
    return None


def _error(failed: Event) -> WenceError:
    """What the child raised; the names that it holds are for admins, never secrets."""
    reason = Reason.from_json(failed)
    return WenceError(reason.code, **reason.fields)


def _event(line: bytes) -> Event:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


async def _read_errors(process: asyncio.subprocess.Process) -> str:
    """The last line of standard error, for the log."""
    if process.stderr is None:
        return ""
    lines = (await process.stderr.read()).decode("utf-8", "replace").strip().splitlines()
    return redacted(lines[-1]) if lines else ""
