"""Writes that share a commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db.bans import ban, is_banned
from bot.db.database import Chats
from bot.db.writes import GroupedWrites
from retrieval.home import Home


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[Chats]:
    opened = Chats.open(Home(tmp_path / "home"))
    yield opened
    opened.close()


async def test_many_writes_take_few_commits(chats: Chats) -> None:
    commits: list[str] = []
    chats.db.conn.set_trace_callback(
        lambda statement: commits.append(statement) if statement == "COMMIT" else None
    )
    writes = GroupedWrites(chats)
    done = await asyncio.gather(*(writes.do(ban, id) for id in range(100)))
    assert done == [True] * 100
    assert all(is_banned(chats, [id]) for id in range(100))
    assert len(commits) <= 3


async def test_a_write_that_fails_spoils_no_other(chats: Chats) -> None:
    def fail(chats: Chats) -> None:
        with chats.writing() as db:
            db.execute("insert into banned values (7, 7)")
            raise sqlite3.OperationalError("disk I/O error")

    writes = GroupedWrites(chats)
    done = await asyncio.gather(
        *(writes.do(ban, 1), writes.do(fail), writes.do(ban, 2)), return_exceptions=True
    )
    assert [str(each) for each in done] == ["True", "disk I/O error", "True"]
    assert [is_banned(chats, [id]) for id in (1, 2, 7)] == [True, True, False]


def test_what_is_read_waits_for_nothing_that_is_written(chats: Chats) -> None:
    with chats.writing() as db:
        db.execute("insert into banned values (7, 7)")
        assert not is_banned(chats, [7])
    assert is_banned(chats, [7])
