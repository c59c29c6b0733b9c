"""The bytes of a large index are compared while the bot answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index import manifest
from retrieval.index.directories import current
from tests.bot.serving import serving


@pytest.mark.logs("It is built anew while the bot goes on")
async def test_a_damaged_index_is_built_anew_while_the_bot_goes_on(
    telegram: Telegram,
    home: Path,
    alice: Person,
    admin: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert admin.chat
    monkeypatch.setattr(manifest, "SMALL", 0)
    damaged = current(Home(home))
    victim = next((home / "index").rglob("bigrams/packed.npy"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"\x7f")
    async with serving(telegram, home) as bot, asyncio.timeout(60):
        while bot.state.live.current.generation == damaged or bot.state.reindexing.running:
            await asyncio.sleep(0.05)
        assert "三争行动是指" in await alice.says("三争行动是什么？")
        assert await telegram.world.until(lambda: bool(admin.answers))
    assert "索引文件有损坏" in admin.answers[0]
