"""getUpdates, over and over: what comes in, and what makes an end of it.

Asked without PTB's ``Updater``, which drops a whole batch for one update that it cannot parse, goes
on without polling when the token is revoked, and shows nobody the ``Date`` of an answer.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from http import HTTPStatus
from typing import NoReturn

import aiohttp
from pydantic import SecretStr
from telegram import Bot

from bot.logs.redaction import redacted
from bot.metrics import Metrics
from bot.network import UNREACHED, open_session
from bot.timer import Timer
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.receiving import PATIENCE_S, UPDATES, Deliver, Json, Receiver
from retrieval.errors import WenceError

log = logging.getLogger(__name__)

POLL_S = 30
CONFIRM_S = 2.0
SLACK_S = 10.0
"""So much longer than it was asked to Telegram may take to answer a poll."""
WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Between polls that fail, the last one again and again."""


MINUTE_S = 60.0
YOUNG_S = 3.0
YOUNGER_BEARS, ELDER_BEARS = 3, 12
"""So many conflicts within a minute, and no success between."""
YOUNGER_WAITS_S, ELDER_WAITS_S = 1.0, 0.3
"""After a conflict; the elder is quick, so that the younger meets its first one early."""


class PollFailed(Exception):
    """A poll that brought nothing, and is tried again."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait
        """Seconds that Telegram asks to wait."""


class Conflicted(Exception):
    """Telegram gave the updates to another poller with the same token."""


class Conflicts:
    """Is somebody else polling with the same token, and who was there first?

    The elder finds out when the younger begins, the younger as soon as the elder tries again.
    So whoever meets its first conflict within moments of its own beginning is the younger one,
    and ends soon; the elder has the patience to outlast it.
    """

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._began: float | None = None
        self._recent: deque[float] = deque()
        self.young = True

    def begin(self) -> None:
        """A poll begins."""
        if self._began is None:
            self._began = self._timer.now()

    def count(self) -> bool:
        """Count one; whether that is more than this poller bears."""
        now = self._timer.now()
        if not self._recent:
            self.young = self._began is None or now - self._began < YOUNG_S
        self._recent.append(now)
        while now - self._recent[0] >= MINUTE_S:
            self._recent.popleft()
        return len(self._recent) >= (YOUNGER_BEARS if self.young else ELDER_BEARS)

    def succeed(self) -> None:
        """A poll came through."""
        self._recent.clear()

    @property
    def wait(self) -> float:
        return YOUNGER_WAITS_S if self.young else ELDER_WAITS_S


class Poller(Receiver):
    """Asks Telegram for updates and delivers them, a batch at a time."""

    SILENT_S = POLL_S + 3 * SLACK_S

    def __init__(
        self,
        bot: Bot,
        proxy: SecretStr | None,
        timer: Timer,
        clock: TelegramClock,
        metrics: Metrics,
        deliver: Deliver,
    ) -> None:
        super().__init__(bot, timer, metrics, deliver)
        self._proxy = proxy
        self._clock = clock
        self.offset: int | None = None
        """From which update on to ask."""
        self._conflicts = Conflicts(timer)

    async def register(self, offset: int | None = None) -> None:
        self.offset = offset
        await self._bot.delete_webhook()

    async def run(self) -> NoReturn:
        """Poll.

        Raises:
            WenceError: the token was revoked, or another process polls with it.
        """
        failures = 0
        timeout = aiohttp.ClientTimeout(total=POLL_S + SLACK_S, sock_connect=SLACK_S)
        async with open_session(self._proxy, timeout) as session:
            while True:
                try:
                    await self._poll(session)
                    failures = 0
                except Conflicted:
                    await self._bear_conflict()
                except (PollFailed, *UNREACHED) as error:
                    log.warning("polling: %s", redacted(str(error) or type(error).__name__))
                    wait = WAITS_S[min(failures, len(WAITS_S) - 1)]
                    await self._wait(getattr(error, "wait", None) or wait)
                    failures += 1

    async def close(self) -> None:
        if self.offset is None:
            return
        timeout = aiohttp.ClientTimeout(total=CONFIRM_S)
        async with open_session(self._proxy, timeout) as session:
            try:
                async with session.post(self._address, json={"offset": self.offset, "limit": 1}):
                    pass
            except UNREACHED as error:
                log.info("the last updates were not confirmed: %s", type(error).__name__)

    @property
    def _address(self) -> str:
        return f"{self._bot.base_url}/getUpdates"

    async def _poll(self, session: aiohttp.ClientSession) -> None:
        self._conflicts.begin()
        self.due_at = self._timer.now() + POLL_S + SLACK_S + PATIENCE_S
        asked = {"timeout": POLL_S, "allowed_updates": UPDATES, "offset": self.offset}
        given = {name: value for name, value in asked.items() if value is not None}
        async with session.post(self._address, json=given) as answer:
            self._clock.note(answer.headers.get("Date"))
            raw = updates_in(answer.status, await answer.read())
        self._conflicts.succeed()
        self.heard_at = self._timer.now()
        if raw:
            offset = max(each["update_id"] for each in raw) + 1
            await self._deliver(self.read(raw), offset)
            self.offset = offset

    async def _bear_conflict(self) -> None:
        if self._conflicts.count():
            self.offset = None  # was told with the poll; telling it anew would end the other's
            raise WenceError("token_polled_elsewhere")
        log.warning("polling: another process polls with the same token")
        await self._wait(self._conflicts.wait)


def updates_in(status: int, body: bytes) -> list[Json]:
    """The raw updates of an answer to getUpdates.

    Raises:
        Conflicted: somebody else polls.
        PollFailed: Telegram, or whoever answered in its place, gave none.
        WenceError: Telegram knows the token no more.
    """
    try:
        told = json.loads(body)
        refused = not told["ok"]
        updates = [] if refused else told["result"]
        whole = all(isinstance(each["update_id"], int) for each in updates)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise PollFailed(f"an answer that cannot be read (HTTP {status})") from None
    if refused and status == HTTPStatus.UNAUTHORIZED:
        raise WenceError("token_revoked")
    if refused and status == HTTPStatus.CONFLICT:
        raise Conflicted
    if refused:
        wait = (told.get("parameters") or {}).get("retry_after")
        raise PollFailed(f"{told.get('description')} (HTTP {status})", wait)
    if not whole:
        raise PollFailed("an update without its number")
    return list(updates)
