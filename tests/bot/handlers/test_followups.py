"""Questions that lean on the answer before."""

from __future__ import annotations

import pytest

from bot.app import Running
from bot.question import sounds_unfinished
from bot.web.botapi import Person, Telegram
from tests.bot.serving import grown_older

ASK = "三争行动是什么？"
FUND = "租房提取住房公积金，每年不超过多少？"
HOW_LONG = "那要多久？"
"""By itself it finds nothing; each answer that it follows has something like it."""


async def test_a_reply_searches_the_articles_of_that_answer_first(
    bot: Running, alice: Person
) -> None:
    housing = await alice.says(FUND)
    await alice.says(ASK)
    assert "三個工作日" in await alice.says(HOW_LONG, reply_to=housing)


@pytest.mark.parametrize(("age", "follows"), [(0, True), (590, True), (610, False)])
async def test_in_private_a_bare_question_follows_the_last_one_for_ten_minutes(
    bot: Running, alice: Person, age: int, follows: bool
) -> None:
    await alice.says(ASK)
    await alice.says(FUND)
    grown_older(bot, age)
    answer = await alice.says(HOW_LONG)
    assert ("三個工作日" in answer, "没有找到" in answer) == (follows, not follows)


async def test_a_question_that_stands_by_itself_is_looked_up_everywhere(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    await alice.says(ASK)
    assert "号牌" in await alice.says("电动自行车怎么登记上牌？")


async def test_a_short_question_with_a_subject_of_its_own_follows_nothing(
    bot: Running, alice: Person
) -> None:
    await alice.says(FUND)
    assert "当场发放号牌" in await alice.says("登记上牌多久")


async def test_in_a_group_only_a_reply_follows(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    first = await alice.says(f"/ask@wence_test_bot {FUND}", to=group)
    assert "没有找到" in await alice.says(f"/ask@wence_test_bot {HOW_LONG}", to=group)
    assert "三個工作日" in await alice.says(HOW_LONG, to=group, reply_to=first)


@pytest.mark.parametrize(
    ("question", "unfinished"),
    [("那时间呢？", True), ("谁主持的？", True), ("还有别的材料吗要不要照片", True), (ASK, False)],
)
def test_what_sounds_unfinished(question: str, unfinished: bool) -> None:
    assert sounds_unfinished(question) is unfinished
