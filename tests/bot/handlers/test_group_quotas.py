"""In a group nobody holds up the others by commands, taps or edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from bot.web.botapi import Group, Person, Telegram
from tests.bot.serving import serving

ASK = "三争行动是什么？"


@pytest.fixture
def group(telegram: Telegram, alice: Person) -> Group:
    return telegram.group("住房", alice)


async def test_commands_of_one_person_are_bounded(
    telegram: Telegram, home: Path, alice: Person, group: Group
) -> None:
    async with serving(telegram, home, quota_person=3):
        for _ in range(8):
            alice.posts("/help@wence_test_bot", to=group)
        await telegram.settled()
    told = [answer.text for answer in group.answers]
    assert ["问策怎么用" in text for text in told] == [True] * 3 + [False]
    assert "过一分钟" in told[-1]


async def test_taps_of_one_person_are_bounded_and_cost_no_questions(
    telegram: Telegram, home: Path, alice: Person, group: Group
) -> None:
    async with serving(telegram, home, quota_person=3):
        card = await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
        told = [(await alice.taps(card, "👍")).text for _ in range(4)]
        assert "三争行动是指" in await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    assert ["过一分钟" in text for text in told] == [False] * 3 + [True]


async def test_an_article_is_sent_once_a_message(
    telegram: Telegram, bot: Running, alice: Person, group: Group
) -> None:
    shown = await alice.says("/article@wence_test_bot action", to=group)
    toasts = [(await alice.taps(shown, "原文")).text for _ in range(3)]
    await telegram.settled()
    assert len(telegram.called("sendDocument")) == 1
    assert ["已经发过了" in toast for toast in toasts] == [False, True, True]


async def test_edits_of_a_question_take_nothing_of_its_quota_and_stay_one_question(
    telegram: Telegram, home: Path, alice: Person, group: Group
) -> None:
    async with serving(telegram, home, quota_person=3) as bot:
        asked = alice.posts(f"/ask@wence_test_bot {ASK}", to=group)
        card = await alice.answer_to(asked)
        for text in ("公积金怎么提取？", "公积金提取几天？", "电动自行车怎么登记上牌？"):
            alice.edits(asked, f"/ask@wence_test_bot {text}")
        await card.when(lambda it: "号牌" in it.text)
        for _ in range(2):
            assert "三争" in await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
        assert bot.state.chats.db.table("questions").count == 3


async def test_a_tap_is_acknowledged_while_a_message_of_the_group_is_on_its_way(
    telegram: Telegram, bot: Running, alice: Person, group: Group
) -> None:
    card = await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    telegram.faults.slow("sendMessage", 2.0)
    asked = alice.posts(f"/ask@wence_test_bot {ASK}", to=group)
    await alice.taps(card, "👍")
    assert len(group.answers) == 1
    await alice.answer_to(asked)
