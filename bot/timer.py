"""The seconds by which the bot waits; a test may shorten them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timer:
    """Counts seconds, and waits for some of them to pass."""

    second: float = 1.0
    """How long one of its seconds lasts."""

    def now(self) -> float:
        """Seconds of a clock that never goes back."""
        return time.monotonic() / self.second

    async def sleep(self, seconds: float) -> None:
        """Wait; not at all for a negative number."""
        await asyncio.sleep(seconds * self.second)
