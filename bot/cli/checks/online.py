"""What does Telegram say of the bot? Asked only where that is wished, and nothing is changed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from bot.cli.checks.finding import Finding, Place, note, ok, wrong
from bot.logs.redaction import redacted
from bot.settings import Settings

Json = dict[str, Any]

WAIT_S = 15
CLOCK_S = 60
"""A clock that is further off is wrong."""


class NotTold(Exception):
    """Telegram did not answer, or not what was asked."""


class TokenUnknown(NotTold):
    """Telegram knows no bot with this token."""


@dataclass(frozen=True, slots=True)
class Told:
    """What Telegram said."""

    me: Json
    webhook: Json
    ahead: float
    """Seconds by which this machine's clock is ahead of Telegram's."""


def online(place: Place) -> Iterator[tuple[str, Finding]]:
    """Each line by its name: one where Telegram says nothing, else one for each thing it knows."""
    if place.settings.token is None:
        yield "telegram", note("token_none", "token_none_fix")
        return
    try:
        told = asyncio.run(_ask(place.settings, place.settings.token.get_secret_value()))
    except TokenUnknown:
        yield "telegram", wrong("telegram_token", "telegram_token_fix")
        return
    except NotTold as error:
        yield "telegram", wrong("telegram_silent", "telegram_silent_fix", error=error)
        return
    yield "telegram", ok("telegram_fine", name=told.me.get("username"), id=told.me.get("id"))
    yield "groups", _groups(told.me)
    yield "inline", _inline(told.me)
    yield "webhook", _webhook(told.webhook, place.settings.webhook_url)
    yield "clock", _clock(told.ahead)


def _groups(me: Json) -> Finding:
    if me.get("can_join_groups") is False:
        return note("groups_closed", "groups_closed_fix")
    if not me.get("can_read_all_group_messages"):
        return note("groups_private", "groups_private_fix")
    return ok("groups_fine")


def _inline(me: Json) -> Finding:
    if not me.get("supports_inline_queries"):
        return note("inline_off", "inline_off_fix")
    return ok("inline_fine")


def _webhook(told: Json, wanted: str) -> Finding:
    """Do updates come the way that the settings say? Addresses may be secret, so none is shown."""
    there, waiting = told.get("url") or "", told.get("pending_update_count", 0)
    if there != wanted:
        return note("webhook_of_others" if there else "webhook_not_set", "webhook_fix")
    complaint = told.get("last_error_message")
    if there and complaint and waiting:
        said = redacted(str(complaint))
        return wrong("webhook_fails", "webhook_fails_fix", error=said, count=waiting)
    return ok("webhook_fine" if there else "webhook_polling", count=waiting)


def _clock(ahead: float) -> Finding:
    if abs(ahead) > CLOCK_S:
        name = "clock_ahead" if ahead > 0 else "clock_behind"
        return wrong(name, "clock_fix", seconds=round(abs(ahead)))
    return ok("clock_fine", seconds=round(abs(ahead)))


async def _ask(settings: Settings, token: str) -> Told:
    import aiohttp  # loaded by no other command of the terminal

    from bot.network import UNREACHED, open_session

    base = f"{settings.api_base_url.rstrip('/')}/bot{token}"
    try:
        async with open_session(settings.proxy, aiohttp.ClientTimeout(total=WAIT_S)) as session:
            async with session.get(f"{base}/getMe") as answer:
                ahead = _ahead(answer.headers.get("Date"))
                me = _result(answer.status, await answer.read())
            async with session.get(f"{base}/getWebhookInfo") as answer:
                return Told(me, _result(answer.status, await answer.read()), ahead)
    except (*UNREACHED, TimeoutError) as error:
        raise NotTold(redacted(str(error)) or type(error).__name__) from None


def _ahead(date: str | None) -> float:
    try:
        return time.time() - parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return 0.0


def _result(status: int, body: bytes) -> Json:
    try:
        told = json.loads(body)
        result = told["result"] if told["ok"] else None
    except (ValueError, KeyError, TypeError):
        raise NotTold(f"HTTP {status}") from None
    if isinstance(result, dict):
        return result
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        raise TokenUnknown
    raise NotTold(f"{told.get('description')} (HTTP {status})")
