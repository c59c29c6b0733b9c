"""``wence serve`` as a process of its own: started, refused, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.uploads.indexing_process import Reindexing
from bot.web.botapi import TOKEN, Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.generation import Generation
from tests.bot.serving import serving

Process = asyncio.subprocess.Process


async def start(home: Path, url: str, token: str) -> Process:
    knobs = {"WENCE_TOKEN": token, "WENCE_API_BASE_URL": url, "WENCE_ADMIN_IDS": "42"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--home", str(home)),
        env={**os.environ, **knobs},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def a_server(number: int) -> AsyncIterator[Telegram]:
    """A server with a token of its own, because the lock of a token holds for the machine."""
    async with Telegram(f"{number}:{TOKEN.split(':')[1]}") as telegram:
        yield telegram


async def test_it_serves_refuses_a_second_and_stops_when_told(home: Path) -> None:
    async with a_server(os.getpid()) as telegram:
        first = await start(home, telegram.url, telegram.world.token)
        alice = telegram.person("Alice")
        answer = await alice.answer_to(alice.posts("三争行动是什么？"))
        assert "三争行动是指" in answer.text
        second = await start(home, telegram.url, telegram.world.token)
        _, refusal = await second.communicate()
        first.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(first.communicate(), 60)
    assert second.returncode == 78
    assert refusal.decode().strip().startswith("wence: 本机已有进程")
    assert first.returncode == 0
    assert telegram.world.token not in log.decode() + refusal.decode()
    assert "Traceback" not in log.decode()


async def test_a_wrong_token_is_one_sentence(home: Path) -> None:
    async with a_server(os.getpid() + 1) as telegram:
        wrong = await start(home, telegram.url, f"7:{TOKEN.split(':')[1]}")
        _, said = await wrong.communicate()
    assert wrong.returncode == 78
    assert "不认这个令牌" in said.decode().splitlines()[-1]
    assert TOKEN.split(":")[1] not in said.decode()
    assert "Traceback" not in said.decode()


async def test_a_reindex_ends_with_the_bot_and_loses_nothing(
    telegram: Telegram, home: Path, alice: Person, admin: Person
) -> None:
    async with serving(telegram, home) as bot:
        await admin.says("/reindex")
        assert bot.state.reindexing.running
    with Home(home).writer():
        pass
    async with serving(telegram, home):
        assert "三争行动是指" in await alice.says("三争行动是什么？")


def laws(path: Path, first: int, count: int) -> Path:
    """That many articles of one passage each."""
    with path.open("w", encoding="utf-8") as lines:
        for number in range(first, first + count):
            text = f"第{number}条 职工可以申请贷款。"
            lines.write(json.dumps({"id": str(number), "title": "办法", "text": text}) + "\n")
    return path


async def test_what_has_grown_is_merged_while_the_bot_goes_on(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    index_paths(home, [laws(tmp_path / "many.jsonl", 0, 20_500)])
    reindexing = Reindexing(home)
    more = laws(tmp_path / "more.jsonl", 20_500, 1_200)
    done = await reindexing.run(lambda event: None, "index", str(more))
    assert done["new"] == 1_200
    assert not reindexing.running
    generation = Generation.open(home)
    assert len(generation) == 21_700
    async with asyncio.timeout(120):
        while len(Generation.open(home).manifest.segments) > 1:
            await asyncio.sleep(0.05)
    assert len(Generation.open(home)) == 21_700
    await reindexing.stop()


async def test_stopping_what_does_not_run_is_no_error(home: Path) -> None:
    await Reindexing(Home(home)).stop()


@pytest.mark.parametrize("harm", ["replaced", "emptied", "gone"])
async def test_it_ends_where_its_chats_were_replaced(home: Path, harm: str) -> None:
    number = os.getpid() + 2 + ["replaced", "emptied", "gone"].index(harm)
    async with a_server(number) as telegram:
        process = await start(home, telegram.url, telegram.world.token)
        alice = telegram.person("Alice")
        await alice.answer_to(alice.posts("三争行动是什么？"))
        path = Home(home).chats_db
        if harm == "emptied":
            os.truncate(path, 0)
        else:
            path.unlink()
        if harm == "replaced":
            path.write_bytes(b"another file")
        _, log = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 78
    assert "被换掉、清空或移走了" in log.decode().splitlines()[-1]
