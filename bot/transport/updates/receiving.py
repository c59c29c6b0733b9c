"""How updates come in, whether they are asked for or posted here."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, NoReturn

from telegram import Bot, Update

from bot.metrics import Metrics
from bot.timer import Timer
from bot.transport.updates.arrival import kind_of

log = logging.getLogger(__name__)

Json = dict[str, Any]
Deliver = Callable[[Sequence[tuple[Json, Update]], int | None], Awaitable[None]]
"""Takes updates, raw and read, and the number of the next one to ask for where one asks."""

UPDATES = [
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
]
"""Named whenever they are asked for, because Telegram remembers the last list."""

PATIENCE_S = 30.0
"""So much longer than planned the next step may take: updates have to be written down."""


class Receiver(ABC):
    """Takes updates from Telegram and delivers them, until it is cancelled."""

    SILENT_S: ClassVar[float]
    """After so many seconds without a word from Telegram it is out of reach."""

    def __init__(self, bot: Bot, timer: Timer, metrics: Metrics, deliver: Deliver) -> None:
        self.heard_at: float | None = None
        """When Telegram was last heard of, in seconds of the timer; None where it never was."""
        self.made_at = timer.now()
        self.due_at: float | None = None
        """By then its next step begins, unless something hangs."""
        self._bot = bot
        self._timer = timer
        self._metrics = metrics
        self._deliver = deliver

    @abstractmethod
    async def register(self, offset: int | None = None) -> None:
        """Tell Telegram which way they are to come; ``offset`` is the first that is not yet taken.

        Raises:
            TelegramError: it cannot be told now.
            WenceError: it refuses.
        """

    @abstractmethod
    async def run(self) -> NoReturn:
        """Go on, whatever the network does.

        Raises:
            WenceError: what makes an end of the bot.
        """

    @abstractmethod
    async def close(self) -> None:
        """Tell Telegram what has been taken, once it does not run any more."""

    @property
    def silent_s(self) -> float:
        """Since Telegram was last heard of, or, where it never was, since the start."""
        return self._timer.now() - (self.made_at if self.heard_at is None else self.heard_at)

    @property
    def hangs(self) -> bool:
        """Whether it has come to a stop; a network that is down stops nothing."""
        return self.due_at is not None and self._timer.now() > self.due_at

    def read(self, raw: Sequence[Json]) -> list[tuple[Json, Update]]:
        """The updates that can be read; of each other kind the log names the first."""
        updates = []
        for each in raw:
            try:
                updates.append((each, Update.de_json(each, self._bot)))
            except Exception as error:
                kind = kind_of(each)
                if not self._metrics.unreadable[kind]:
                    log.warning("an update cannot be read: %s (%s)", kind, type(error).__name__)
                self._metrics.unreadable[kind] += 1
        return updates

    async def _wait(self, seconds: float) -> None:
        self.due_at = self._timer.now() + seconds + PATIENCE_S
        await self._timer.sleep(seconds)
