"""Who may ask, command and tap how often? A sliding minute a person and a group."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from enum import Enum

WINDOW_S = 60.0


class Admission(Enum):
    """What becomes of a question."""

    ADMITTED = "admitted"
    LINE = "line"
    """Over the quota for the first time in this minute: say so once."""
    SILENT = "silent"


class Quotas:
    """Counts the questions of the last minute; nothing is written down.

    Args:
        person: questions a minute and person, 0 for no limit.
        group: questions a minute and group, 0 for no limit.
        clock: seconds, monotonic.
    """

    def __init__(
        self, person: int, group: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.person = person
        self.group = group
        self.refused = 0
        """Questions over a quota since the start."""
        self.silent = 0
        """Those of them that were not even told so."""
        self._clock = clock
        self._asked: dict[tuple[str, int], deque[float]] = {}
        self._told: dict[int, float] = {}
        self._swept = clock()

    def admit(self, person: int, chat: int) -> Admission:
        """Count one question of this person in this chat; a private chat has the person's id."""
        keys = [(("person", person), self.person)]
        if chat != person:
            keys.append((("group", chat), self.group))
        return self._admit(keys, chat)

    def admit_action(self, person: int, chat: int) -> Admission:
        """Count one command or tap of this person in a group, as many a minute as questions."""
        return self._admit([(("action", person), self.person)], chat)

    def _admit(self, keys: list[tuple[tuple[str, int], int]], chat: int) -> Admission:
        now = self._clock()
        self._sweep(now)
        counted = [(self._window(key, now), limit) for key, limit in keys if limit]
        if all(len(window) < limit for window, limit in counted):
            for window, _ in counted:
                window.append(now)
            return Admission.ADMITTED
        self.refused += 1
        if not self.may_tell(chat):
            self.silent += 1
            return Admission.SILENT
        return Admission.LINE

    def may_tell(self, chat: int) -> bool:
        """Whether a refusal may be put into words; once a minute and chat."""
        now = self._clock()
        if now - self._told.get(chat, -WINDOW_S) < WINDOW_S:
            return False
        self._told[chat] = now
        return True

    def _window(self, key: tuple[str, int], now: float) -> deque[float]:
        window = self._asked.setdefault(key, deque())
        while window and now - window[0] >= WINDOW_S:
            window.popleft()
        return window

    def _sweep(self, now: float) -> None:
        """Forget, once a minute, everybody who has asked nothing within it."""
        if now - self._swept < WINDOW_S:
            return
        self._swept = now
        for key in list(self._asked):
            if not self._window(key, now):
                del self._asked[key]
        self._told = {chat: at for chat, at in self._told.items() if now - at < WINDOW_S}
