"""What is stored of a person can be read and taken out."""

from __future__ import annotations

import pytest

from bot.app import Running
from bot.web.botapi import Person, Telegram


def stored(bot: Running) -> dict[str, int]:
    tables = ("questions", "feedback", "watches")
    return {name: bot.state.chats.db.table(name).count for name in tables}


def leading_to(bot: Running, person: Person) -> list[str]:
    """The rows of all tables that hold the id of a person, or its hash."""
    with bot.state.chats.reading() as db:
        rows = [f"{name}: {row}" for name in db.table_names() for row in db.table(name).rows]
    marks = (str(person.id), bot.state.chats.hashed(person.id))
    return [row for row in rows if any(mark in row for mark in marks)]


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("privacy")
async def test_privacy_says_what_is_kept_and_how_long(alice: Person) -> None:
    told = await alice.says("/privacy")
    assert "90 天后删除" in told
    assert "/forget" in told
    assert "不保存" in told


@pytest.mark.handler("forget", "forget button")
async def test_forget_takes_out_everything_of_that_person_only(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bob = telegram.person("Bob")
    for person in (alice, bob):
        answer = await person.says("三争行动是什么？")
        await person.taps(answer, "👍")
        await person.says("/watch 公积金")
    asked = await alice.says("/forget")
    await alice.taps(asked, "删除")
    await asked.when(lambda it: "已删除：1 个问题" in it.text)
    assert stored(bot) == {"questions": 1, "feedback": 1, "watches": 1}
    assert "还没有订阅" in await alice.says("/watches")


@pytest.mark.handler("watch", "forget button")
async def test_after_forget_nothing_leads_to_that_person(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("群", bob, admins=(alice,))
    await alice.taps(await alice.says("三争行动是什么？"), "👍")
    await alice.taps(await bob.says("/ask@wence_test_bot 三争行动", to=group), "👎")
    await alice.taps(await alice.says("/settings"), "5 条")
    await alice.says("/ask@wence_test_bot 公积金怎么提取？", to=group)
    for where in (None, group):
        await alice.says("/watch@wence_test_bot 公积金", to=where)
    assert len(leading_to(bot, alice)) > 4
    asked = await alice.says("/forget")
    await alice.taps(asked, "删除")
    assert await telegram.world.until(lambda: not leading_to(bot, alice))
    assert len(leading_to(bot, bob)) == 1


@pytest.mark.handler("forget button")
async def test_nobody_forgets_for_another_and_no_means_no(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    group = telegram.group("群", alice, bob := telegram.person("Bob"))
    await alice.says("/ask@wence_test_bot 三争行动", to=group)
    asked = await alice.says("/forget@wence_test_bot", to=group)
    assert (await bob.taps(asked, "删除")).text == "这不是给你的按钮"
    await alice.taps(asked, "不删")
    await asked.when(lambda it: it.text == "没有删除。")
    assert stored(bot)["questions"] == 1


@pytest.mark.handler("inline", "guest")
async def test_inline_and_guest_queries_are_not_kept(bot: Running, alice: Person) -> None:
    await alice.types("三争行动")
    await alice.asks_as_guest("@wence_test_bot 三争行动")
    assert stored(bot)["questions"] == 0
