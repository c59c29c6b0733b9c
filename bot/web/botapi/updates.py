"""The queue of updates: long polling and webhooks, one or the other."""

from __future__ import annotations

import asyncio
import json
from asyncio import Future
from collections import deque
from collections.abc import Callable
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from bot.web.botapi.errors import ApiError

Json = dict[str, Any]

UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
"""The updates that come only to those who name them."""
RETRY = 0.05
"""Seconds until a webhook that failed is tried again."""
RECENT = 200


class Updates:
    """Updates wait here until the bot confirms them."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        """``changed`` is called when a webhook took an update, or did not."""
        self._changed = changed
        self.queue: deque[Json] = deque()
        self.allowed: list[str] | None = None
        self.webhook: Json | None = None
        self.secret: str | None = None
        self.recent: deque[Json] = deque(maxlen=RECENT)
        """The latest that were queued, confirmed or not."""
        self.twice = False
        """The next update is delivered twice."""
        self.last_error: str | None = None
        self.next_id = 1000
        self._poller: asyncio.Event | None = None
        self._arrived = asyncio.Event()
        self._delivery: asyncio.Task[None] | None = None

    def push(self, update: Json) -> Json:
        """Queue a raw update; without an ``update_id`` it gets the next one."""
        kind = next(name for name in update if name != "update_id")
        update = {"update_id": update.get("update_id", self.next_id), **update}
        self.next_id = max(self.next_id, update["update_id"]) + 1
        wanted = kind in self.allowed if self.allowed else kind not in UNASKED
        if wanted:
            self.recent.append(update)
            self.queue.extend([update] * (2 if self.twice else 1))
            self.twice = False
            self._arrived.set()
        return update

    @property
    def confirmed(self) -> bool:
        """Has the bot taken everything?"""
        return not self.queue

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """One ``getUpdates``.

        Raises:
            ApiError: a webhook is set, or another poller has come.
        """
        if self.webhook is not None:
            raise _conflict("can't use getUpdates method while webhook is active")
        if self._poller is not None:
            self._poller.set()
        mine = self._poller = asyncio.Event()
        try:
            self._confirm(offset)
            if not self.queue and timeout > 0:
                await self._wait(mine, timeout)
            if mine.is_set():
                raise _conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            return list(self.queue)[: max(1, min(limit, 100))]
        finally:
            if self._poller is mine:
                self._poller = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.queue) > -offset:
                self.queue.popleft()
        while self.queue and self.queue[0]["update_id"] < offset:
            self.queue.popleft()

    async def _wait(self, mine: asyncio.Event, timeout: float) -> None:
        self._arrived.clear()
        waits = [asyncio.ensure_future(event.wait()) for event in (self._arrived, mine)]
        try:
            await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def set_webhook(self, webhook: Json, secret: str | None) -> None:
        self.drop_webhook()
        self.webhook, self.secret = webhook, secret
        self._delivery = asyncio.ensure_future(self._deliver())

    def drop_webhook(self) -> None:
        self.webhook = None
        if self._delivery is not None:
            self._delivery.cancel()
            self._delivery = None

    async def _deliver(self) -> None:
        """Post one update after the other; what is not answered with 2xx is posted again."""
        client = AsyncHTTPClient()
        while self.webhook is not None:
            while self.queue:
                taken = await self._post(client, self.webhook["url"], self.queue[0])
                if taken:
                    self.queue.popleft()
                self._changed()
                if not taken:
                    await asyncio.sleep(RETRY)
            self._arrived.clear()
            await self._arrived.wait()

    async def _post(self, client: AsyncHTTPClient, url: str, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            posting = client.fetch(url, method="POST", headers=headers, body=json.dumps(update))
            posting.add_done_callback(Future.exception)  # asked for, should nobody wait any more
            await asyncio.shield(posting)  # tornado tells the log of what fails once cancelled
        except (HTTPClientError, OSError) as error:
            self.last_error = str(error)
            return False
        return True

    async def close(self) -> None:
        delivery = self._delivery
        self.drop_webhook()
        if self._poller is not None:
            self._poller.set()
        if delivery is not None:
            await asyncio.gather(delivery, return_exceptions=True)


def _conflict(what: str) -> ApiError:
    return ApiError(409, f"Conflict: {what}")
