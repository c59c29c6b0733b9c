"""At night the bot learns from its 👍, and answers by it; by day it does not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.jobs.nightly_learning import is_due
from bot.settings import Settings
from bot.state import BotState
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import HandSet, serving
from tests.learn.lessons import in_peoples_words, like, write_articles

QUESTION = "苹果找谁登"
NIGHT, DAY = 3, 15


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("nightly")
    index_paths(Home(directory / "home"), [write_articles(directory / "articles")])
    return directory / "home"


async def test_what_was_liked_is_learnt_at_night_and_answered_by(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    like(home, in_peoples_words())
    clock = HandSet(DAY)
    async with serving(telegram, home, clock=clock) as bot:
        assert "机床" not in await alice.says(QUESTION)
        assert not (home / "learnt.json").exists()
        clock.hour = NIGHT
        answering = bot.state.live.current
        await until(lambda: bot.state.live.current is not answering)
        assert "机床由县级机关登记" in await alice.says(QUESTION)


@pytest.mark.parametrize(
    ("likes", "table", "due"),
    [(199, None, False), (200, None, True), (200, "{", True), (200, '{"origin": "file"}', False)],
)
def test_it_is_due_with_enough_likes_unless_an_operator_taught_from_a_file(
    home: Path, likes: int, table: str | None, due: bool
) -> None:
    like(home, in_peoples_words()[:likes])
    if table is not None:
        (home / "learnt.json").write_text(table, encoding="utf-8")
    with closing(BotState.open(Settings(_env_file=None, home=home))) as state:
        assert is_due(state) is due


async def until(true: Callable[[], bool], timeout: float = 60) -> None:
    end = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
