"""Questions that lean on the answer before."""

from __future__ import annotations

import pytest

from bot.app import Running
from bot.db.questions import last_of
from bot.transport.incoming import sounds_unfinished
from tests.botapi import Person, Telegram

ASK = "三争行动是什么？"


async def test_a_reply_searches_the_articles_of_that_answer_first(
    bot: Running, alice: Person
) -> None:
    housing = await alice.says("租房提取住房公积金，每年不超过多少？")
    await alice.says(ASK)
    assert "示例市住房公積金提取辦法" in await alice.says("办理时限呢？", reply_to=housing)


async def test_in_private_a_bare_question_follows_the_last_one(bot: Running, alice: Person) -> None:
    await alice.says(ASK)
    follow = await alice.says("谁主持的？")
    assert "示例省部署“三争行动”" in follow.text
    assert "会议由省长主持" in follow.quotes[0]


async def test_after_ten_minutes_it_follows_nothing(bot: Running, alice: Person) -> None:
    await alice.says(ASK)
    state = bot.state
    state.chats.db.execute("update questions set asked_at = asked_at - 601")
    before = last_of(state.chats, alice.id, alice.id, 0)
    assert before is not None
    assert last_of(state.chats, alice.id, alice.id, before.asked_at + 1) is None


async def test_a_question_that_stands_by_itself_is_looked_up_everywhere(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    await alice.says(ASK)
    assert "号牌" in await alice.says("电动自行车怎么登记上牌？")


async def test_in_a_group_only_a_reply_follows(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    first = await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    assert "会议由省长主持" in await alice.says("谁主持的？", to=group, reply_to=first)


@pytest.mark.parametrize(
    ("question", "unfinished"),
    [("那时间呢？", True), ("谁主持的？", True), ("还有别的材料吗要不要照片", True), (ASK, False)],
)
def test_what_sounds_unfinished(question: str, unfinished: bool) -> None:
    assert sounds_unfinished(question) is unfinished
