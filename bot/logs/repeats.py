"""What the log says over and over it says once a minute, with how often."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

MINUTE_S = 60.0
KEPT = 500
"""So many different lines are remembered."""

_NUMBERS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class _Said:
    at: float
    withheld: int = 0


class RepeatFilter(logging.Filter):
    """Withholds a warning or an error that the log has said within the last minute.

    Numbers aside: lines that differ in nothing else are one. A record with the attribute ``each``
    is only shortened, by its traceback.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, _Said] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        now, key = self._clock(), _key(record)
        said = self._said.get(key)
        if said is None or now - said.at >= MINUTE_S:
            self._say(key, record, now)
            return True
        if getattr(record, "each", False):
            record.exc_info = record.exc_text = None
            return True
        said.withheld += 1
        return False

    def _say(self, key: str, record: logging.LogRecord, now: float) -> None:
        said = self._said.pop(key, None)
        if said is not None and said.withheld:
            record.msg = f"{record.getMessage()} (and {said.withheld} times more before)"
            record.args = None
        self._said[key] = _Said(now)
        if len(self._said) > KEPT:
            del self._said[next(iter(self._said))]


def _key(record: logging.LogRecord) -> str:
    kind = record.exc_info[0] if record.exc_info else None
    what = record.msg if getattr(record, "each", False) else record.getMessage()
    return f"{record.name} {_NUMBERS.sub('#', str(what))} {kind}"
