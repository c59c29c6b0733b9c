"""What only the keepers of the collection may do."""

from __future__ import annotations

import re
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running
from bot.uploads.indexing_process import Reindexing
from bot.web.botapi import TOKEN, Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.reasons.codes import Code
from retrieval.reasons.simplified import SIMPLIFIED
from tests.bot.serving import ARTICLES, SECOND, write_articles
from tests.reasons.test_homes import FAULTS
from tests.reasons.test_tables import COMMAND, TWO_WORDS, pattern

FRESH = {
    "id": "fresh",
    "title": "夜间公交延长运营",
    "text": "夜间公交延长至二十三点三十分。夜间公交票价不变。",
}


@pytest.fixture
def remembered(tmp_path: Path) -> Path:
    """The folder that the home of these tests was indexed from."""
    return tmp_path / "articles"


@pytest.fixture
def home(tmp_path: Path, remembered: Path) -> Path:
    write_articles(remembered)
    index_paths(Home(tmp_path / "home"), [remembered])
    return tmp_path / "home"


@pytest.mark.handler("reindex")
async def test_a_dropped_file_and_a_reindex_are_enough(
    telegram: Telegram, bot: Running, admin: Person, remembered: Path
) -> None:
    assert "没有找到" in await admin.says("夜间公交到几点？")
    write_articles(remembered, [*ARTICLES, FRESH])
    (remembered / "broken.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    note = await admin.says("/reindex")
    assert "照常回答" in note.text
    await note.when(lambda it: "索引已更新" in it.text)
    assert "新增 1" in note.text
    assert "拒收 1" in note.text
    assert "broken.jsonl" in note.text
    done = time.monotonic()
    while "夜间公交" not in (await admin.says("夜间公交到几点？")).text:
        assert time.monotonic() - done < 3


async def test_it_answers_while_a_second_reindex_is_told_to_wait(
    telegram: Telegram, bot: Running, alice: Person, admin: Person, remembered: Path
) -> None:
    note = await admin.says("/reindex")
    assert "已经在重建索引了" in await admin.says("/reindex")
    assert "三争行动是指" in await alice.says("三争行动是什么？")
    await note.when(lambda it: "索引已更新" in it.text)


async def test_progress_edits_one_message_at_most_every_three_seconds(
    telegram: Telegram, bot: Running, admin: Person, remembered: Path
) -> None:
    many = [{**FRESH, "id": f"n{n}", "text": FRESH["text"] + str(n)} for n in range(3000)]
    write_articles(remembered, many)
    note = await admin.says("/reindex")
    await note.when(lambda it: "索引已更新" in it.text, timeout=120)
    edits = [call.at for call in telegram.world.calls if call.method == "editMessageText"]
    assert len(edits) > 1
    assert all(later - earlier >= 3 * SECOND for earlier, later in pairwise(edits))
    assert len(admin.answers) == 1


async def test_a_reindex_that_fails_says_why_in_one_sentence(
    bot: Running, admin: Person, home: Path
) -> None:
    with bot.state.home.writer():
        note = await admin.says("/reindex")
        await note.when(lambda it: "没有完成" in it.text)
    assert f"正在写入 {home}，请等它结束再试" in note.text
    assert "Traceback" not in note.text


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check beside the answers would find the fault first, and reindex by itself."""
    monkeypatch.setattr("bot.jobs.index_check._check", lambda home, name: None)


@pytest.mark.parametrize("code", ["collection_newer", "lexicon_word", "index_not_written"])
async def test_a_fault_of_the_home_is_said_in_chinese(
    unchecked: None, bot: Running, admin: Person, home: Path, code: Code
) -> None:
    FAULTS[code](home)
    note = await admin.says("/reindex")
    await note.when(lambda it: "没有完成" in it.text)
    assert re.search(pattern(SIMPLIFIED.texts[code]), note.text)
    assert not TWO_WORDS.search(COMMAND.sub("", note.text))


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "python",
    [
        pytest.param("/bin/false", marks=pytest.mark.logs("a child ended with")),
        pytest.param("/nowhere/python", marks=pytest.mark.logs("a child cannot start")),
    ],
)
async def test_a_child_that_ends_without_a_word(
    admin: Person, monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    note = await admin.says("/reindex")
    await note.when(lambda it: "没有完成：重建索引中途停止了，请看日志。" in it.text)


@pytest.mark.handler("stats")
async def test_stats_count_questions_and_people(bot: Running, alice: Person, admin: Person) -> None:
    await alice.says("三争行动是什么？")
    await alice.says("鹦鹉为何学舌？")
    shown = await admin.says("/stats")
    for row in ("2     2     2 次提问", "1     1     1 人", "0     0     0 个群"):
        assert row in shown.text


@pytest.mark.parametrize("command", ["/reindex", "/stats"])
async def test_others_get_a_polite_refusal(bot: Running, alice: Person, command: str) -> None:
    assert "只有管理员" in await alice.says(command)
    assert not bot.state.reindexing.running


async def test_who_speaks_as_a_channel_is_no_admin(
    telegram: Telegram, bot: Running, admin: Person
) -> None:
    group = telegram.group("群", admin)
    channel = {"id": -1007, "type": "channel", "title": "频道"}
    shown = await admin.says("/reindex@wence_test_bot", to=group, sender_chat=channel)
    assert "只有管理员" in shown.text


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system shows no /proc")
async def test_who_reads_the_files_is_not_told_the_token(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_TOKEN", TOKEN)
    told: list[bytes] = []

    def look(event: dict[str, Any]) -> None:
        for children in Path("/proc/self/task").glob("*/children"):
            pids = children.read_text(encoding="ascii").split()
            told.extend(Path(f"/proc/{pid}/environ").read_bytes() for pid in pids)

    reindexing = Reindexing(Home(home))
    await reindexing.run(look, "reindex", "--stored")
    await reindexing.stop()
    assert told
    assert not any(TOKEN.encode() in environ for environ in told)
