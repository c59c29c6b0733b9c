"""Updates that are posted: whose are taken, and when Telegram may forget them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import Running, running, serve
from bot.settings import Settings, load_settings
from bot.web.botapi import TOKEN, Person, Telegram, bad
from bot.web.webhook import MOST_BYTES, RATE, SECRET
from retrieval.errors import WenceError
from tests.bot.faults.serving_process import a_server, served
from tests.bot.serving import serving, webhook


@pytest.fixture
async def bot(telegram: Telegram, home: Path) -> AsyncIterator[Running]:
    async with serving(telegram, home, **webhook()) as running:
        yield running


@pytest.fixture
def address(bot: Running) -> str:
    return bot.state.settings.webhook_url


@pytest.fixture
def secret(telegram: Telegram, bot: Running) -> str:
    assert telegram.world.updates.secret
    return telegram.world.updates.secret


async def post(address: str, body: bytes, secret: str, **headers: str) -> int:
    given = {SECRET: secret, "content-type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    async with httpx.AsyncClient() as client:
        return (await client.post(address, content=body, headers=raw)).status_code


async def test_who_does_not_know_the_secret_is_refused(
    bot: Running, address: str, secret: str
) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.post(address, json={"update_id": 1})).status_code == 403
    for wrong in ("", "ü", secret[:-1], secret + "x"):
        assert await post(address, b'{"update_id": 1}', wrong) == 403
    assert bot.dispatcher.handled == 0
    assert not bot.state.metrics.updates


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b'{"update_id": 1}', "text/plain", 415),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"update_id": "1"}', "application/json", 400),
        (b'{"x": "' + b"x" * MOST_BYTES + b'"}', "application/json", 413),
    ],
    ids=["kind", "torn", "deep", "list", "number", "large"],
)
async def test_what_is_no_update_is_refused(
    bot: Running, address: str, secret: str, body: bytes, kind: str, code: int
) -> None:
    assert await post(address, body, secret, content_type=kind) == code
    assert not bot.state.metrics.updates


async def test_more_than_the_rate_is_posted_again(
    bot: Running, address: str, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.state.timer.__class__, "now", lambda self: 1.0)
    async with httpx.AsyncClient(headers={SECRET: secret}) as client:
        answers = [await client.post(address, json={}) for _ in range(RATE[0] + 1)]
    assert [each.status_code for each in answers] == [400] * RATE[0] + [429]


async def test_telegram_may_forget_an_update_only_once_it_is_written_down(
    bot: Running, telegram: Telegram, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, written = bot.state.intake.take, asyncio.Event()

    async def slow(*given: Any) -> None:
        await written.wait()
        await take(*given)

    monkeypatch.setattr(bot.state.intake, "take", slow)
    asked = alice.posts("三争行动是什么？")
    while not bot.state.metrics.updates:
        await asyncio.sleep(0.01)
    assert not telegram.world.updates.confirmed
    written.set()
    assert "三争行动是指" in (await alice.answer_to(asked)).text
    await telegram.world.until(lambda: telegram.world.updates.confirmed)


@pytest.mark.logs("an update cannot be read: message")
async def test_an_update_that_cannot_be_read_is_taken_and_counted(
    bot: Running, telegram: Telegram, address: str, secret: str
) -> None:
    body = b'{"update_id": 7, "message": {"message_id": "x", "chat": 7}}'
    assert await post(address, body, secret) == 200
    assert bot.state.metrics.unreadable == {"message": 1}


@pytest.mark.logs("another process has changed it")
async def test_a_webhook_that_is_taken_away_is_set_again(
    bot: Running, telegram: Telegram, alice: Person
) -> None:
    telegram.world.updates.drop_webhook()
    assert "三争行动是指" in await alice.says("三争行动是什么？")


async def test_a_token_that_is_revoked_ends_it(bot: Running, telegram: Telegram) -> None:
    await telegram.settled()  # the menus are set
    telegram.revoke()
    with pytest.raises(WenceError, match="it was revoked"):
        await asyncio.wait_for(bot.receiving, 60)


async def test_the_next_start_has_another_secret_and_polling_takes_the_webhook_away(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    secrets, ways = set(), [webhook(), webhook(), dict[str, Any]()]
    for knobs in ways:
        async with serving(telegram, home, **knobs):
            secrets.add(telegram.world.updates.secret if telegram.world.updates.webhook else "")
            await alice.says("三争行动")
    assert len(secrets) == 3
    assert "" in secrets


async def test_an_address_that_telegram_refuses_ends_it(telegram: Telegram, home: Path) -> None:
    telegram.faults.reject("setWebhook", bad("bad webhook: failed to resolve host"))
    values: Any = {"token": TOKEN, "home": home, "api_base_url": telegram.url, **webhook()}
    with pytest.raises(WenceError, match="WENCE_WEBHOOK_URL"):
        async with running(Settings(_env_file=None, **values)):
            pass


async def test_a_process_with_a_webhook_answers_and_stops(home: Path) -> None:
    async with a_server() as telegram:
        async with served(home, telegram.url, telegram.world.token, **webhook()) as bot:
            await bot.logged("is answering")
            alice = telegram.person("Alice")
            assert "三争行动是指" in await alice.says("三争行动是什么？")
            assert await bot.stop() == 0
        assert telegram.world.updates.webhook


@pytest.mark.parametrize(
    ("knobs", "said"),
    [
        ({"WENCE_WEBHOOK_URL": "https://example.org/x"}, "WENCE_HTTP"),
        ({"WENCE_WEBHOOK_URL": "http://example.org/x"}, "WENCE_WEBHOOK_URL"),
    ],
)
def test_settings_that_cannot_work_are_one_sentence(
    knobs: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"WENCE_TOKEN": TOKEN, **knobs}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WenceError, match=said):
        serve(load_settings())
