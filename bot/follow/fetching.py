"""How is a page fetched? One request at a time, politely, within bounds, and never inwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import aiohttp
from protego import Protego
from pydantic import SecretStr
from yarl import URL

from bot.follow.addresses import Guard, PrivateAddress, canonical
from bot.follow.bodies import body_of, opened
from bot.follow.clock import Clock
from bot.follow.connections import Connections
from bot.network import PROXY_ERRORS
from retrieval.errors import WenceError
from retrieval.reasons import Reason, because

MOST_REDIRECTS = 5
ATTEMPTS = 3
FIRST_WAIT_S = 2.0
"""Before the second attempt, twice as long before the third."""
LONGEST_WAIT_S = 120.0
"""A site that asks for a longer pause is read another time."""
LONGEST_DELAY_S = 30.0
"""What a ``Crawl-delay`` may ask for."""
ROBOTS_BYTES = 500_000
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE = frozenset({404, 410})
AGENT = "WenceBot"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long and how often."""

    max_bytes: int = 20_000_000
    delay_s: float = 1.0
    """Between two requests to the same host."""
    timeout_s: float = 60.0
    """For one answer as a whole."""
    contact: str = ""
    """How the site's owner reaches the operator: an address of mail or of a page."""

    @property
    def user_agent(self) -> str:
        return f"{AGENT}/1.0 (+{self.contact})" if self.contact else f"{AGENT}/1.0"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site said."""

    url: str
    """After redirects, canonical."""
    status: int
    """200, 304, 404 or 410; everything else is raised."""
    body: bytes = b""
    type: str = ""
    """The media type that is claimed, in lower case."""
    etag: str | None = None
    modified: str | None = None
    name: str = ""
    """The file's name that is stated."""
    may_be_cut: bool = False
    """Whether nothing said where the body ends, so that a connection that broke looks alike."""


class Deferred(WenceError):
    """The site asks to be left alone for a while."""

    def __init__(self, seconds: float) -> None:
        reason = because("follow_deferred", minutes=max(1, round(seconds / 60)))
        super().__init__(reason.code, **reason.fields)
        self.seconds = seconds


class Unreachable(WenceError):
    """The site itself does not answer, whatever is asked."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)


class Fetcher:
    """Fetches one page after another; to be used as an asynchronous context."""

    def __init__(
        self, guard: Guard, limits: Limits, clock: Clock, proxy: SecretStr | None = None
    ) -> None:
        self.limits = limits
        self.requests = 0
        self._guard = guard
        self._proxy = proxy
        self._clock = clock
        self._robots: dict[str, Protego] = {}
        self._next: dict[str, float] = {}
        """When each host may be asked again."""

    async def __aenter__(self) -> Self:
        session = {
            "cookie_jar": aiohttp.DummyCookieJar(),
            "auto_decompress": False,
            "timeout": aiohttp.ClientTimeout(total=self.limits.timeout_s, connect=15),
            "headers": {
                "User-Agent": self.limits.user_agent,
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "zh-CN,zh;q=0.9,*;q=0.5",
            },
        }
        self._connections = Connections(self._guard, self._proxy, session)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._connections.close()

    async def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Reply:
        """Ask for a page, and where it is known only for what is new of it.

        Raises:
            Deferred: the site asks for a pause that is longer than can be waited for.
            Unreachable: nobody answers at that host.
            WenceError: it must not be fetched, or cannot be.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        for _ in range(MOST_REDIRECTS + 1):
            await self._heed_robots(url)
            reply, location = await self._with_retries(url, headers)
            if location is None:
                return reply
            target = canonical(location, url)
            if target is None:
                raise WenceError("follow_address", written=location[:80])
            url = target
        raise WenceError("follow_redirects")

    async def _heed_robots(self, url: str) -> None:
        origin = str(URL(url).origin())
        if origin not in self._robots:
            self._robots[origin] = Protego.parse(await self._robots_text(origin))
        if not self._robots[origin].can_fetch(url, AGENT):
            raise WenceError("follow_forbidden")

    async def _robots_text(self, origin: str) -> str:
        """The rules of a site: none where it has none, all forbidden where it cannot say."""
        url = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            try:
                reply, location = await self._with_retries(url, {}, ROBOTS_BYTES)
            except (Deferred, Unreachable):
                raise
            except WenceError as error:
                if error.reason.code == "follow_private":
                    raise
                status = int(error.reason.fields.get("status", 500))
                return "" if 400 <= status < 500 else "User-agent: *\nDisallow: /\n"
            if location is None:
                return reply.body.decode("utf-8", "replace") if reply.status == 200 else ""
            url = canonical(location, url) or ""
            if not url:
                break
        return ""

    async def _with_retries(
        self, url: str, headers: Mapping[str, str], most: int | None = None
    ) -> tuple[Reply, str | None]:
        attempt = 1
        while True:
            try:
                return await self._ask(url, headers, most or self.limits.max_bytes)
            except _Again as again:
                wait = again.after_s if again.after_s is not None else FIRST_WAIT_S * attempt
                if wait > LONGEST_WAIT_S:
                    raise Deferred(wait) from again
                if attempt == ATTEMPTS:
                    raise again.error from again
            attempt += 1
            await self._clock.sleep(wait)

    async def _ask(
        self, url: str, headers: Mapping[str, str], most: int
    ) -> tuple[Reply, str | None]:
        """One request: the answer, or where it is to be had.

        Raises:
            _Again: it may go better after a while.
            WenceError: it will not.
        """
        await self._wait_for_turn(url)
        self.requests += 1
        try:
            session = await self._connections.to(URL(url).host or "")
            async with session.get(URL(url), headers=headers, allow_redirects=False) as answer:
                return await self._read(url, answer, most)
        except (aiohttp.ClientConnectorError, PrivateAddress) as error:
            if _is_private(error):
                raise WenceError("follow_private") from error
            raise _Again(Unreachable(because("follow_unreachable"))) from error
        except PROXY_ERRORS as error:
            raise _Again(Unreachable(because("follow_proxy"))) from error
        except TimeoutError as error:
            raise _Again(WenceError("follow_took_too_long")) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise _Again(WenceError("follow_broken")) from error

    async def _wait_for_turn(self, url: str) -> None:
        host = URL(url).host or ""
        robots = self._robots.get(str(URL(url).origin()))
        stated = robots.crawl_delay(AGENT) if robots else None
        delay = max(self.limits.delay_s, min(stated or 0, LONGEST_DELAY_S))
        wait = self._next.get(host, 0) - self._clock.now()
        if wait > 0:
            await self._clock.sleep(wait)
        self._next[host] = self._clock.now() + delay

    async def _read(
        self, url: str, answer: aiohttp.ClientResponse, most: int
    ) -> tuple[Reply, str | None]:
        if answer.status in {301, 302, 303, 307, 308} and "Location" in answer.headers:
            return Reply(url, answer.status), answer.headers["Location"]
        if answer.status in AGAIN:
            error = WenceError("follow_status", status=answer.status)
            raise _Again(error, self._retry_after(answer))
        if answer.status == 304 or answer.status in GONE:
            return Reply(url, answer.status), None
        if answer.status != 200:
            raise WenceError("follow_status", status=answer.status)
        body = opened(await body_of(answer, most), most)
        reply = Reply(
            url,
            200,
            body,
            answer.content_type.lower(),
            answer.headers.get("ETag"),
            answer.headers.get("Last-Modified"),
            answer.content_disposition.filename or "" if answer.content_disposition else "",
            answer.content_length is None and "Transfer-Encoding" not in answer.headers,
        )
        return reply, None

    def _retry_after(self, answer: aiohttp.ClientResponse) -> float | None:
        """In seconds, whether a number or a moment is stated."""
        stated = answer.headers.get("Retry-After", "").strip()
        if stated.isdecimal():
            return float(stated[:9])
        try:
            return max(0.0, parsedate_to_datetime(stated).timestamp() - self._clock.now())
        except (ValueError, TypeError, OverflowError):
            return None


class _Again(Exception):
    """What may go better after a while, and what it is if it does not."""

    def __init__(self, error: WenceError, after_s: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.after_s = after_s


def _is_private(error: BaseException) -> bool:
    """Whether the guard is behind an error of the connector."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, PrivateAddress) or isinstance(
            getattr(seen, "os_error", None), PrivateAddress
        ):
            return True
        seen = seen.__cause__
    return False
