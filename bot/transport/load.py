"""How long would a question wait just now? By what waits to be looked up, and to be sent."""

from __future__ import annotations

from dataclasses import dataclass

MOST_S = 2.0
"""A question that would wait longer is refused at once instead."""
MESSAGES_A_SECOND = 29
WEIGHT = 0.1
"""Of the latest look-up in the mean."""


@dataclass(slots=True)
class Load:
    """Counted by those who do the work."""

    messages: int = 0
    """Messages that wait for their turn under Telegram's limit for all chats together."""
    look_ups: int = 0
    """Questions that are being looked up, or wait to be."""
    at_once: int = 1
    """So many of them go on side by side."""
    look_up_s: float = 0.02
    """How long one takes, lately."""
    refused: int = 0
    """Questions and inline queries that were refused because of it."""

    @property
    def look_up_wait_s(self) -> float:
        """Until a look-up that is asked for now would be done."""
        return self.look_ups * self.look_up_s / self.at_once

    @property
    def wait_s(self) -> float:
        """Until the answer to a question that comes now would be sent."""
        return self.look_ups * self.look_up_s / self.at_once + self.messages / MESSAGES_A_SECOND
