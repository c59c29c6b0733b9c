"""What a watch has found is told as the article reads when it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db.database import Chats
from bot.db.watches import add, due
from bot.jobs.matching import look, result_of
from retrieval.answer.answer import Result
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.operations import index_paths

FOUND = "职工可以按月提取住房公积金。"
ALICE = 4711


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[Chats]:
    chats = Chats.open(Home(tmp_path / "home"))
    yield chats
    chats.close()


def told(home: Home, chats: Chats) -> list[Result | None]:
    """The results that wait for Alice."""
    with Store.open(home) as store:
        look(chats, store)
        return [result_of(alert, store, 1) for alert in due(chats).get(ALICE, [])]


def writes(home: Home, text: str, name: str = "fund.txt") -> None:
    folder = home.path.parent / "in"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    index_paths(home, [folder])


def test_what_came_in_is_found_once_and_what_was_there_is_not(tmp_path: Path, chats: Chats) -> None:
    home = Home(tmp_path / "home")
    writes(home, "住房公积金已经有了。", "other.txt")
    add(chats, "公积金", "hans", chat=ALICE, thread=None)
    assert told(home, chats) == []
    writes(home, f"新通知如下。{FOUND}")
    for _ in range(2):
        (result,) = told(home, chats)
        assert result is not None
        assert FOUND in result.quote


def test_an_article_that_was_there_is_not_new_for_being_corrected(
    tmp_path: Path, chats: Chats
) -> None:
    home = Home(tmp_path / "home")
    writes(home, FOUND)
    add(chats, "公积金 提取", "hans", chat=ALICE, thread=None)
    assert told(home, chats) == []
    writes(home, f"{FOUND}更正：每季度一次。")
    assert told(home, chats) == []


def test_an_article_that_was_corrected_above_its_quote_is_told_of(
    tmp_path: Path, chats: Chats
) -> None:
    home, end = Home(tmp_path / "home"), "其他事项照旧不变。" * 30
    writes(home, "没有关系的一句话。", "other.txt")
    add(chats, "公积金 提取", "hans", chat=ALICE, thread=None)
    told(home, chats)
    writes(home, f"{end}{FOUND}{end}")
    (before,) = told(home, chats)
    writes(home, f"{end}更正在前面。{end}{FOUND}{end}")
    (after,) = told(home, chats)
    assert before is not None
    assert after is not None
    assert (after.quote, after.start - before.start) == (before.quote, len(end) + 6)


def test_what_the_article_says_no_more_is_not_told(tmp_path: Path, chats: Chats) -> None:
    home = Home(tmp_path / "home")
    writes(home, "没有关系的一句话。", "other.txt")
    add(chats, "公积金 提取", "hans", chat=ALICE, thread=None)
    told(home, chats)
    writes(home, FOUND)
    told(home, chats)
    writes(home, "这条通知已经撤回了。")
    assert told(home, chats) == [None]
