"""``wence reindex`` in a process of its own, so that answers stay quick meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from bot.redaction import redacted
from retrieval.errors import HomeBusy, WenceError
from retrieval.home import Home

Event = dict[str, Any]
LINE_BYTES = 2**26
"""The last line names every file, so it may be long."""

NICENESS = 10


class Reindexing:
    """At most one reindex at a time."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._process: asyncio.subprocess.Process | None = None
        self._running = False
        self._stopped = False

    @property
    def running(self) -> bool:
        return self._running

    async def run(self, on_progress: Callable[[Event], None], *verb: str) -> Event:
        """Run a verb of ``wence``, by default ``reindex``; the last event.

        Raises:
            HomeBusy: a reindex of this bot is running.
            WenceError: the child failed; the sentence is the child's own.
        """
        if self._running:
            raise HomeBusy("A reindex is already running: wait for it to finish.")
        self._running = True
        try:
            return await self._run(on_progress, verb or ("reindex",))
        finally:
            self._running, self._process = False, None

    async def stop(self) -> None:
        """End the child, if there is one; what it had not completed is not lost but undone."""
        self._stopped = True
        process = self._process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()

    async def _run(self, on_progress: Callable[[Event], None], verb: Sequence[str]) -> Event:
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *verb, "--json", "--home", str(self._home.path)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
        )
        if self._stopped:
            process.terminate()
        if "reindex" in verb:  # one file is waited for, and soon done
            with contextlib.suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        errors, last = await asyncio.gather(_read_errors(process), _read(process, on_progress))
        await process.wait()
        if last is None and process.returncode:
            raise WenceError(errors or "The reindex ended without a word: see the log.")
        return last or {}


async def _read(
    process: asyncio.subprocess.Process, on_progress: Callable[[Event], None]
) -> Event | None:
    """Hand on the progress; the event ``done``."""
    last = None
    if process.stdout is not None:
        async for line in process.stdout:
            event = _event(line)
            if event.get("event") == "progress":
                on_progress(event)
            elif event.get("event") == "done":
                last = event
    return last


def _event(line: bytes) -> Event:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


async def _read_errors(process: asyncio.subprocess.Process) -> str:
    """The last line of standard error, which is the sentence for the user."""
    if process.stderr is None:
        return ""
    lines = (await process.stderr.read()).decode("utf-8", "replace").strip().splitlines()
    return redacted(lines[-1].removeprefix("wence: ")) if lines else ""
