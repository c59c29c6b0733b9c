"""What a supervisor hears of a real process, and that it hears nothing where something hangs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.metrics import Metrics
from bot.supervisor import Supervisor
from bot.timer import Timer
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.polling import Poller
from bot.web.botapi import TOKEN, ApiError, Telegram
from tests.bot.faults.serving_process import ENOUGH_S, a_server, served


class Listening:
    """The other end of the socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        name = f"\0{address[1:]}" if address.startswith("@") else address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(name)
        self._socket.setblocking(False)

    async def hears(self, line: str) -> list[str]:
        """The message that has this line, once it comes."""
        async with asyncio.timeout(ENOUGH_S):
            while True:
                told = await asyncio.get_running_loop().sock_recv(self._socket, 4_096)
                if line in (lines := told.decode().splitlines()):
                    return lines

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
async def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Listening]:
    """What a bot that is started now is to tell."""
    listening = Listening(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", listening.address)
    monkeypatch.setenv("WATCHDOG_USEC", "300000")
    yield listening
    listening.close()


async def test_it_is_told_of_the_start_of_life_and_of_the_end(
    systemd: Listening, home: Path
) -> None:
    async with a_server() as telegram:
        telegram.faults.reject("getMe", ApiError(403, "Forbidden by a proxy"))
        async with served(home, telegram.url, telegram.world.token) as bot:
            assert "READY=1" in await systemd.hears("STATUS=waiting for Telegram")
            assert "READY=1" in await systemd.hears("STATUS=answering as @wence_test_bot")
            await systemd.hears("WATCHDOG=1")
            stopping = asyncio.create_task(bot.stop())
            await systemd.hears("STOPPING=1")
            assert await stopping == 0


async def test_a_poll_whose_updates_are_never_written_down_hangs(telegram: Telegram) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    telegram.push({"message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}})
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot")
    poller = Poller(bot, None, Timer(0.002), TelegramClock(), Metrics(), never)
    polling = asyncio.create_task(poller.run())
    async with asyncio.timeout(ENOUGH_S):
        while not poller.hangs:
            await asyncio.sleep(0.01)
    polling.cancel()


async def test_nothing_is_said_while_something_hangs() -> None:
    listening = Listening("@wence-test-hangs")
    hangs = [True]
    telling = asyncio.create_task(
        Supervisor(listening.address, 0.03).keep_telling(lambda: hangs.pop() if hangs else False)
    )
    assert await listening.hears("WATCHDOG=1") == ["WATCHDOG=1"]
    assert not hangs
    telling.cancel()
    listening.close()


@pytest.mark.logs("the supervisor cannot be told")
async def test_a_socket_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    Supervisor(str(tmp_path / "gone")).ready("up")
