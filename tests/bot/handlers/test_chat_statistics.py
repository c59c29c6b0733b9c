"""/stats and /gaps: for the people who keep the collection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import Running
from bot.cli.main import wence
from bot.web.botapi import Person, Telegram
from tests.bot.serving import serving


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("stats")
async def test_stats_in_the_chat_with_a_chart(
    telegram: Telegram, alice: Person, admin: Person
) -> None:
    group = telegram.group("群", alice)
    for text in ("三争行动是什么？", "三争行动是什么", "火星移民局"):
        await alice.says(text)
    await alice.says("/ask@wence_test_bot 公积金", to=group)
    shown = await admin.says("/stats")
    for row in ("1     7    30 天内", "4     4     4 次提问", "1     1     1 没找到"):
        assert row in shown
    assert "2 × 三争行动是什么？" in shown
    await shown.when(lambda it: "photo" in admin.answers[-1].message)
    assert admin.answers[-1].file[1].startswith(b"\x89PNG")
    assert "只有管理员" in await alice.says("/stats")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("gaps", "gap button")
async def test_gaps_are_paged_and_closed(telegram: Telegram, alice: Person, admin: Person) -> None:
    bob = telegram.person("Bob")
    assert "没有答不上的问题" in await admin.says("/gaps")
    for person, text in ((alice, "火星移民局"), (bob, "火星移民局在哪里"), (bob, "月球旅行社")):
        await person.says(text)
    shown = await admin.says("/gaps")
    assert "（1/2）" in shown
    assert "问过 2 次，2 人" in shown
    await admin.taps(shown, "›")
    await shown.when(lambda it: "月球旅行社" in it.text)
    assert (await admin.taps(shown, "忽略")).text == "忽略"
    await shown.when(lambda it: "（1/1）" in it.text and not it.has("›"))
    assert (await admin.taps(shown, "已补充")).text == "已补充"
    await shown.when(lambda it: "没有答不上的问题" in it.text)
    assert "只有编辑和管理员" in (await alice.taps_data(shown, "g1:0")).text


@pytest.mark.handler("gaps")
async def test_a_thumb_down_makes_a_gap(bot: Running, alice: Person, admin: Person) -> None:
    await alice.taps(await alice.says("三争行动是什么？"), "👎")
    shown = await admin.says("/gaps")
    assert "三争行动是什么？" in shown
    assert "👎 1" in shown


@pytest.mark.handler("rating")
async def test_a_thumb_up_becomes_a_question_that_evaluate_runs(
    telegram: Telegram, home: Path, tmp_path: Path, alice: Person
) -> None:
    async with serving(telegram, home):
        await alice.taps(await alice.says("三争行动是什么？"), "👍")
    where = ["--home", str(home)]
    questions = tmp_path / "questions.jsonl"
    exported = CliRunner().invoke(wence, ["qrels", "export", str(questions), *where])
    assert exported.exit_code == 0
    measured = CliRunner().invoke(wence, ["evaluate", str(questions), "--json", *where])
    assert json.loads(measured.stdout)["answer@1"] == 1.0
