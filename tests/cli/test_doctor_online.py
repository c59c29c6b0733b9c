"""``wence doctor --online`` says what Telegram says, and changes nothing there."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from bot.cli.checks import CHECKS
from bot.web.botapi import TOKEN, Telegram
from tests.conftest import Wence

NAMES = ["telegram", "groups", "inline", "webhook", "clock"]
Lines = dict[str, dict[str, str]]


async def doctor(home: Path, telegram: Telegram, **knobs: str) -> Lines:
    """What is said of Telegram, by a process of its own beside the server; the lines by name."""
    knobs = {"token": TOKEN, "api_base_url": telegram.url, **knobs}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", "--online", "--json", "--home", str(home)),
        env={**os.environ, **{f"WENCE_{name.upper()}": value for name, value in knobs.items()}},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    lines = [json.loads(line) for line in said.splitlines()]
    assert TOKEN not in said.decode()
    assert [line["check"] for line in lines[: len(CHECKS)]] == [name for name, _ in CHECKS]
    return {line["check"]: line for line in lines[len(CHECKS) :]}


async def test_a_bot_that_is_well(home: Path) -> None:
    async with Telegram() as telegram:
        lines = await doctor(home, telegram)
        assert list(lines) == NAMES
        assert {line["state"] for line in lines.values()} <= {"ok", "note"}
        assert "@wence_test_bot" in lines["telegram"]["said"]
        assert {call["method"] for call in telegram.calls} == {"getMe", "getWebhookInfo"}


async def test_what_is_not_as_it_should_be(home: Path) -> None:
    async with Telegram() as telegram:
        telegram.world.slow_s = 900
        telegram.world.bot["can_read_all_group_messages"] = False
        telegram.world.bot["supports_inline_queries"] = False
        telegram.world.updates.set_webhook({"url": "https://secret.example.org/x"}, None)
        lines = await doctor(home, telegram)
    codes = {name: line["code"] for name, line in lines.items()}
    assert codes["groups"] == "groups_private"
    assert codes["inline"] == "inline_off"
    assert codes["webhook"] == "webhook_of_others"
    assert codes["clock"] == "clock_ahead"
    assert "secret" not in json.dumps(lines)


async def test_a_webhook_that_fails_is_said_with_telegrams_words(home: Path) -> None:
    async with Telegram() as telegram:
        url = "http://127.0.0.1:9/updates"
        telegram.world.updates.set_webhook({"url": url}, None)
        telegram.person("Alice").posts("三争行动")
        await telegram.world.until(lambda: telegram.world.updates.last_error is not None)
        (line,) = [(await doctor(home, telegram, http=":0", webhook_url=url))["webhook"]]
    assert (line["state"], line["code"]) == ("wrong", "webhook_fails")
    assert "refused" in line["said"]


async def test_a_token_that_is_revoked_and_a_server_that_is_away(home: Path) -> None:
    async with Telegram() as telegram:
        telegram.revoke()
        assert [each["code"] for each in (await doctor(home, telegram)).values()] == [
            "telegram_token"
        ]
        await telegram.goes_away()
        assert [each["code"] for each in (await doctor(home, telegram)).values()] == [
            "telegram_silent"
        ]


def test_without_a_token_nobody_is_asked(wence: Wence) -> None:
    last = wence("doctor", "--online", "--json").lines[-1]
    assert (last["check"], last["code"]) == ("telegram", "token_none")


@pytest.mark.parametrize("option", [(), ("--online",)])
def test_it_is_only_asked_where_that_is_wished(wence: Wence, option: tuple[str, ...]) -> None:
    names = [line["check"] for line in wence("doctor", "--json", *option).lines]
    assert ("telegram" in names) == bool(option)
