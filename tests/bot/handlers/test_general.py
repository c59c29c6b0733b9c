"""Commands for everybody, and the menus."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.web.botapi import Person, Telegram
from tests.bot.serving import serving


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("start")
async def test_start_says_what_it_does(alice: Person) -> None:
    assert "直接发来问题" in await alice.says("/start")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("help")
async def test_help_depends_on_the_role(alice: Person, admin: Person) -> None:
    shown = await alice.says("/help")
    assert "/ask@wence_test_bot" in shown.text
    assert "/reindex" not in shown.text
    assert "/reindex" in await admin.says("/help")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("status")
async def test_status_says_what_is_indexed_and_how_to_get_all_messages(
    telegram: Telegram, alice: Person
) -> None:
    shown = await alice.says("/status")
    assert "文章 4 篇" in shown.text
    assert "/setprivacy" in shown.text


async def test_status_of_an_empty_home_says_what_to_do(
    telegram: Telegram, alice: Person, tmp_path: Path
) -> None:
    async with serving(telegram, tmp_path / "empty"):
        assert "wence index" in await alice.says("/status")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("unknown command")
async def test_an_unknown_command_leads_to_help(alice: Person) -> None:
    assert "/help" in await alice.says("/frobnicate now")


@pytest.mark.usefixtures("bot")
async def test_an_edited_command_is_not_carried_out_again(
    telegram: Telegram, alice: Person
) -> None:
    asked = alice.posts("/help")
    await alice.answer_to(asked)
    alice.edits(asked, "/help ")
    await telegram.settled()
    assert len(alice.answers) == 1


async def test_the_menus_are_set_by_scope(telegram: Telegram, admin: Person, home: Path) -> None:
    assert admin.chat.id == admin.id
    async with serving(telegram, home, menus=True):
        last = partial(telegram.called, "setMyShortDescription")
        assert await telegram.world.until(lambda: len(last()) == 2)
    menus = {
        call["scope"]["type"]: [each["command"] for each in call["commands"]]
        for call in telegram.called("setMyCommands", ok=True)
    }
    assert menus["all_private_chats"][:3] == ["start", "help", "settings"]
    assert menus["all_group_chats"][:2] == ["ask", "help"]
    assert set(menus["chat"]) - set(menus["all_private_chats"]) == {
        "desk",
        "follow",
        *("reindex", "articles", "article", "remove", "hide", "stats", "gaps", "ban", "unban"),
    }
    assert [call.get("language_code") for call in telegram.called("setMyDescription")] == [
        None,
        "en",
    ]


@pytest.mark.usefixtures("bot")
async def test_start_gives_an_admin_and_a_traditional_reader_menus_of_their_own(
    telegram: Telegram, admin: Person
) -> None:
    taiwan = telegram.person("Mei", language="zh-hant")
    await admin.says("/start")
    await taiwan.says("/start")
    await telegram.settled()
    menus = {
        call["scope"]["chat_id"]: {
            each["command"]: each["description"] for each in call["commands"]
        }
        for call in telegram.called("setMyCommands", ok=True)
        if call["scope"]["type"] == "chat"
    }
    assert "reindex" in menus[admin.id]
    assert "reindex" not in menus[taiwan.id]
    assert menus[taiwan.id]["help"] == "使用說明"


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("old button")
async def test_an_old_button_says_so(telegram: Telegram, alice: Person) -> None:
    answer = await alice.says("三争行动是什么？")
    assert (await alice.taps_data(answer, "v0:gone")).text == "按钮已过期"


async def test_an_empty_collection_says_what_to_do(telegram: Telegram, tmp_path: Path) -> None:
    bob, mary = telegram.person("Bob"), telegram.person("Mary", language="en")
    async with serving(telegram, tmp_path / "empty"):
        assert "请管理员把文件发给我" in (await bob.says("三争行动是什么？")).text
        assert "nothing can be found" in (await mary.says("三争行动是什么？")).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", ["怎么用", "你能做什么？", "帮助", "請問怎麼用"])
async def test_who_asks_how_it_is_used_gets_the_help(alice: Person, text: str) -> None:
    assert "/ask@wence_test_bot" in await alice.says(text)


@pytest.mark.usefixtures("bot")
async def test_thanks_are_not_answered_with_a_greeting(alice: Person) -> None:
    told = await alice.says("谢谢！")
    assert "不客气" in told
    assert "你好" not in told


@pytest.mark.usefixtures("bot")
async def test_what_is_kept_is_said_in_traditional_as_people_write_it(telegram: Telegram) -> None:
    told = await telegram.person("Mei", language="zh-hant").says("/privacy")
    assert "我存了什麼" in told
    assert "90 天後刪除" in told
