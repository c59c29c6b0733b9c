"""The HTTP application of ``wence serve``: where it listens, and when it refuses to."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import httpx
import pytest

from bot.settings import load_settings
from bot.web.botapi import Telegram
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
