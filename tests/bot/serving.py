"""A real bot against the server on loopback, with a home of its own."""

from __future__ import annotations

import asyncio
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from telegram import Bot

from bot.app import Running, running
from bot.settings import Settings
from bot.state import Clock
from bot.timer import Timer
from bot.web.botapi import TOKEN, Telegram

ADMIN = 42
SECOND = 0.02
"""How long a second of the bot's timer lasts in tests."""
QUIET_S = 0.1
"""Without a call for so long, a bot that is not at work has done what it does beside it."""
HANDLED: Counter[str] = Counter()
"""The rows of the table that were called in the test that runs."""

ARTICLES: list[dict[str, str]] = [
    {
        "id": "action",
        "title": "示例省部署“三争行动”",
        "source": "示例日报",
        "author": "张三 李四",
        "date": "2024-01-31",
        "url": "https://news.example.com/a?x=1&y=2",
        "text": "示例省昨天召开会议。三争行动是指深学争优、敢为争先、实干争效的行动。"
        "会议要求各地把三争行动落到实处，让群众得到实惠。会议由省长主持。",
    },
    {
        "id": "housing",
        "title": "示例市住房公積金提取辦法",
        "source": "示例市住房公積金中心",
        "date": "2019-03-01",
        "text": "職工購買自住住房，可以提取住房公積金。租房提取的，每年不超過一萬二千元。"
        "提取住房公積金應當提供身份證明。辦理時限為三個工作日。",
    },
    {
        "id": "odd",
        "title": "带有 <尖括号> & 符号的通知",
        "date": "--07-17",
        "text": "补贴标准写作 a < b && c > d，由𠮷田😀负责解释。\u202e补贴申请表见<附件>。"
        "申请人应当在三十日内提交材料。",
    },
    {
        "id": "untitled",
        "text": "电动自行车应当登记上牌。登记时带上身份证和购车发票，当场发放号牌。",
    },
]


class HandSet:
    """A clock that stands at an hour until a test moves it."""

    def __init__(self, hour: int) -> None:
        self.hour = hour

    def __call__(self) -> datetime:
        return datetime(2026, 3, 1, self.hour, 30)


def write_articles(directory: Path, articles: list[dict[str, str]] = ARTICLES) -> Path:
    """The articles as one ``.jsonl`` file in the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "articles.jsonl"
    lines = [json.dumps(article, ensure_ascii=False) for article in articles]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


async def dealt_with(bot: Running, updates: int) -> None:
    """Wait until the bot has done what so many updates asked of it."""
    async with asyncio.timeout(120):
        while bot.dispatcher.handled < updates:
            await asyncio.sleep(SECOND)


def grown_older(bot: Running, seconds: int) -> None:
    """Let what has been asked so far be asked so long ago."""
    with bot.state.chats.writing() as db:
        db.execute("update questions set asked_at = asked_at - ?", [seconds])


def webhook() -> dict[str, Any]:
    """Settings by which the server posts its updates."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    return {"http": address, "webhook_url": f"http://{address}/updates"}


@asynccontextmanager
async def serving(
    telegram: Telegram,
    home: Path,
    *,
    second: float = SECOND,
    clock: Clock = datetime.now,
    menus: bool = False,
    **knobs: Any,
) -> AsyncIterator[Running]:
    """A bot that polls the server, with its ``clock``; ``knobs`` are settings.

    A ``second`` of its timer is short. The ten calls that set its ``menus`` are left out where
    nothing depends on them.
    """
    values = {"token": TOKEN, "admin_ids": str(ADMIN), "home": home, "api_base_url": telegram.url}
    limits = {"quota_person": 0, "quota_group": 0, "workers": 0}
    settings = Settings(_env_file=None, **{**values, **limits, **knobs})
    async with AsyncExitStack() as stack:
        if not menus:
            stack.enter_context(patch("bot.jobs.regular.publish_menus", _publish_none))
        bot = await stack.enter_async_context(running(settings, timer=Timer(second), clock=clock))
        telegram.quiet = QUIET_S
        telegram.is_at_work = lambda: bool(bot.dispatcher._lanes)
        try:
            yield bot
        finally:
            HANDLED.update(bot.state.handled)


async def _publish_none(bot: Bot, settings: Settings) -> None:
    """In place of the menus."""
