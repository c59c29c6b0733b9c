"""What ends a bot that polls, and what does not."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from telegram import Bot

from bot.metrics import Metrics
from bot.timer import Timer
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.polling import Poller
from bot.web.botapi import ApiError
from tests.bot.faults.serving_process import a_server, served

ASK = "三争行动是什么？"
MESSAGE = {"message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}}
CONFLICT = ApiError(409, "Conflict: terminated by other getUpdates request")


def poller_of(bot: Bot, arrived: asyncio.Queue[int]) -> Poller:
    """By a timer of short seconds; puts the first number of what is asked for next."""

    async def deliver(_: object, offset: int | None) -> None:
        arrived.put_nowait(offset or 0)

    return Poller(bot, None, Timer(0.1), TelegramClock(), Metrics(), deliver)


async def test_conflicts_that_lie_apart_end_nothing(home: Path) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token):
        alice = telegram.person("Alice")
        for _ in range(4):
            telegram.faults.reject("getUpdates", CONFLICT)
            assert "三争行动是指" in await alice.says(ASK)
        assert len(alice.answers) == 4


async def test_the_younger_of_two_with_one_token_ends_and_the_elder_goes_on(
    home: Path, tmp_path: Path
) -> None:
    async with (
        a_server() as telegram,
        served(home, telegram.url, telegram.world.token, second=0.01) as elder,
    ):
        alice = telegram.person("Alice")
        await alice.says(ASK)
        other = shutil.copytree(home, tmp_path / "other")
        (tmp_path / "machine").mkdir()
        async with served(
            other, telegram.url, telegram.world.token, tmp_path / "machine", second=1.0
        ) as younger:
            assert await younger.ended() == 78
        assert "别处有机器人在用同一个令牌" in younger.lines[-1]
        assert "三争行动是指" in await alice.says(ASK)
        assert elder.process.returncode is None


@pytest.mark.logs("another process polls with the same token")
async def test_of_two_that_begin_at_the_same_moment_one_goes_on() -> None:
    async with a_server() as telegram:
        bot = Bot(telegram.world.token, base_url=f"{telegram.url}/bot")
        arrived = asyncio.Queue[int]()
        pollers = [poller_of(bot, arrived) for _ in range(2)]
        running = [asyncio.create_task(poller.run()) for poller in pollers]
        telegram.push(MESSAGE)
        await arrived.get()
        await asyncio.wait(running, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        (ended,) = (at for at, each in enumerate(running) if each.done())
        assert "token_polled_elsewhere" in repr(running[ended].exception())
        await pollers[ended].close()
        asked = telegram.push(MESSAGE)["update_id"]
        async with asyncio.timeout(60):
            while await arrived.get() <= asked:
                pass
        running[1 - ended].cancel()


async def test_a_token_that_is_revoked_while_it_runs_ends_it_with_one_line(home: Path) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token) as bot:
        alice = telegram.person("Alice")
        await alice.says(ASK)
        telegram.revoke()
        alice.posts(ASK)
        assert await bot.ended() == 78
    assert "令牌已被撤销" in bot.lines[-1]
    assert "Traceback" not in bot.log


async def test_a_network_that_is_down_at_the_start_is_waited_for(home: Path) -> None:
    async with a_server() as telegram:
        await telegram.goes_away()
        async with served(home, telegram.url, telegram.world.token) as bot:
            await bot.logged("Telegram cannot be reached yet")
            telegram.comes_back()
            assert "三争行动是指" in await telegram.person("Alice").says(ASK)


async def test_it_stops_when_told_while_the_network_is_down(home: Path) -> None:
    async with a_server() as telegram:
        await telegram.goes_away()
        async with served(home, telegram.url, telegram.world.token) as bot:
            await bot.logged("Telegram cannot be reached yet")
            assert await bot.stop() == 0


async def test_a_reply_to_a_poll_that_nobody_can_read_is_asked_for_again(home: Path) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token) as bot:
        alice = telegram.person("Alice")
        await alice.says(ASK)
        for body in ("<html>502</html>", '{"ok": true}', '{"ok": true, "result": [{}]}', "[]"):
            telegram.faults.garble("getUpdates", body)
            await alice.says(ASK)
        assert "an answer that cannot be read" in bot.log


async def test_an_update_that_cannot_be_parsed_is_skipped_counted_and_named_once(
    home: Path,
) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token) as bot:
        for _ in range(3):
            telegram.push({"message": {"message_id": "x", "chat": 7}})
        assert "三争行动是指" in await telegram.person("Alice").says(ASK)
        assert bot.log.count("an update cannot be read: message") == 1


async def test_a_clock_that_is_ahead_is_said_and_silences_nobody(home: Path) -> None:
    async with a_server() as telegram:
        telegram.world.slow_s = 900
        async with served(home, telegram.url, telegram.world.token) as bot:
            assert "三争行动是指" in await telegram.person("Alice").says(ASK)
            await bot.logged("s ahead of Telegram's")
