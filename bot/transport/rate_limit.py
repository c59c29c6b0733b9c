"""Telegram's limits, kept from our side, and what may be sent again.

About 30 messages a second overall, one a second in a chat, 20 a minute in a group
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this), over sliding windows.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.timer import Timer

log = logging.getLogger(__name__)

SLACK = 1.02
LOOK_S = 0.02
OVERALL = (29, 1.0)
CHAT = (1, 1.0)
GROUP = (20, 60.0)
RETRIES = 5
UNSENT_RETRIES = 2
COUNTED = ("send", "edit", "copy", "forward", "answerguest")
UNCOUNTED = ("sendchataction",)
IDLE_S = 120.0

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""After these the request surely never reached Telegram; after any other time-out it may have."""

Call = Callable[..., Coroutine[Any, Any, Any]]


class Window:
    """At most ``limit`` events in any ``seconds``, wherever the clock is that counts.

    A request reaches the server at some time between its start and its end, so it counts as
    happening from the one to the other.
    """

    __slots__ = ("ended", "limit", "running", "seconds")

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds * SLACK
        self.running = 0
        self.ended: deque[float] = deque()

    def delay(self, now: float) -> float:
        """Seconds after which to look again whether one more fits; 0 when it does."""
        while self.ended and now - self.ended[0] >= self.seconds:
            self.ended.popleft()
        if self.running + len(self.ended) < self.limit:
            return 0.0
        return max(LOOK_S, self.ended[0] + self.seconds - now) if self.ended else LOOK_S

    def start(self) -> None:
        self.running += 1

    def end(self, now: float) -> None:
        self.running -= 1
        self.ended.append(now)

    def idle(self, now: float) -> bool:
        return not self.running and (not self.ended or now - self.ended[-1] >= IDLE_S)


class Pace(BaseRateLimiter[int]):
    """Holds requests back until they fit, waits as long as a 429 says, and tries again.

    A 429 pauses the chat it came for, and everything when another chat is paused already.
    A request is repeated only after a 429 or when it surely never reached the server.
    """

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._overall = Window(*OVERALL)
        self._chats: dict[int | str, tuple[Window, ...]] = {}
        self._paused: dict[int | str | None, float] = {}
        self._swept = timer.now()

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to tear down."""

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Send one request when it fits; ``rate_limit_args`` is how often it may be repeated."""
        chat = data.get("chat_id")
        tries = UNSENT_RETRIES
        left = RETRIES if rate_limit_args is None else rate_limit_args
        while True:
            windows = await self._turn(endpoint.lower(), chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                if left == 0:
                    raise
                self._pause(chat, seconds(error))
                log.warning("Telegram asks to wait %.0f s before %s", seconds(error), endpoint)
            except NetworkError as error:
                if left == 0 or tries == 0 or not isinstance(error.__cause__, NEVER_SENT):
                    raise
                tries -= 1
                await self._timer.sleep(0.5)
            finally:
                for window in windows:
                    window.end(self._timer.now())
            left -= 1

    async def _turn(self, endpoint: str, chat: int | str | None) -> tuple[Window, ...]:
        """Wait until a request fits; the windows in which it now runs."""
        counted = endpoint.startswith(COUNTED) and endpoint not in UNCOUNTED
        windows = (self._overall, *self._windows(chat)) if counted else ()
        while True:
            now = self._timer.now()
            wait = max(
                self._paused.get(None, now) - now,
                self._paused.get(chat, now) - now,
                *(window.delay(now) for window in windows),
                0.0,
            )
            if wait <= 0:
                break
            await self._timer.sleep(wait)
        for window in windows:
            window.start()
        return windows

    def _windows(self, chat: int | str | None) -> tuple[Window, ...]:
        self._sweep()
        if chat is None:
            return ()
        if chat not in self._chats:
            group = isinstance(chat, str) or chat < 0
            self._chats[chat] = (Window(*CHAT), Window(*GROUP)) if group else (Window(*CHAT),)
        return self._chats[chat]

    def _pause(self, chat: int | str | None, for_s: float) -> None:
        now = self._timer.now()
        others = [at for key, at in self._paused.items() if key not in (chat, None) and at > now]
        self._paused[chat] = max(self._paused.get(chat, now), now + for_s)
        if others:
            self._paused[None] = max(self._paused.get(None, now), now + for_s)

    def _sweep(self) -> None:
        """Forget the chats that have been silent for two minutes."""
        now = self._timer.now()
        if now - self._swept < IDLE_S:
            return
        self._swept = now
        self._paused = {key: at for key, at in self._paused.items() if at > now}
        self._chats = {
            chat: windows
            for chat, windows in self._chats.items()
            if not all(window.idle(now) for window in windows)
        }


def seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
