"""An old question anew: by a tap on 再问一次, or by an edit; as the group wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences
from bot.web.botapi import Group, Person, Shown, Telegram
from tests.bot.serving import HandSet, grown_older, serving

ASK = "三争行动是什么？"


@pytest.fixture
def boss(telegram: Telegram) -> Person:
    return telegram.person("Boss")


async def expired_card(bot: Running, group: Group, asker: Person) -> Shown:
    """An answer in the group that nothing is remembered of, with the offer to ask again."""
    card = await asker.says(f"/ask@wence_test_bot {ASK}", to=group)
    bot.state.chats.db.execute("delete from questions")
    await asker.taps(card, "👍")
    await card.when(lambda it: it.has("再问一次"))
    return card


@pytest.mark.handler("again")
async def test_asking_again_keeps_to_the_hours_and_the_people_of_a_group(
    telegram: Telegram, home: Path, alice: Person, boss: Person
) -> None:
    clock = HandSet(12)
    group = telegram.group("住房", alice, admins=(boss,))
    async with serving(telegram, home, clock=clock) as bot:
        card = await expired_card(bot, group, alice)
        keep_preferences(bot.state.chats, group.id, Preferences(quiet="22-7", who="admins"))
        clock.hour = 23
        assert "安静时段" in (await boss.taps(card, "再问一次")).text
        clock.hour = 12
        assert "只有群管理员" in (await alice.taps(card, "再问一次")).text
        await telegram.settled()
        assert len(group.answers) == 1
        assert (await boss.taps(card, "再问一次")).text == ""
        assert await telegram.world.until(lambda: len(group.answers) == 2)
    assert "三争行动是指" in group.answers[-1].text


async def test_asking_again_counts_towards_the_quota_and_searches_the_groups_source(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    async with serving(telegram, home, quota_person=2) as bot:
        card = await expired_card(bot, group, alice)
        keep_preferences(bot.state.chats, group.id, Preferences(sources=("示例市住房公積金中心",)))
        assert (await alice.taps(card, "再问一次")).text == ""
        assert await telegram.world.until(lambda: len(group.answers) == 2)
        assert "三争行动是指" not in group.answers[-1].text
        kept = [row["text"] for row in bot.state.chats.db.query("select text from questions")]
        assert kept == [ASK]
        assert "有点快" in (await alice.taps(card, "再问一次")).text
        await telegram.settled()
        assert len(group.answers) == 2


@pytest.mark.handler("edited question")
@pytest.mark.parametrize(("age", "heard"), [(590, True), (610, False)])
async def test_an_edit_changes_the_answer_for_ten_minutes(
    telegram: Telegram, bot: Running, alice: Person, age: int, heard: bool
) -> None:
    asked = alice.posts(ASK)
    answer = await alice.answer_to(asked)
    await telegram.settled()
    grown_older(bot, age)
    alice.edits(asked, "公积金怎么提取？")
    await alice.says("电动自行车怎么登记上牌？")
    assert ("提取住房公積金" in answer, "三争行动是指" in answer) == (heard, not heard)


async def test_an_edit_in_quiet_hours_changes_nothing(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    clock = HandSet(12)
    group = telegram.group("住房", alice)
    async with serving(telegram, home, clock=clock) as bot:
        asked = alice.posts(f"/ask@wence_test_bot {ASK}", to=group)
        card = await alice.answer_to(asked)
        keep_preferences(bot.state.chats, group.id, Preferences(quiet="22-7"))
        before, clock.hour = card.text, 23
        alice.edits(asked, "/ask@wence_test_bot 公积金怎么提取？")
        await telegram.settled()
        assert card.text == before
