"""What goes wrong on purpose: Telegram's limits, and a network's moods."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.web.botapi.errors import ApiError, too_many
from bot.web.botapi.world import Chat


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits on messages and edits; a test may shorten the second and the minute.

    What one chat gets a second is an average, with bursts; the others are sliding windows.
    """

    overall: int = 30
    """messages a second, all chats together"""
    chat: int = 1
    """messages a second in one chat, on average"""
    chat_at_once: int = 4
    """messages at once in a private chat; in a group it is one"""
    edits: int = 2
    """edits a second in one chat, on average"""
    edits_at_once: int = 5
    group: int = 20
    """messages a minute in one group"""
    second: float = 1.0
    minute: float = 60.0


@dataclass(slots=True)
class _Average:
    """Events of one chat, of which ``rate`` a second are forgotten."""

    rate: float = 1.0
    kept: float = 0.0
    at: float = 0.0

    def wait(self, at_once: int, now: float) -> float:
        """Seconds until there is room for one more."""
        return max(0.0, (self._kept(now) + 1 - at_once) / self.rate)

    def note(self, now: float) -> None:
        self.kept, self.at = self._kept(now) + 1, now

    def _kept(self, now: float) -> float:
        return max(0.0, self.kept - (now - self.at) * self.rate)


class Gauge:
    """Counts what was sent, and refuses what is over the limits. A refusal counts for nothing."""

    def __init__(self) -> None:
        self.clock: Callable[[], float] = time.monotonic
        """Seconds of a clock that never goes back."""
        self.limits: Limits | None = None
        self.refused = 0
        self._sent: dict[int | None, deque[float]] = defaultdict(deque)
        self._messages: dict[int, _Average] = defaultdict(_Average)
        self._edits: dict[int, _Average] = defaultdict(_Average)

    def admit(self, chat: Chat, *, edits: bool = False) -> None:
        """Note one message, or one edit.

        Raises:
            ApiError: 429, with the whole seconds after which it may go through.
        """
        if self.limits is None:
            return
        now, limits = self.clock(), self.limits
        average = (self._edits if edits else self._messages)[chat.id]
        average.rate = (limits.edits if edits else limits.chat) / limits.second
        at_once = 1 if chat.is_group else limits.chat_at_once
        counts_for_group = chat.is_group and not edits
        wait = max(
            self._wait(None, limits.overall, limits.second, now),
            average.wait(limits.edits_at_once if edits else at_once, now),
            self._wait(chat.id, limits.group, limits.minute, now) if counts_for_group else 0.0,
        )
        if wait > 0:
            self.refused += 1
            raise too_many(max(1, math.ceil(wait)))
        average.note(now)
        for key in (None,) if edits else (None, chat.id):
            self._sent[key].append(now)
            while self._sent[key][0] < now - limits.minute:
                self._sent[key].popleft()

    def _wait(self, key: int | None, most: int, window: float, now: float) -> float:
        """Seconds until there is room for one more in the window."""
        recent = [at for at in self._sent[key] if at > now - window]
        return recent[-most] + window - now if len(recent) >= most else 0.0


@dataclass(slots=True)
class Fault:
    """One way of failing, for the next ``times`` calls of a method."""

    method: str
    times: int = 1
    error: ApiError | None = None
    drop: bool = False
    """The connection is closed without an answer …"""
    done: bool = False
    """… but (or although an error is answered) the call was carried out."""
    slow: float = 0.0
    """Seconds before anything happens."""
    body: str | None = None
    """What is answered, with HTTP 200, in place of an envelope."""


class Faults:
    """The faults to come, each taken by the calls that it names."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def refuse(self, method: str, *, retry_after: int, times: int = 1) -> None:
        """429: too many requests."""
        self._waiting.append(Fault(method, times, too_many(retry_after)))

    def fail(self, method: str, *, code: int = 502, times: int = 1, done: bool = False) -> None:
        """An error of the server, by default 502."""
        error = ApiError(code, {502: "Bad Gateway"}.get(code, "Internal Server Error"))
        self._waiting.append(Fault(method, times, error, done=done))

    def reject(self, method: str, error: ApiError, *, times: int = 1) -> None:
        """Any refusal at all, such as ``bad("can't parse entities: …")``."""
        self._waiting.append(Fault(method, times, error))

    def drop(self, method: str, *, times: int = 1, done: bool = False) -> None:
        """Close the connection without an answer; with ``done`` after carrying the call out."""
        self._waiting.append(Fault(method, times, drop=True, done=done))

    def garble(self, method: str, body: str = "<html>", *, times: int = 1) -> None:
        """Carry the call out, and answer what no Bot API server would."""
        self._waiting.append(Fault(method, times, done=True, body=body))

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Answer late."""
        self._waiting.append(Fault(method, times, slow=seconds))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault of this call, if there is one; ``*`` names every method but getUpdates."""
        for fault in self._waiting:
            if fault.method == method or (fault.method == "*" and method != "getUpdates"):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
