"""The time, and waiting; tests have a clock of their own."""

from __future__ import annotations

import asyncio
import time
from datetime import date


class Clock:
    """The system's clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def today(self) -> str:
        """The day, ISO 8601."""
        return date.fromtimestamp(self.now()).isoformat()
