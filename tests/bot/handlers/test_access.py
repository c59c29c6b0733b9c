"""Who gets in: lists, bans; and what is not shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import Running
from bot.cli.main import wence
from bot.web.botapi import Person, Telegram
from tests.bot.handlers.test_watches import FUND, comes_in
from tests.bot.serving import ADMIN, serving


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
@pytest.mark.handler("ban", "unban")
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
        assert "管理员能用" in await alice.says(command)
    assert "管理员不能" in await admin.says(f"/ban {ADMIN}")
    assert "用法" in await admin.says("/ban")
    assert "用法" in await admin.says("/hide")
    assert "没有编号为 zzzz" in await admin.says("/hide zzzz")


def on_the_command_line(home: Path, *arguments: str, lines: str = "") -> str:
    run = CliRunner().invoke(wence, [*arguments, "--home", str(home)], input=lines)
    assert run.exit_code == 0
    return str(run.output)


async def test_a_hidden_article_is_not_shown_by_the_command_line(
    bot: Running, home: Path, admin: Person
) -> None:
    ask = "三争行动是什么？"
    shown = [on_the_command_line(home, "ask", ask), on_the_command_line(home, "chat", lines=ask)]
    assert all("示例省部署" in each for each in shown)
    await admin.says(f"/hide {bot.state.live.current.store.get('action').key}")
    assert "示例省部署" not in on_the_command_line(home, "ask", ask)
    assert "示例省部署" not in on_the_command_line(home, "ask", ask, "--json", "--explain")
    assert "示例省部署" not in on_the_command_line(home, "chat", lines=ask)


@pytest.mark.handler("hide", "button", "whole article", "guest", "start")
async def test_what_was_hidden_goes_from_old_answers_links_and_guest_queries_too(
    telegram: Telegram, bot: Running, alice: Person, admin: Person
) -> None:
    ask = "三争行动是什么？"
    answer = await alice.says(ask)
    key = bot.state.live.current.store.get("action").key
    page = await alice.says(f"/article {key}")
    inserted = (await alice.asks_as_guest(f"@wence_test_bot {ask}")).text
    assert "三争行动是指" in inserted
    await admin.says(f"/hide {key}")
    assert "三争行动是指" not in (await alice.asks_as_guest(f"@wence_test_bot {ask}")).text
    assert "没有编号为" in await alice.opens(f"https://t.me/wence_test_bot?start=a_{key}")
    count = len(alice.answers)
    await alice.taps(page, "原文")
    await alice.taps(answer, "原文")
    assert await telegram.world.until(lambda: len(alice.answers) == count + 2)
    assert "三争行动是指" not in "".join(each.text for each in alice.answers[count:])
    assert not any("document" in each.message for each in alice.answers[count:])


@pytest.mark.handler("hide", "button")
async def test_without_its_best_article_an_answer_is_only_possibly_related(
    bot: Running, home: Path, tmp_path: Path, alice: Person, admin: Person
) -> None:
    ask, unsure = "住房公积金怎么提取？", "可能相关"
    await comes_in(home, tmp_path / "new", FUND)
    bot.state.live.refresh()
    before = await alice.says(ask)
    assert (unsure in before, "1. 示例市住房公積金提取辦法" in before) == (False, True)
    await admin.says(f"/hide {bot.state.live.current.store.get('housing').key}")
    after = await alice.says(ask)
    assert (unsure in after, "关于调整住房公积金缴存的通知" in after) == (True, True)
    await alice.taps(before, "›")
    await before.when(lambda it: unsure in it and "提取辦法" not in it.text)


@pytest.mark.handler("hide")
async def test_a_hidden_article_is_shown_nowhere(
    bot: Running, alice: Person, admin: Person
) -> None:
    before = await alice.says("三争行动是什么？")
    key = bot.state.live.current.store.get("action").key
    assert "已隐藏《示例省部署“三争行动”》" in await admin.says(f"/hide {key}")
    assert "示例省部署" not in await alice.says("三争行动是什么？")
    assert all("示例省部署" not in title for title in (await alice.types("三争行动")).titles)
    assert "没有编号为" in await alice.says(f"/article {key}")
    assert "（已隐藏）" in await admin.says(f"/article {key}")
    assert before.has("👍")
    assert "已恢复" in await admin.says(f"/hide {key}")
    assert "示例省部署" in await alice.says("三争行动是什么？")


async def test_where_only_some_groups_may_use_it_it_says_how_to_apply(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    async with serving(telegram, home, allow_ids="77"):
        group.chat.status[telegram.world.bot["id"]] = "left"
        group.bot_becomes("member", alice)
        await telegram.settled()
    assert [str(group.id) in answer for answer in group.answers] == [True]
