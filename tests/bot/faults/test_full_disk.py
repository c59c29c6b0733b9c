"""Nothing can be written any more: questions are answered all the same, taps say what they lost."""

from __future__ import annotations

import resource
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.web.botapi import Telegram
from tests.bot.faults.serving_process import Served, a_server, served
from tests.forks.server import PYTHON

ASK = "三争行动是什么？"


def with_a_limit(home: Path, telegram: Telegram) -> AbstractAsyncContextManager[Served]:
    """A bot that is itself the process which is limited."""
    return served(home, telegram.url, telegram.world.token, python=PYTHON)


def fill_disk(bot: Served) -> None:
    """From now on no file of the process can grow, as on a full disk."""
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


async def test_questions_are_answered_and_taps_are_told(home: Path) -> None:
    async with a_server() as telegram, with_a_limit(home, telegram) as bot:
        alice = telegram.person("Alice")
        before = await alice.says(ASK)
        assert before.has("👍")
        fill_disk(bot)
        answers = [await alice.says(ASK) for _ in range(4)]
        assert all("三争行动是指" in answer.text for answer in answers)
        assert [answer.has("👍") for answer in answers] == [False] * 4
        toast = await alice.taps(before, "👍")
        assert "没能记下来" in (toast.text or "")
        assert bot.log.count("chats.db cannot be written") == 1


async def test_a_setting_that_cannot_be_kept_is_not_acknowledged(home: Path) -> None:
    async with a_server() as telegram, with_a_limit(home, telegram) as bot:
        alice = telegram.person("Alice")
        menu = await alice.says("/settings")
        fill_disk(bot)
        toast = await alice.taps(menu, "繁")
        assert "没能记下来" in (toast.text or "")


async def test_it_goes_on_recording_once_there_is_room(home: Path) -> None:
    async with a_server() as telegram, with_a_limit(home, telegram) as bot:
        alice = telegram.person("Alice")
        await alice.says(ASK)
        fill_disk(bot)
        await alice.says(ASK)
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, unlimited)
        answer = await alice.says(ASK)
        assert (await alice.taps(answer, "👍")).text == "谢谢，记下了。"
