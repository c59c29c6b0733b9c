"""How many requests fit now, wherever the clock is that counts them?

A request reaches the server at some time between its start and its end, so it counts as happening
from the one to the other.
"""

from __future__ import annotations

from collections import deque

SLACK = 1.02
LOOK_S = 0.02
"""So soon it is looked again where nobody knows when there will be room."""
IDLE_S = 120.0


class Window:
    """At most ``limit`` events in any ``seconds``."""

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


class Bucket:
    """``at_once`` events at once, and ``a_second`` on average: each fills it by one, and it drains.

    It is the generic cell rate algorithm of ITU-T I.371, as a leaky bucket.
    """

    __slots__ = ("a_second", "at_once", "full", "running", "since")

    def __init__(self, at_once: int, a_second: float) -> None:
        self.at_once = at_once
        self.a_second = a_second / SLACK
        self.running = 0
        self.full = 0.0
        self.since = 0.0

    def delay(self, now: float) -> float:
        """Seconds after which to look again whether one more fits; 0 when it does."""
        full = self._full(now)
        over = self.running + full + 1 - self.at_once
        if over <= 1e-9:
            return 0.0
        return max(LOOK_S, over / self.a_second) if full >= over else LOOK_S

    def start(self) -> None:
        self.running += 1

    def end(self, now: float) -> None:
        self.running -= 1
        self.full, self.since = self._full(now) + 1, now

    def idle(self, now: float) -> bool:
        return not self.running and now - self.since >= IDLE_S

    def _full(self, now: float) -> float:
        return max(0.0, self.full - (now - self.since) * self.a_second)
