"""``WENCE_WATCH``: a file that changes in a remembered folder is searchable soon after."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from pathlib import Path

from retrieval.home import Home
from retrieval.index.operations import index_paths
from tests.bot.handlers.test_watches import FUND
from tests.bot.serving import serving
from tests.botapi import Person, Telegram


async def test_a_changed_folder_is_read_again(
    telegram: Telegram, tmp_path: Path, alice: Person
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    first = {**FUND, "id": "one", "text": "示例市将于五月举办马拉松比赛，报名从三月开始。"}
    (folder / "one.jsonl").write_text(json.dumps(first), encoding="utf-8")
    index_paths(Home(tmp_path / "home"), [folder])
    async with serving(telegram, tmp_path / "home", watch=True) as bot:
        await asyncio.sleep(1)
        (folder / "two.jsonl").write_text(json.dumps(FUND), encoding="utf-8")
        await until_count(bot.state.live.current.store.count, 2)
        assert "偿还贷款" in await alice.says("住房公积金可以偿还贷款吗？")
        (folder / "two.jsonl").unlink()
        await until_count(bot.state.live.current.store.count, 1)
    shutil.rmtree(folder)


async def until_count(count: object, wanted: int, timeout: float = 20) -> None:
    end = time.monotonic() + timeout
    assert callable(count)
    while count() != wanted:
        assert time.monotonic() < end, f"{count()} articles, not {wanted}"
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.5)
