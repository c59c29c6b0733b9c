"""What time is it for Telegram? By the ``Date`` of its answers, not by the server's clock."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from email.utils import parsedate_to_datetime

log = logging.getLogger(__name__)

WRONG_S = 60
"""A clock that is further off is said to be wrong."""


class TelegramClock:
    """Seconds since 1970, as Telegram counts them; the server's own until it has answered."""

    def __init__(self) -> None:
        self.ahead = 0.0
        """Seconds by which the server's clock is ahead; negative where it is behind."""
        self._said: float | None = None

    def note(self, date: str | None) -> None:
        """Take the time of an answer that came just now; a header that cannot be read is none."""
        try:
            told = parsedate_to_datetime(date or "")
        except ValueError:
            return
        self.ahead = time.time() - told.timestamp()
        self._say()

    def now(self) -> float:
        return time.time() - self.ahead

    def age(self, moment: datetime) -> float:
        """Seconds since a moment that Telegram gave."""
        return time.time() - self.ahead - moment.timestamp()

    def _say(self) -> None:
        """Once, and again when it has changed."""
        wrong = abs(self.ahead) > WRONG_S
        if wrong and (self._said is None or abs(self.ahead - self._said) > WRONG_S):
            way = "ahead of" if self.ahead > 0 else "behind"
            log.warning("this server's clock is %.0f s %s Telegram's", abs(self.ahead), way)
        self._said = self.ahead if wrong else None
