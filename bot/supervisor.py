"""What a supervisor is told over the socket that it names, as systemd's sd_notify(3) does."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Whoever started the bot and wants to hear from it; nobody by default."""

    address: str | None = None
    """Of a datagram socket: a path, or ``@`` and a name."""
    watchdog_s: float | None = None
    """Within so many seconds it wants a sign of life."""

    def ready(self, status: str) -> None:
        """The bot is up; as often as there is something else to say of it."""
        self._tell("READY=1", f"STATUS={status}")

    def stopping(self) -> None:
        self._tell("STOPPING=1", "STATUS=stopping")

    async def keep_telling(self, hangs: Callable[[], bool]) -> NoReturn:
        """Give signs of life from the event loop, but none while something in it hangs."""
        while True:
            if not hangs():
                self._tell("WATCHDOG=1")
            await asyncio.sleep((self.watchdog_s or 3_600.0) / 3)

    def _tell(self, *lines: str) -> None:
        if self.address is None:
            return
        name = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sending:
                sending.setblocking(False)
                sending.sendto("\n".join(lines).encode(), name)
        except OSError as error:
            log.warning("the supervisor cannot be told: %s", error.strerror)
