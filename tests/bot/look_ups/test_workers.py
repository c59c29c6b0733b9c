"""Questions are looked up in another process, and nobody on Telegram notices."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Running
from bot.look_ups.look_up import LookUp
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import serving

ASK = "三争行动是什么？"
PATIENCE_S = 60


@pytest.fixture
async def bot(telegram: Telegram, home: Path) -> AsyncIterator[Running]:
    async with serving(telegram, home, workers=1) as running:
        await ready(running)
        yield running


async def ready(bot: Running, besides: int = 0) -> int:
    """Wait for a worker, another one than ``besides``; its process's number."""
    async with asyncio.timeout(PATIENCE_S):
        while not (pids := {each.process.pid for each in bot.state.look_ups.workers} - {besides}):
            await asyncio.sleep(0.02)
    return pids.pop()


async def test_a_question_is_answered_without_the_searcher_of_the_bot(bot: Running) -> None:
    bot.state.live.current.store.close()
    found = await bot.state.ask(ASK)
    assert (found.verdict, found.results[0].article.id) == ("confident", "action")


async def test_what_is_hidden_is_hidden_there_too(bot: Running, admin: Person) -> None:
    before = await bot.state.ask(ASK)
    await admin.says("/hide action")
    after = await bot.state.ask(ASK)
    assert [result.article.id for result in before.results] == ["action"]
    assert after.results == ()


async def test_it_answers_from_the_new_generation_at_once(
    bot: Running, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "more.jsonl"
    line = {"id": "more", "text": "示例县给每户发放取暖补贴五百元，向乡镇政府申请。"}
    file.write_text(json.dumps(line), encoding="utf-8")
    await asyncio.to_thread(index_paths, Home(home), [file])
    await asyncio.to_thread(bot.state.live.refresh)
    found = await bot.state.ask("示例县的取暖补贴多少钱？")
    assert [result.article.id for result in found.results] == ["more"]


@pytest.mark.logs("a process that looks questions up has ended")
async def test_one_that_is_killed_loses_no_answer_and_is_replaced(bot: Running) -> None:
    pid = await ready(bot)
    asked = [asyncio.create_task(bot.state.ask(ASK)) for _ in range(20)]
    await asyncio.sleep(0)
    os.kill(pid, signal.SIGKILL)
    verdicts = [answer.verdict for answer in await asyncio.gather(*asked)]
    assert verdicts == ["confident"] * 20
    assert await ready(bot, besides=pid) != pid


async def test_it_does_not_know_the_token_and_ends_with_the_bot(
    telegram: Telegram, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_TOKEN", "1:secret")
    async with serving(telegram, home, workers=1) as bot:
        pid = await ready(bot)
        assert b"1:secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_what_fails_there_is_tried_here_and_costs_no_worker(bot: Running) -> None:
    pid = await ready(bot)
    with pytest.raises(TypeError):
        await bot.state.look_ups.ask(LookUp(question=ASK, results=3, quote_chars="long"))  # type: ignore[arg-type]
    assert (await bot.state.ask(ASK)).verdict == "confident"
    assert await ready(bot) == pid
