"""How often may one client ask? A sliding minute a client, and a key where keys are given out."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from http import HTTPStatus

from starlette.requests import Request

from bot.quotas import Admission, Quotas
from bot.web.pages.problems import Problem
from bot.web.served import Served


class Limits:
    """Counts the questions of each client; addresses are kept for a minute, and hashed."""

    def __init__(self, served: Served, clock: Callable[[], float] = time.monotonic) -> None:
        self._served = served
        self._quotas = Quotas(0, 0, clock)

    def admit(self, request: Request, key: str | None = None) -> None:
        """Count one question of a client, by its key, else by its address.

        Raises:
            Problem: it has asked too often.
        """
        self._quotas.person = self._served.settings.api_quota
        client = _number(key or (request.client.host if request.client else ""))
        if self._quotas.admit(client, client) is not Admission.ADMITTED:
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "web_too_often")

    def key_of(self, request: Request) -> str | None:
        """The key that the request states, where it is one of ``WENCE_API_KEYS``."""
        stated = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        keys = self._served.settings.known_keys
        known = [key for key in keys if compare_digest(key.encode(), stated.encode())]
        return known[0] if known else None

    def let_in(self, request: Request) -> None:
        """Let a program ask: with a key where there are keys, or only some people may ask.

        Raises:
            Problem: it has no key, or asks too often.
        """
        settings, key = self._served.settings, self.key_of(request)
        if key is None and (settings.api_keys or settings.allow_ids):
            raise Problem(HTTPStatus.UNAUTHORIZED, "web_key_needed")
        self.admit(request, key)


def _number(client: str) -> int:
    return int.from_bytes(blake2b(client.encode(), digest_size=8).digest())
