"""Many short writes in one commit: what is asked for while one commit runs goes into the next."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from bot.db.database import Chats
from retrieval.reasons import Reason, because, disk_fault, error_name

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class GroupedWrites:
    """Writes of many tasks, so that each costs a share of a commit and none holds up the loop."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._waiting: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None
        self.failed = 0
        """Attempts that came to nothing."""
        self.fault: Reason | None = None
        """Why the latest of them did, until somebody has taken note."""

    async def do(self, write: Callable[..., Result], *values: Any) -> Result:
        """Call ``write(chats, *values)`` in a transaction; returns when it is committed.

        Raises:
            Exception: whatever the write, or the commit, raises.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((lambda: write(self._chats, *values), future))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await future

    async def attempt(self, write: Callable[..., object], *values: Any) -> bool:
        """The same for what the bot can go on without: False, counted, where it fails."""
        try:
            await self.do(write, *values)
        except (sqlite3.Error, OSError) as error:
            self.failed += 1
            name = error_name(error)
            self.fault = disk_fault(error) or because("database_unusable", error=name)
            log.warning("chats.db cannot be written: %s", name)
            return False
        return True

    async def _commit_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            results = await asyncio.to_thread(self._commit, [write for write, _ in batch])
            for (_, future), (result, error) in zip(batch, results, strict=True):
                if future.done():
                    continue
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)

    def _commit(self, writes: list[Callable[[], Any]]) -> list[tuple[Any, Exception | None]]:
        """All in one transaction; each in its own where that fails, so that one spoils no other."""
        try:
            with self._chats.writing():
                return [(write(), None) for write in writes]
        except Exception as error:
            if len(writes) == 1:
                return [(None, error)]
        return [outcome for write in writes for outcome in self._commit([write])]
