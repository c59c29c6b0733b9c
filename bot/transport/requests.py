"""Requests to Telegram: which have surely had no effect, and what time it is there."""

from __future__ import annotations

import json
from typing import Any

import httpx
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.timer import Timer
from bot.transport.telegram_clock import TelegramClock

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""After these the request surely never reached Telegram; after any other time-out it may have."""

NOT_DONE = (500, 502, 503)
"""By these Telegram says that it did nothing; behind a 504 it may still have."""

DOWNLOAD_WAITS_S = (0.5, 1.0, 2.0, 4.0)


class NotDone(NetworkError):
    """A request that surely had no effect."""


class TelegramRequest(HTTPXRequest):
    """PTB's requests, with an answer that nobody can read told apart from a refusal."""

    def __init__(self, clock: TelegramClock, timer: Timer, *, connections: int) -> None:
        async def note(response: httpx.Response) -> None:
            clock.note(response.headers.get("Date"))

        super().__init__(
            connection_pool_size=connections,
            pool_timeout=30.0,
            httpx_kwargs={"event_hooks": {"response": [note]}},
        )
        self._timer = timer

    async def do_request(self, url: str, method: str, **how: Any) -> tuple[int, bytes]:  # type: ignore[override]
        """One request, a download as often as it takes; the status and the body of the answer.

        Raises:
            NotDone: it surely had no effect.
            NetworkError: it may have had one.
        """
        waits = DOWNLOAD_WAITS_S if method == "GET" else ()
        for wait in waits:
            try:
                return await self._once(url, method, **how)
            except NetworkError:
                await self._timer.sleep(wait)
        return await self._once(url, method, **how)

    async def _once(self, url: str, method: str, **how: Any) -> tuple[int, bytes]:
        try:
            code, body = await super().do_request(url, method, **how)
        except NetworkError as error:
            if isinstance(error.__cause__, NEVER_SENT):
                raise NotDone(error.message) from error.__cause__
            raise
        if code in NOT_DONE:
            raise NotDone(f"HTTP {code}")
        if method == "POST" and code == httpx.codes.OK and not is_readable(url, body):
            raise NetworkError("an answer that cannot be read")
        return code, body


def is_readable(url: str, body: bytes) -> bool:
    """Whether the answer to a method that was carried out has a result of the right kind."""
    try:
        result = json.loads(body)["result"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return not url.endswith("/sendMessage") or (isinstance(result, dict) and "chat" in result)
