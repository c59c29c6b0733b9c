"""``/desk/telegram``: whoever Telegram says is at the browser is signed in.

Telegram signs who somebody is with a key made of the bot's token, as its Login Widget documents
(https://core.telegram.org/widgets/login). What it signed lets in once, soon after it was signed.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from bot.db.database import Chats
from bot.db.desk import use_once
from bot.settings import Settings
from bot.web.pages.problems import Problem
from bot.web.pages.render import KEPT

PATH = "/desk/telegram"
ASKS = "https://oauth.telegram.org/auth"
FRESH_S = 600
"""So long after it was signed, and by a clock so wrong, a signature is accepted."""
OWN = (*KEPT, "hash")
"""Parameters of the address that are not signed."""


def login_address(settings: Settings) -> str | None:
    """Where Telegram asks people whether they want to sign in; None where it is not to."""
    if not settings.telegram_login or settings.token is None:
        return None
    bot_id = settings.token.get_secret_value().partition(":")[0]
    asked = {"bot_id": bot_id, "origin": settings.web_url, "return_to": settings.web_url + PATH}
    return f"{ASKS}?{urlencode(asked)}"


def signed_by(fields: Mapping[str, str], token: str) -> str:
    """What Telegram's ``hash`` of these fields is for the bot with this token."""
    told = "\n".join(f"{name}={fields[name]}" for name in sorted(fields) if name not in OWN)
    return hmac.new(sha256(token.encode()).digest(), told.encode(), sha256).hexdigest()


def person_named(settings: Settings, chats: Chats, query: str) -> int:
    """Who is at the browser, by the signed parameters of an address; they are used up by it.

    Raises:
        Problem: Telegram's login is off here; the parameters are not signed by Telegram for this
            bot, or too old; they have signed somebody in before.
    """
    if settings.token is None or login_address(settings) is None:
        raise Problem(HTTPStatus.NOT_FOUND, "desk_telegram_off")
    fields = dict(parse_qsl(query, keep_blank_values=True))
    expected = signed_by(fields, settings.token.get_secret_value())
    is_signed = hmac.compare_digest(fields.get("hash", "").encode(), expected.encode())
    if not is_signed or not _is_whole(fields):
        raise Problem(HTTPStatus.FORBIDDEN, "desk_telegram_forged")
    signed_at = int(fields["auth_date"])
    if abs(time.time() - signed_at) > FRESH_S:
        raise Problem(HTTPStatus.FORBIDDEN, "desk_telegram_stale")
    if not use_once(chats, expected, int(fields["id"]), until=signed_at + FRESH_S):
        raise Problem(HTTPStatus.FORBIDDEN, "desk_telegram_used")
    return int(fields["id"])


def _is_whole(fields: Mapping[str, str]) -> bool:
    """Whether it names a person and a time. A line break in a name could pass for another field."""
    numbers = (fields.get("id", ""), fields.get("auth_date", ""))
    are_numbers = all(n.isascii() and n.isdecimal() and len(n) < 19 for n in numbers)
    return are_numbers and not any("\n" in value for value in fields.values())
