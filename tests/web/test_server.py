"""The HTTP application of ``wence serve``: where it listens, and when it refuses to."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from bot.settings import load_settings
from bot.web.botapi import Telegram
from bot.web.server import serving_http
from retrieval.errors import WenceError
from tests.bot.faults.serving_process import fresh_token, served


async def test_it_answers_beside_the_bot_and_ends_with_it(tmp_path: Path) -> None:
    async with Telegram(fresh_token()) as telegram:
        token = telegram.world.token
        async with served(tmp_path, telegram.url, token, http="127.0.0.1:0") as bot:
            line = await bot.logged("listening at http://")
            (address,) = re.findall(r"http://[\d.]+:\d+", line)
            async with httpx.AsyncClient() as client:
                answer = await client.get(f"{address}/healthz")
            assert (answer.status_code, answer.text) == (200, "ok")
            assert await bot.stop() == 0
            with pytest.raises(httpx.ConnectError):
                httpx.get(f"{address}/healthz")


async def test_an_address_in_use_is_one_sentence(tmp_path: Path) -> None:
    async with Telegram(fresh_token()) as telegram:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            async with served(tmp_path, telegram.url, telegram.world.token, http=address) as bot:
                assert await bot.ended() == 78
            assert (
                bot.lines[-1]
                == f"wence: 无法在 {address} 上监听，请把 WENCE_HTTP 改成本机空闲的端口。"
            )


@asynccontextmanager
async def half_a_request(port: int) -> AsyncIterator[asyncio.StreamReader]:
    """A connection whose request does not come to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: wence.test\r\nX-Slow: ")
    await writer.drain()
    yield reader
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def test_who_sends_no_whole_request_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.server.REQUEST_S", 0.05)
    async with serving_http(("127.0.0.1", 0), []) as port, half_a_request(port) as answer:
        assert await asyncio.wait_for(answer.read(), 10) == b""


async def test_a_connection_too_many_is_closed_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.server.MOST_CONNECTIONS", 1)
    async with serving_http(("127.0.0.1", 0), []) as port, half_a_request(port) as first:
        async with half_a_request(port) as second:
            with suppress(ConnectionError):
                assert await asyncio.wait_for(second.read(), 10) == b""
        assert not first.at_eof()


@pytest.mark.parametrize("value", ["8080", "localhost:http", "localhost:99999"])
def test_what_is_no_address_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HTTP", value)
    with pytest.raises(WenceError, match="WENCE_HTTP"):
        load_settings()


@pytest.mark.parametrize(
    ("value", "address"),
    [(":8080", ("127.0.0.1", 8080)), ("[::1]:80", ("::1", 80)), ("0.0.0.0:1", ("0.0.0.0", 1))],
)
def test_it_listens_at_the_loopback_unless_told_otherwise(
    value: str, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HTTP", value)
    assert load_settings().http == address
