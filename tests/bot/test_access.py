"""Who gets in: lists, bans; and what is not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from tests.bot.serving import ADMIN, serving
from tests.botapi import Person, Telegram


@pytest.mark.handler("door")
async def test_only_listed_people_and_chats_get_in(
    telegram: Telegram, home: Path, alice: Person, admin: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("群", alice, bob)
    async with serving(telegram, home, allow_ids=f"{bob.id}，{group.id}"):
        refused = await alice.says("三争行动是什么？")
        assert str(alice.id) in refused.text
        assert refused.quotes == []
        for welcome, place in ((bob, None), (admin, None), (alice, group)):
            answer = await welcome.says("/ask@wence_test_bot 三争行动", to=place)
            assert "示例省部署“三争行动”" in answer
        other = telegram.group("别的群", alice)
        refused = await alice.says("/ask@wence_test_bot 三争行动", to=other)
        assert str(other.id) in refused.text
        await alice.hears_nothing("大家好", to=other)


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("ban", "unban", "door")
async def test_a_banned_person_gets_no_word_until_the_ban_ends(
    telegram: Telegram, alice: Person, admin: Person
) -> None:
    answer = await alice.says("三争行动是什么？")
    assert "已拉黑" in await admin.says(f"/ban {alice.id}")
    assert "早已" in await admin.says(f"/ban {alice.id}")
    await alice.hears_nothing("三争行动是什么？")
    alice.tap(answer, "v0:x")
    await telegram.settled()
    assert telegram.called("answerCallbackQuery") == []
    assert "已解除" in await admin.says(f"/unban {alice.id}")
    assert "没有被拉黑" in await admin.says(f"/unban {alice.id}")
    assert "示例省" in await alice.says("三争行动是什么？")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("ban")
async def test_a_reply_names_whom_to_ban(telegram: Telegram, alice: Person, admin: Person) -> None:
    group = telegram.group("群", alice, admin)
    said = alice.posts("/ask@wence_test_bot 三争行动", to=group)
    await alice.answer_to(said)
    done = await admin.says("/ban@wence_test_bot", to=group, reply_to=said)
    assert str(alice.id) in done.text
    await alice.hears_nothing("/ask@wence_test_bot 三争行动", to=group)


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("ban", "hide")
async def test_admins_alone_ban_and_hide_and_nobody_bans_an_admin(
    alice: Person, admin: Person
) -> None:
    for command in ("/ban 5", "/unban 5", "/hide abcd"):
        assert "只有管理员" in await alice.says(command)
    assert "管理员不能" in await admin.says(f"/ban {ADMIN}")
    assert "用法" in await admin.says("/ban")
    assert "用法" in await admin.says("/hide")
    assert "没有编号为 zzzz" in await admin.says("/hide zzzz")


@pytest.mark.handler("hide")
async def test_a_hidden_article_is_shown_nowhere(
    bot: Running, alice: Person, admin: Person
) -> None:
    before = await alice.says("三争行动是什么？")
    key = bot.desk.live.current.store.get("action").key
    assert "已隐藏《示例省部署“三争行动”》" in await admin.says(f"/hide {key}")
    assert "示例省部署" not in await alice.says("三争行动是什么？")
    assert all("示例省部署" not in title for title in (await alice.types("三争行动")).titles)
    assert "没有编号为" in await alice.says(f"/article {key}")
    assert "（已隐藏）" in await admin.says(f"/article {key}")
    assert before.has("👍")
    assert "已恢复" in await admin.says(f"/hide {key}")
    assert "示例省部署" in await alice.says("三争行动是什么？")
