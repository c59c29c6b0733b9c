"""Telegram's limits, kept from our side, and what may be sent again.

About 30 messages a second overall, one a second in a chat, 20 a minute in a group
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). The second of these is an
average: short bursts are let through. Edits have a budget of their own and go first;
acknowledgements are not held back at all.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.metrics import Metrics
from bot.timer import Timer
from bot.transport.allowances import IDLE_S, LOOK_S, Bucket, Window
from bot.transport.load import Load
from bot.transport.requests import NotDone
from bot.transport.updates.arrival import CURRENT, Arrival

log = logging.getLogger(__name__)

OVERALL = (29, 1.0)
"""So many messages and edits in so many seconds."""
PRIVATE = (4, 1.0)
"""So many messages at once in a private chat, and then so many a second."""
GROUP = (1, 1.0)
GROUP_MINUTE = (20, 60.0)
EDITS = (5, 2.0)
"""So many edits at once in a chat, and then so many a second."""
RETRIES = 5
AT_ONCE = 8
"""So many messages are on their way at once: where the bot is killed, nobody knows of them."""
WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Before a request that surely was not sent, or that does no harm twice, is sent again."""
WAITS_OF_QUESTIONS_S = (0.5,)
"""Before the answer to a question is: it is not lost, but sent late."""
MESSAGES = ("send", "copy", "forward", "answerguest")
SIGNS = ("sendchataction", "setmessagereaction")
"""What only shows that the bot is at work: nothing is waited for to show it."""
HARMLESS = ("edit", "get", "set", "delete", "answercallback", "answerinline")
"""What may be asked for twice where nobody knows whether it was done."""

Call = Callable[..., Coroutine[Any, Any, Any]]
Awaited = Callable[[], Coroutine[Any, Any, Any]]
Allowances = tuple[Window | Bucket, ...]


@dataclass(frozen=True, slots=True)
class _Chat:
    """What fits into one chat: messages, and edits of them."""

    messages: tuple[Window | Bucket, ...]
    edits: tuple[Bucket, ...]

    @classmethod
    def of(cls, chat: int | str) -> _Chat:
        is_group = isinstance(chat, str) or chat < 0
        messages = (Bucket(*GROUP), Window(*GROUP_MINUTE)) if is_group else (Bucket(*PRIVATE),)
        return cls(messages, (Bucket(*EDITS),))

    def is_idle(self, now: float) -> bool:
        return all(each.idle(now) for each in (*self.messages, *self.edits))


class Pace(BaseRateLimiter[int]):
    """Holds requests back until they fit, waits as long as a 429 says, and tries again.

    A 429 pauses the chat it came for, and everything when another chat is paused already.
    A request is repeated only after a 429, when it surely had no effect, and when it does no harm
    to have it twice.
    """

    def __init__(
        self, timer: Timer, load: Load | None = None, metrics: Metrics | None = None
    ) -> None:
        self._timer = timer
        self._load = load or Load()
        self._metrics = metrics or Metrics()
        self._leaving = asyncio.Semaphore(AT_ONCE)
        self._overall = Window(*OVERALL)
        self._edits_waiting = 0
        self._line, self._edits_line = asyncio.Lock(), asyncio.Lock()
        """Who waits for room under the limit for all chats, in the order in which they came."""
        self._chats: dict[int | str, _Chat] = {}
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
        began, call = time.monotonic(), partial(callback, *args, **kwargs)
        try:
            return await self._send(call, endpoint, data.get("chat_id"), rate_limit_args)
        except (RetryAfter, NetworkError) as error:
            self._metrics.not_sent += is_given_up(error, endpoint)
            raise
        finally:
            if (arrival := CURRENT.get()) is not None and goes_out(endpoint):
                arrival.sending_s += time.monotonic() - began

    async def _send(
        self, call: Awaited, endpoint: str, chat: int | str | None, repeats: int | None
    ) -> Any:
        """Send one request, and again as long as that may help."""
        late = is_message(endpoint) and is_question(CURRENT.get())
        waits = iter(WAITS_OF_QUESTIONS_S if late else WAITS_S)
        left = RETRIES if repeats is None else repeats
        while True:
            try:
                async with self._turn(endpoint.lower(), chat):
                    return await self._once(call, endpoint)
            except RetryAfter as error:
                self._metrics.too_many_requests += 1
                if left == 0:
                    raise
                left -= 1
                self._pause(chat, seconds(error))
                log.warning("Telegram asks to wait %.0f s before %s", seconds(error), endpoint)
            except NetworkError as error:
                wait = next(waits, None)
                if wait is None or not may_be_repeated(error, endpoint):
                    raise
                await self._timer.sleep(wait)

    async def _once(self, call: Awaited, endpoint: str) -> Any:
        """Send one request now; a message only when it is noted that it leaves."""
        arrival = CURRENT.get()
        if arrival is None:
            return await call()
        try:
            if not is_message(endpoint):
                return await call()
            async with self._leaving:
                await arrival.keeper.leaves(arrival)
                sent = await call()
            arrival.was_sent = True
            return sent
        except (RetryAfter, NotDone):
            await arrival.keeper.stays(arrival)
            raise

    @asynccontextmanager
    async def _turn(self, endpoint: str, chat: int | str | None) -> AsyncIterator[None]:
        """Wait until a request fits, and count it for as long as it runs."""
        edits = endpoint.startswith("edit")
        if not edits and not is_message(endpoint):
            await self._wait_for_own(chat, ())
            yield
            return
        windows = self._allowances(chat, edits=edits)
        await self._take(chat, windows, edits)
        try:
            yield
        finally:
            for window in (self._overall, *windows):
                window.end(self._timer.now())

    async def _take(self, chat: int | str | None, windows: Allowances, edits: bool) -> None:
        """Begin a message or an edit once it fits: first come, first served, edits first."""
        while True:
            await self._wait_for_own(chat, windows)
            self._load.messages += 1
            self._edits_waiting += edits
            try:
                async with self._edits_line if edits else self._line:
                    await self._wait_for_all(edits)
                    if self._own_delay(chat, windows) <= 0:
                        for window in (self._overall, *windows):
                            window.start()
                        return
            finally:
                self._load.messages -= 1
                self._edits_waiting -= edits

    async def _wait_for_own(self, chat: int | str | None, windows: Allowances) -> None:
        while (delay := self._own_delay(chat, windows)) > 0:
            await self._timer.sleep(delay)

    async def _wait_for_all(self, edits: bool) -> None:
        while True:
            delay = self._overall.delay(self._timer.now())
            if self._edits_waiting and not edits:
                delay = max(delay, LOOK_S)
            if delay <= 0:
                return
            await self._timer.sleep(delay)

    def _own_delay(self, chat: int | str | None, windows: Allowances) -> float:
        """Seconds until there may be room in the chat, and neither it nor everything is paused."""
        now = self._timer.now()
        paused = max(self._paused.get(key, now) - now for key in (None, chat))
        return max([paused, *(window.delay(now) for window in windows)])

    def _allowances(self, chat: int | str | None, *, edits: bool) -> Allowances:
        self._sweep()
        if chat is None:
            return ()
        if chat not in self._chats:
            self._chats[chat] = _Chat.of(chat)
        return self._chats[chat].edits if edits else self._chats[chat].messages

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
        self._chats = {chat: known for chat, known in self._chats.items() if not known.is_idle(now)}


def is_question(arrival: Arrival | None) -> bool:
    return arrival is not None and arrival.is_question


def may_be_repeated(error: NetworkError, endpoint: str) -> bool:
    """Whether it surely was not done, or does no harm to have been done twice."""
    name = endpoint.lower()
    if isinstance(error, BadRequest) or name in SIGNS:
        return False
    return isinstance(error, NotDone) or name.startswith(HARMLESS)


def is_given_up(error: RetryAfter | NetworkError, endpoint: str) -> bool:
    """Whether a message is not sent again; the answer to a question that surely was not, is."""
    if isinstance(error, BadRequest) or not is_message(endpoint):
        return False
    surely_not = isinstance(error, NotDone | RetryAfter)
    return not (surely_not and is_question(CURRENT.get()))


def goes_out(endpoint: str) -> bool:
    """Whether a method shows something to somebody."""
    return is_message(endpoint) or endpoint.lower().startswith(("edit", "answer"))


def is_message(endpoint: str) -> bool:
    """Whether a method puts a message into a chat."""
    name = endpoint.lower()
    return name.startswith(MESSAGES) and name not in SIGNS


def seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
