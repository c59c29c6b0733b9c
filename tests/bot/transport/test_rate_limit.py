"""What is sent again and what is not, and how close together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.transport.rate_limit import UNSENT_RETRIES, Pace, Window


class Line:
    """Fails as told, one failure after the other, then succeeds; counts the calls."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0

    async def __call__(self) -> bool:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return True


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


async def send(pace: Pace, line: Callable[[], Awaitable[bool]], chat: int = 1) -> bool:
    return bool(await pace.process_request(line, (), {}, "sendMessage", {"chat_id": chat}, None))  # type: ignore[arg-type]


@pytest.mark.parametrize("cause", [httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError])
async def test_what_was_surely_never_sent_is_sent_again(cause: type[Exception]) -> None:
    line = Line(caused(TimedOut(), cause("no")))
    assert await send(Pace(0.01), line)
    assert line.calls == 2


async def test_it_gives_up_when_there_is_no_way_through() -> None:
    line = Line(*(caused(TimedOut(), httpx.ConnectError("no")) for _ in range(9)))
    with pytest.raises(TimedOut):
        await send(Pace(0.01), line)
    assert line.calls == 1 + UNSENT_RETRIES


@pytest.mark.parametrize(
    "error",
    [
        caused(TimedOut(), httpx.ReadTimeout("slow")),
        caused(NetworkError("httpx.ReadError"), httpx.ReadError("gone")),
        NetworkError("Bad Gateway"),
        BadRequest("can't parse entities"),
    ],
)
async def test_what_may_have_arrived_is_not_sent_again(error: NetworkError) -> None:
    line = Line(error)
    with pytest.raises(type(error)):
        await send(Pace(0.01), line)
    assert line.calls == 1


async def test_a_429_is_obeyed() -> None:
    line, began = Line(RetryAfter(1)), time.monotonic()
    assert await send(Pace(0.01), line)
    assert time.monotonic() - began >= 1
    assert line.calls == 2


async def test_a_request_that_takes_long_counts_until_it_ends() -> None:
    pace, began = Pace(0.2), time.monotonic()

    async def slow() -> bool:
        await asyncio.sleep(0.3)
        return True

    await asyncio.gather(send(pace, slow), send(pace, slow))
    assert time.monotonic() - began >= 0.3 + 0.2 + 0.3


def test_a_window_lets_no_more_in_than_its_limit() -> None:
    window = Window(2, 10.0)
    for _ in range(2):
        assert window.delay(time.monotonic()) == 0
        window.start()
    assert window.delay(time.monotonic()) > 0
    window.end()
    assert window.delay(time.monotonic()) > 9
