"""``wence serve`` as a process of its own, against a server that a test makes misbehave."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.web.botapi import TOKEN, Telegram
from tests.paths import ROOT

QUICK = 0.1
"""How long a second of the bot's timer lasts where nothing depends on it."""
ENOUGH_S = 60.0
"""So long a busy machine may need for what happens at once on a quiet one."""
_numbers = itertools.count()


def fresh_token() -> str:
    """A token of its own, because the lock of a token holds for the machine."""
    return f"{os.getpid() * 1000 + next(_numbers)}:{TOKEN.split(':')[1]}"


class Served:
    """A process of the bot with what it has written to its log so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reading = asyncio.create_task(self._read())

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    async def logged(self, words: str) -> str:
        """Wait for a line with these words."""
        async with asyncio.timeout(ENOUGH_S):
            while True:
                for line in self.lines:
                    if words in line:
                        return line
                assert not self._reading.done(), f"it ended without {words!r}:\n{self.log}"
                await asyncio.sleep(0.05)

    async def ended(self, within: float = ENOUGH_S) -> int:
        """Wait for its end; the exit code."""
        code = await asyncio.wait_for(self.process.wait(), within)
        await self._reading
        return code

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    def kill(self) -> None:
        self.process.kill()

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode("utf-8", "replace").rstrip())


@asynccontextmanager
async def served(
    home: Path,
    url: str,
    token: str,
    directory: Path | None = None,
    *,
    second: float = QUICK,
    python: str | None = None,
    **knobs: str,
) -> AsyncIterator[Served]:
    """``wence serve``; with another ``directory`` for temporary files it is on another machine.

    A ``second`` of its timer is short. ``python`` is one that is itself the process.
    """
    limits = {"quota_person": "0", "quota_group": "0", "workers": "0"}
    knobs = {"token": token, "api_base_url": url, **limits, **knobs}
    environment = {f"WENCE_{name.upper()}": value for name, value in knobs.items()}
    environment["LC_ALL"] = "C.UTF-8"  # what ends it is said in Chinese, whatever machine this is
    if directory is not None:
        environment["TMPDIR"] = str(directory)
    environment["PYTHONPATH"] = str(ROOT)
    process = await asyncio.create_subprocess_exec(
        *(python or sys.executable, "-m", "tests.bot.faults.quick", str(second)),
        *("serve", "--home", str(home)),
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    bot = Served(process)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
            await bot.ended()


@asynccontextmanager
async def a_server() -> AsyncIterator[Telegram]:
    async with Telegram(fresh_token()) as telegram:
        yield telegram
