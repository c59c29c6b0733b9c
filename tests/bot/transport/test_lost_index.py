"""The bot goes on, or comes back, where its index is lost or damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from tests.bot.serving import serving

QUESTION = "三争行动是什么？"


@pytest.mark.parametrize("content", [None, b"", b"\xff\0"], ids=["deleted", "empty", "garbage"])
async def test_a_running_bot_goes_on_without_current(
    telegram: Telegram, home: Path, alice: Person, content: bytes | None
) -> None:
    async with serving(telegram, home) as bot:
        Home(home).current.unlink()
        if content is not None:
            Home(home).current.write_bytes(content)
        bot.state.live.refresh()
        assert "三争行动是指" in await alice.says(QUESTION)


@pytest.mark.logs("It is built anew before the bot starts")
async def test_a_lost_index_is_built_before_the_bot_starts(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    shutil.rmtree(home / "index")
    async with serving(telegram, home):
        assert "三争行动是指" in await alice.says(QUESTION)
