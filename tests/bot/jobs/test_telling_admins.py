"""Admins are told in the chat of what needs them, once a day of each kind."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest

from bot.db.database import Chats
from bot.db.preferences import Preferences, keep_preferences
from bot.web.botapi import Person, Telegram
from bot.web.botapi.shown import Shown
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.jobs.test_watched_folders import attempts
from tests.bot.serving import ADMIN, SECOND, serving, write_articles

ASK = "三争行动是什么？"


async def told(admin: Person, piece: str) -> list[Shown]:
    """The bot's messages to an admin, once one of them says this."""
    world = admin.telegram.world
    assert await world.until(lambda: any(piece in each for each in admin.answers))
    return [each for each in admin.answers if piece in each]


def newer_schema(home: Path) -> None:
    with sqlite3.connect(home / "chats.db") as db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('chats', 'of_tomorrow', '2030-01-01')"
        )


@pytest.mark.logs("could not be read again")
async def test_a_reindex_that_nobody_watches_and_that_fails_is_told_in_the_admins_language(
    telegram: Telegram, home: Path, admin: Person
) -> None:
    keep_preferences(chats := Chats.open(Home(home)), ADMIN, Preferences(script="en"))
    chats.close()
    assert admin.chat
    folder = home.parent / "watched"
    folder.mkdir()
    index_paths(Home(home), [folder])
    async with serving(telegram, home, watch=True):
        with sqlite3.connect(home / "articles.db") as db:
            db.execute("PRAGMA user_version = 99")
        async for _ in attempts():
            write_articles(folder)
            if admin.answers:
                break
    (shown,) = admin.answers
    assert "A reindex that nobody watches" in shown
    assert "newer Wence" in shown


async def test_questions_that_went_unanswered_are_counted_once_it_is_over(
    telegram: Telegram, home: Path, alice: Person, admin: Person
) -> None:
    assert admin.chat
    then = int(time.time()) - 3600
    for _ in range(3):
        alice.posts(ASK, date=then)
    async with serving(telegram, home):
        (shown,) = await told(admin, "刚才中断过")
    assert "3 个没有回答" in shown


@pytest.mark.logs("cannot be written")
async def test_a_database_that_cannot_be_written(
    telegram: Telegram, home: Path, alice: Person, admin: Person
) -> None:
    assert admin.chat
    async with serving(telegram, home) as bot:
        await alice.says(ASK)
        await telegram.settled()
        bot.state.chats.db.execute("PRAGMA query_only = ON")
        for _ in range(2):
            await alice.says(ASK)
        (shown,) = await told(admin, "因为记不下来")
    assert "磁盘只能读" in shown


async def test_a_home_of_a_newer_version_is_told_once_a_day(
    telegram: Telegram, home: Path, alice: Person, admin: Person
) -> None:
    assert admin.chat
    async with serving(telegram, home):
        await alice.says(ASK)
    newer_schema(home)
    for _ in range(2):
        with pytest.raises(WenceError):
            async with serving(telegram, home):
                pass
    assert len(await told(admin, "启动不了")) == 1


@pytest.mark.logs("no admin could be told: .* 1 not at all")
async def test_where_no_admin_has_ever_written_the_log_says_it(
    telegram: Telegram, home: Path, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    alice.posts(ASK, date=int(time.time()) - 3600)
    async with serving(telegram, home, admin_ids="77"), asyncio.timeout(60):
        while "no admin could be told" not in caplog.text:
            await asyncio.sleep(SECOND)
