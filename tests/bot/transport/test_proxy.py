"""Telegram through a proxy: ``WENCE_PROXY``."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.logs.redaction import redacted
from bot.settings import Settings, as_env, load_settings, without_secrets
from bot.web.botapi import Person, Telegram
from retrieval.errors import WenceError
from tests.bot.serving import SECOND, serving
from tests.bot.transport.proxies import Proxy

ASK = "三争行动是什么？"
NOWHERE = "telegram.invalid"
"""A name that nobody can resolve but the proxy."""


def there(telegram: Telegram) -> str:
    return telegram.url.replace("127.0.0.1", NOWHERE)


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_the_bot_polls_answers_and_downloads_through_a_proxy_that_resolves_names(
    telegram: Telegram, home: Path, alice: Person, admin: Person, scheme: str
) -> None:
    async with (
        Proxy(scheme) as proxy,
        serving(telegram, home, api_base_url=there(telegram), proxy=proxy.url()),
    ):
        assert "示例省部署" in await alice.says(ASK)
        assert "示例文件" in await admin.sends_file("a.md", "# 示例文件\n\n一段话。\n".encode())
    assert set(proxy.asked) == {NOWHERE}


@pytest.mark.logs("Telegram cannot be reached yet: the proxy: ")
async def test_a_proxy_that_is_down_at_the_start_is_said_without_its_password_and_waited_for(
    telegram: Telegram, home: Path, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with Proxy("socks5") as proxy, AsyncExitStack() as stack:
        await proxy.goes_away()
        bot = serving(telegram, home, api_base_url=there(telegram), proxy=proxy.url())
        starting = asyncio.create_task(stack.enter_async_context(bot))
        while not caplog.records:
            await asyncio.sleep(SECOND)
        await proxy.comes_back()
        await starting
        assert "示例省部署" in await alice.says(ASK)
    assert "p@ss" not in caplog.text
    assert "p%40ss" not in caplog.text


@pytest.mark.logs("polling: ")
@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_does_not_get_through_is_tried_again(
    telegram: Telegram, home: Path, alice: Person, scheme: str
) -> None:
    async with (
        Proxy(scheme) as proxy,
        serving(telegram, home, api_base_url=there(telegram), proxy=proxy.url()),
    ):
        await alice.says(ASK)
        await telegram.settled()
        proxy.is_cut_off = True
        await proxy.hang_up()
        await proxy.refused.wait()
        proxy.is_cut_off = False
        assert "示例省部署" in await alice.says(ASK)


@pytest.mark.logs("the proxy: 407")
async def test_a_proxy_that_knows_another_password_says_so(
    telegram: Telegram, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Proxy("http") as proxy, AsyncExitStack() as stack:
        url = there(telegram)
        bot = serving(telegram, home, api_base_url=url, proxy=proxy.url("another"))
        starting = asyncio.create_task(stack.enter_async_context(bot))
        await proxy.refused.wait()
        while not caplog.records:
            await asyncio.sleep(SECOND)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)


@pytest.mark.parametrize(
    "value",
    ["proxy.example:1080", "socks5://proxy.example", "ftp://h:1", "http://h:99999", "http://h:1/x"],
)
def test_what_is_no_proxy_refuses_and_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("WENCE_PROXY", value)
    with pytest.raises(WenceError, match="WENCE_PROXY: not a valid value") as refused:
        load_settings()
    assert value not in str(refused.value)


def test_the_proxy_is_kept_from_logs_backups_and_children(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "socks5://wang:p%40ss@127.0.0.1:1080"
    monkeypatch.setenv("WENCE_PROXY", url)
    assert "p%40ss" not in redacted(f"could not connect to {url}")
    assert as_env(Settings()) == ""
    assert "WENCE_PROXY" not in without_secrets()
