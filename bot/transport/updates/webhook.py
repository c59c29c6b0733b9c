"""A webhook: Telegram posts the updates, and what is not taken with 200 it posts again."""

from __future__ import annotations

import logging
import secrets
from hmac import compare_digest
from typing import NoReturn

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.logs.redaction import redacted
from bot.metrics import Metrics
from bot.timer import Timer
from bot.transport.updates.receiving import UPDATES, Deliver, Json, Receiver
from retrieval.errors import WenceError

log = logging.getLogger(__name__)

LOOK_S = 30.0
"""So often Telegram is asked whether the webhook is still ours."""
ASK_S = 180.0
"""So long the asking may take, with all its attempts, while the network is down."""
CONNECTIONS = 8
"""So many updates Telegram posts at once; more would come out of their order."""


class Webhook(Receiver):
    """Registers an address with Telegram, under a secret of this start, and sees that it stays."""

    SILENT_S = 3 * LOOK_S

    def __init__(
        self, bot: Bot, url: str, timer: Timer, metrics: Metrics, deliver: Deliver
    ) -> None:
        super().__init__(bot, timer, metrics, deliver)
        self.url = url
        self._secret = secrets.token_urlsafe(32)

    def is_from_telegram(self, secret: str) -> bool:
        """Whether whoever posts knows the secret; a near miss takes as long as any other."""
        return compare_digest(secret.encode(), self._secret.encode())

    async def register(self, offset: int | None = None) -> None:
        try:
            await self._bot.set_webhook(
                self.url,
                allowed_updates=UPDATES,
                max_connections=CONNECTIONS,
                secret_token=self._secret,
            )
        except BadRequest as error:
            raise WenceError("webhook_refused", error=error.message) from None
        self.heard_at = self._timer.now()

    async def run(self) -> NoReturn:
        while True:
            self.due_at = self._timer.now() + ASK_S
            try:
                await self._look()
            except InvalidToken:
                raise WenceError("token_revoked") from None
            except TelegramError as error:
                log.warning("webhook: %s", redacted(str(error)))
            await self._wait(LOOK_S)

    async def close(self) -> None:
        """Each update was confirmed as it was taken; the next ones wait for the next start."""

    async def take(self, raw: Json) -> None:
        """Take one update; it is written down, or answered all the same, when this returns."""
        self.heard_at = self._timer.now()
        await self._deliver(self.read([raw]), None)

    async def _look(self) -> None:
        """Register again where somebody else has changed it; say what Telegram complains of."""
        set_now = await self._bot.get_webhook_info()
        self.heard_at = self._timer.now()
        if set_now.url != self.url:
            log.warning("webhook: another process has changed it; it is set again")
            await self.register()
        elif set_now.last_error_message and set_now.pending_update_count:
            log.warning("webhook: Telegram says: %s", redacted(set_now.last_error_message))
