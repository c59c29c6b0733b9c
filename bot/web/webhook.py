"""Where Telegram posts its updates: from nobody else, not too large, not too many."""

from __future__ import annotations

import json
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.timer import Timer
from bot.transport.allowances import Window
from bot.transport.updates.webhook import Webhook

SECRET = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1_000_000
"""Of an update; Telegram's have some thousands."""
RATE = (200, 1.0)
"""So many updates in so many seconds; Telegram keeps what is refused, and posts it again."""


def routes(webhook: Webhook, timer: Timer) -> list[BaseRoute]:
    """A POST to the path of the public address."""
    path = urlsplit(webhook.url).path or "/"
    return [Route(path, partial(_take, webhook, timer, Window(*RATE)), methods=["POST"])]


async def _take(webhook: Webhook, timer: Timer, window: Window, request: Request) -> Response:
    """200 once the update is taken, so that Telegram forgets it no sooner."""
    refusal = _refusal(webhook, request)
    if refusal is None and window.delay(timer.now()) > 0:
        refusal = HTTPStatus.TOO_MANY_REQUESTS
    if refusal is not None:
        return Response(status_code=refusal)
    window.start()
    try:
        body = await _bounded(request)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        update = _update(body)
        if update is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        await webhook.take(update)
        return Response()
    finally:
        window.end(timer.now())


def _refusal(webhook: Webhook, request: Request) -> HTTPStatus | None:
    """By the headers alone, who does not know the secret first."""
    if not webhook.is_from_telegram(request.headers.get(SECRET, "")):
        return HTTPStatus.FORBIDDEN
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return None if kind == "application/json" else HTTPStatus.UNSUPPORTED_MEDIA_TYPE


async def _bounded(request: Request) -> bytes | None:
    """The body, None where it is too large; no more of that is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    """The raw update; None where this is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    known = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if known else None
