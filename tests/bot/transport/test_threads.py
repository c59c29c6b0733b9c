"""Work in threads goes on when its task is cancelled; nothing is closed under it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from time import sleep

from bot.app import Running
from bot.web.botapi import Telegram
from tests.bot.serving import serving


async def test_what_a_thread_reads_is_closed_after_it(telegram: Telegram, home: Path) -> None:
    begun, read = Event(), []

    def work(bot: Running) -> None:
        begun.set()
        sleep(0.2)
        read.append(bot.state.chats.db.table("questions").count)

    async with serving(telegram, home) as bot:
        task = asyncio.create_task(asyncio.to_thread(work, bot))
        await asyncio.to_thread(begun.wait)
        task.cancel()
    assert read == [0]
