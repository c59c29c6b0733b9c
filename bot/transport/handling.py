"""An update that has its turn: how long it waited, and how long it takes."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.metrics import Metrics
from bot.transport.arrival import CURRENT

Handle = Callable[[Update], Awaitable[None]]


def measured(handle: Handle, metrics: Metrics) -> Handle:
    """The same, with its stages counted."""

    async def handle_and_count(update: Update) -> None:
        arrival = CURRENT.get()
        began = time.monotonic()
        await handle(update)
        if arrival is None:
            return
        took = time.monotonic() - began
        metrics.waiting.add(began - arrival.came)
        metrics.answering.add(max(0.0, took - arrival.sending_s))
        if arrival.sending_s:
            metrics.sending.add(arrival.sending_s)
        metrics.sent_late += arrival.late and arrival.was_sent

    return handle_and_count
