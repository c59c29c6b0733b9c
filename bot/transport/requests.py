"""Requests to Telegram: which have surely had no effect, and what time it is there.

Over aiohttp: a request costs a third of the processor time that it costs over httpx.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from pydantic import SecretStr
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.network import NOT_THROUGH, open_session
from bot.timer import Timer
from bot.transport.telegram_clock import TelegramClock

NOT_DONE = (500, 502, 503)
"""By these Telegram says that it did nothing; behind a 504 it may still have."""

CONNECT_S, READ_S, POOL_S = 5.0, 10.0, 30.0
DOWNLOAD_WAITS_S = (0.5, 1.0, 2.0, 4.0)
DEFAULT: Any = BaseRequest.DEFAULT_NONE


class NotDone(NetworkError):
    """A request that surely had no effect."""


class TelegramRequest(BaseRequest):
    """PTB's requests, with an answer that nobody can read told apart from a refusal."""

    def __init__(self, clock: TelegramClock, timer: Timer, proxy: SecretStr | None) -> None:
        self._clock = clock
        self._timer = timer
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_S

    async def initialize(self) -> None:
        if self._session is None:
            self._session = open_session(self._proxy)

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = DEFAULT,
        write_timeout: Any = DEFAULT,
        connect_timeout: Any = DEFAULT,
        pool_timeout: Any = DEFAULT,
    ) -> tuple[int, bytes]:
        """One request, a download as often as it takes; the status and the body of the answer.

        Raises:
            NotDone: it surely had no effect.
            NetworkError: it may have had one.
        """
        wait_s = read_timeout if isinstance(read_timeout, int | float) else READ_S
        for wait in DOWNLOAD_WAITS_S if method == "GET" else ():
            try:
                return await self._once(url, method, request_data, wait_s)
            except NetworkError:
                await self._timer.sleep(wait)
        return await self._once(url, method, request_data, wait_s)

    async def _once(
        self, url: str, method: str, data: RequestData | None, read_s: float
    ) -> tuple[int, bytes]:
        code, body = await self._exchange(url, method, form(data) if data else None, read_s)
        if code in NOT_DONE:
            raise NotDone(f"HTTP {code}")
        if method == "POST" and code == 200 and not is_readable(url, body):
            raise NetworkError("an answer that cannot be read")
        return code, body

    async def _exchange(self, url: str, method: str, data: Any, read_s: float) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("requests begin after initialize()")
        timeout = aiohttp.ClientTimeout(connect=POOL_S, sock_connect=CONNECT_S, sock_read=read_s)
        address = URL(url, encoded=True)
        try:
            async with self._session.request(method, address, data=data, timeout=timeout) as answer:
                self._clock.note(answer.headers.get("Date"))
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotDone(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error
        except NOT_THROUGH as error:
            raise NotDone(f"the proxy: {error}") from error


def form(data: RequestData) -> dict[str, str] | aiohttp.FormData:
    """The parameters of a method, with its files if there are any."""
    if not data.multipart_data:
        return data.json_parameters
    made = aiohttp.FormData(data.json_parameters)
    for name, (file, content, kind) in data.multipart_data.items():
        made.add_field(name, content, filename=file, content_type=kind)
    return made


def is_readable(url: str, body: bytes) -> bool:
    """Whether the answer to a method that was carried out has a result of the right kind."""
    try:
        result = json.loads(body)["result"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return not url.endswith("/sendMessage") or (isinstance(result, dict) and "chat" in result)
