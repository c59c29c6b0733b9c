"""What seldom happens in a chat, and must not go wrong when it does."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences
from bot.web.botapi import Person, Telegram
from tests.bot.serving import serving

ASK = "三争行动是什么？"
PHOTO = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]
ALBUM: dict[str, Any] = {"photo": PHOTO, "media_group_id": "album"}


async def test_an_anonymous_admin_takes_out_what_the_group_asked(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    boss = telegram.person("Boss")
    group = telegram.group("住房", alice, admins=(boss,))
    await boss.says(f"/ask@wence_test_bot {ASK}", to=group, anonymous=True)
    await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    asked = await boss.says("/forget@wence_test_bot", to=group, anonymous=True)
    assert "以本群名义" in asked
    assert "不是给你的" in (await alice.taps(asked, "删除")).text
    await boss.taps(asked, "删除")
    await asked.when(lambda it: "已删除：1 个问题" in it.text)
    assert bot.state.chats.db.table("questions").count == 1


@pytest.mark.usefixtures("bot")
async def test_a_group_where_it_may_not_write_logs_one_line(
    telegram: Telegram, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    group = telegram.group("住房", alice)
    group.chat.silenced = True
    caplog.set_level(logging.INFO, "bot")
    await alice.hears_nothing(f"/ask@wence_test_bot {ASK}", to=group)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert [line for line in told if "reach" in line or "error" in line] == [
        "a chat is out of reach"
    ]


@pytest.mark.usefixtures("bot")
async def test_a_just_promoted_admin_is_asked_about_again(
    telegram: Telegram, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    assert "只有群管理员" in await alice.says("/settings@wence_test_bot", to=group)
    group.add(alice, "administrator")
    assert (await alice.says("/settings@wence_test_bot", to=group)).buttons


@pytest.mark.parametrize("command", ["/settings", "/watch", "/ask"])
async def test_where_members_are_hidden_it_asks_to_be_an_admin(
    telegram: Telegram, bot: Running, command: str
) -> None:
    boss = telegram.person("Boss")
    group = telegram.group("住房", admins=(boss,))
    group.chat.hides_members = True
    keep_preferences(bot.state.chats, group.id, Preferences(who="admins"))
    asked = f"{command}@wence_test_bot {ASK}"
    assert "请先把我设为群管理员" in await boss.says(asked, to=group)
    group.chat.status[telegram.world.bot["id"]] = "administrator"
    assert "请先" not in await boss.says(asked, to=group)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("captioned", [0, 2])
async def test_an_album_with_a_caption_gets_the_answer_alone(
    telegram: Telegram, alice: Person, captioned: int
) -> None:
    for place in range(3):
        caption: dict[str, Any] = {"caption": ASK} if place == captioned else {}
        alice.posts("", **ALBUM, **caption)
    await telegram.settled()
    assert ["三争行动是指" in one for one in alice.answers] == [True]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("payload", ["campaign", "from_a_poster", "a_", "x" * 64])
async def test_an_unknown_link_greets(alice: Person, payload: str) -> None:
    assert "直接发来问题" in await alice.says(f"/start {payload}")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("question", ["来源:示例日报", "2023年以后的", "标题:三争", "-公积金"])
async def test_a_question_of_filters_alone_says_that_words_are_missing(
    alice: Person, question: str
) -> None:
    assert "还缺要找的词" in await alice.says(question)


async def test_a_reindex_that_the_end_of_the_bot_interrupts_says_so(
    telegram: Telegram, admin: Person, home: Path
) -> None:
    async with serving(telegram, home):
        note = await admin.says("/reindex")
    assert "已中断" in note
