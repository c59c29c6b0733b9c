"""An update that has its turn: its lines in the log, how long it waited and how long it takes."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable

from structlog.contextvars import bind_contextvars, clear_contextvars
from telegram import Update

from bot.metrics import Metrics
from bot.transport.updates.arrival import CURRENT

log = logging.getLogger(__name__)

Handle = Callable[[Update], Awaitable[None]]


def followed(handle: Handle, metrics: Metrics) -> Handle:
    """The same, followed from its turn to its end.

    Every line that the log gets meanwhile names the update; the last one sums it up.
    """

    async def handle_and_count(update: Update) -> None:
        arrival = CURRENT.get()
        clear_contextvars()
        bind_contextvars(update=update.update_id)
        began = time.monotonic()
        await handle(update)
        if arrival is None:
            return
        waited, sent = began - arrival.came, arrival.sending_s
        took = max(0.0, time.monotonic() - began - sent)
        metrics.waiting.add(waited)
        metrics.answering.add(took)
        if sent:
            metrics.sending.add(sent)
        metrics.sent_late += arrival.late and arrival.was_sent
        seconds = {"waited_ms": waited, "took_ms": took, "sent_ms": sent}
        shown = {name: round(1_000 * value, 1) for name, value in seconds.items()}
        log.info("an update was dealt with", extra={"kind": arrival.kind, **shown})

    return handle_and_count
