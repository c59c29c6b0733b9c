"""After a weak answer, or none: other words, or a word to the admins and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from bot.db.query_log.wishes import wishes
from bot.jobs.wishes import EVERY_S
from bot.web.botapi import Person, Shown, Telegram
from tests.bot.handlers.test_watches import comes_in

WEAK, NONE = "电动自行车不戴头盔罚多少钱？", "火星移民局在哪里？"
FOUND = {
    "id": "mars",
    "title": "火星移民局地址公告",
    "text": "火星移民局在示例市示例路五号一楼，每天上午九点开门。来访请带身份证。",
}


@pytest.mark.usefixtures("bot")
async def test_a_weak_answer_is_one_quote_folded_and_next_steps(alice: Person) -> None:
    answer = await alice.says(WEAK)
    assert "<blockquote expandable>" in answer.html
    assert len(answer.quotes) == 1
    steps = ["换个说法", "告诉管理员"]
    assert [button.text for button in answer.buttons] == ["原文", "⋯", *steps]
    assert [button.text for button in (await alice.says(NONE)).buttons] == steps


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("next step")
async def test_other_words_are_asked_for_where_they_can_be_typed(
    telegram: Telegram, alice: Person
) -> None:
    answer = await alice.says(WEAK)
    await alice.taps(answer, "换个说法")
    invitation = await heard(alice, answer)
    assert "比如「电动自行车 头盔」" in invitation
    assert telegram.called("sendMessage")[-1]["reply_markup"]["force_reply"]
    assert invitation.replies_to == answer.replies_to
    assert "登记上牌" in await alice.says("电动自行车 登记上牌", reply_to=invitation)


@pytest.mark.handler("next step", "gaps")
async def test_a_wish_is_in_the_gaps_and_is_granted_once(
    bot: Running, home: Path, tmp_path: Path, alice: Person, admin: Person
) -> None:
    answer = await alice.says(NONE)
    assert "告诉您一次" in (await alice.taps(answer, "告诉管理员")).text
    assert "已经告诉" in (await alice.taps(answer, "告诉管理员")).text
    assert "1 人等回音" in await admin.says("/gaps")
    await comes_in(home, tmp_path / "new", FOUND)
    told = await heard(alice, answer)
    assert told.text.startswith("🔔 您问过的「火星移民局在哪里？」")
    assert "示例路五号" in told
    assert told.replies_to == answer.replies_to
    await alice.taps(told, "原文")
    await told.when(lambda it: "每天上午九点" in alice.answers[-1])
    assert wishes(bot.state.chats) == []


async def test_what_an_admin_added_is_told_though_it_is_weak(
    bot: Running, alice: Person, admin: Person
) -> None:
    answer = await alice.says(WEAK)
    await alice.taps(answer, "告诉管理员")
    await bot.state.timer.sleep(3 * EVERY_S)
    gaps = await admin.says("/gaps")
    assert alice.answers[-1] == answer
    await admin.taps(gaps, "已补充")
    assert "🔔" in await heard(alice, answer)


async def test_in_a_group_only_the_asker_wishes_and_is_told_there(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("住房", alice, bob)
    card = await alice.says(f"/ask@wence_test_bot {NONE}", to=group)
    assert "给提问的人" in (await bob.taps(card, "告诉管理员")).text
    await alice.taps(card, "告诉管理员")
    await comes_in(home, tmp_path / "new", FOUND)
    await telegram.world.until(lambda: "示例路五号" in group.answers[-1].text)
    assert group.answers[-1].replies_to == card.replies_to


async def test_a_wish_is_forgotten_with_its_question(bot: Running, alice: Person) -> None:
    await alice.taps(await alice.says(NONE), "告诉管理员")
    assert len(wishes(bot.state.chats)) == 1
    await alice.taps(question := await alice.says("/forget"), "删除")
    await question.when(lambda it: "已删除：1 个问题" in it.text)
    assert wishes(bot.state.chats) == []


async def heard(person: Person, after: Shown) -> Shown:
    """What the bot says next of its own accord, or to a tap."""
    await person.telegram.world.until(lambda: person.answers[-1].id > after.id)
    return person.answers[-1]
