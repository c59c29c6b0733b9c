"""The bot, killed while it answers and reindexes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time

from benchmarks.chaos.lost import Lost
from benchmarks.chaos.trial import FIRST_GUESS_S, PATIENCE_S, QUESTION, Trial, environment
from bot.web.botapi import TOKEN, Telegram


def serve(trial: Trial) -> bool:
    """Kill a bot that is answering while it reindexes."""
    trial.write()
    asyncio.run(_serve(trial))
    return True


async def _serve(trial: Trial) -> None:
    async with Telegram(f"{os.getpid()}:{TOKEN.split(':')[1]}") as telegram:
        knobs = {
            "WENCE_TOKEN": telegram.world.token,
            "WENCE_API_BASE_URL": telegram.url,
            "WENCE_ADMIN_IDS": "42",
            "WENCE_QUOTA_PERSON": "0",
        }
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--home", str(trial.home.path)],
            env=environment(**knobs),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        telegram.person("Admin", id=42).posts("/reindex")
        try:
            async with asyncio.timeout(trial.random.uniform(0, 3 * FIRST_GUESS_S)):
                while True:
                    alice = telegram.person("Alice")
                    await alice.answer_to(alice.posts(QUESTION), timeout=PATIENCE_S)
                    trial.answered += 1
        except TimeoutError:
            pass
        bot.kill()
        await asyncio.to_thread(bot.wait)
        await asyncio.to_thread(_outlived, bot.pid)


def _outlived(session: int) -> None:
    """Wait for the children of a bot that was killed: what they were told to do they finish."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise Lost("a child of the bot that was killed goes on and on")
