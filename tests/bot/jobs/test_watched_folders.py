"""``WENCE_WATCH``: a file that changes in a remembered folder is searchable soon after."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.handlers.test_watches import FUND
from tests.bot.serving import serving


async def test_a_changed_folder_is_read_again(
    telegram: Telegram, tmp_path: Path, alice: Person
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    first = {**FUND, "id": "one", "text": "示例市将于五月举办马拉松比赛，报名从三月开始。"}
    (folder / "one.jsonl").write_text(json.dumps(first), encoding="utf-8")
    index_paths(Home(tmp_path / "home"), [folder])
    async with serving(telegram, tmp_path / "home", watch=True):
        async for _ in attempts():
            (folder / "two.jsonl").write_text(json.dumps(FUND), encoding="utf-8")
            if "偿还贷款" in await alice.says("住房公积金可以偿还贷款吗？"):
                break
        (folder / "two.jsonl").unlink()
        async for _ in attempts():
            if "没有找到" in await alice.says("住房公积金可以偿还贷款吗？"):
                break
    shutil.rmtree(folder)


async def attempts(timeout: float = 30) -> AsyncIterator[None]:
    """Again and again, with a pause, for some time."""
    async with asyncio.timeout(timeout):
        while True:
            yield
            await asyncio.sleep(0.2)
