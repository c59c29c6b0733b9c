"""Hundreds of questions at once, against a server that holds the bot to Telegram's limits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.web.botapi import Group, Person, Shown, Telegram
from bot.web.botapi.faults import Limits
from tests.bot.serving import dealt_with, serving

ASK = "三争行动是什么？"
LINE = "问得有点快，请过一分钟再问。"
SECOND = 0.1


@pytest.mark.parametrize(
    ("chats", "questions"), [(40, 100), pytest.param(200, 500, marks=pytest.mark.long)]
)
async def test_a_burst_in_one_group_and_in_many_chats(
    telegram: Telegram, home: Path, chats: int, questions: int
) -> None:
    people = [telegram.person(f"P{n}") for n in range(chats)]
    members = [telegram.person(f"M{n}") for n in range(questions // 2)]
    group = telegram.group("住房", *members)
    telegram.enforce(Limits(second=SECOND, minute=60 * SECOND))
    async with serving(telegram, home, second=SECOND, quota_person=2, quota_group=15) as bot:
        private: dict[int, list[Shown]] = {person.id: [] for person in people}
        for n in range(questions):
            person = people[n % chats]
            members[n % len(members)].posts(f"/ask@wence_test_bot {ASK}", to=group)
            private[person.id].append(person.posts(ASK))
        await dealt_with(bot, 2 * questions)
        assert telegram.gauge.refused == 0
        check_group(group)
        told = 1 + sum(check_private(person, private[person.id]) for person in people)
        assert told + bot.state.quotas.silent == bot.state.quotas.refused
        answered = len(telegram.called("sendMessage")) - told
        assert answered + bot.state.quotas.refused == 2 * questions


def check_group(group: Group) -> None:
    """Fifteen answers in order, each to another question, and one line."""
    texts = [answer.text for answer in group.answers]
    replied = [answer.replies_to for answer in group.answers]
    assert max(Counter(replied).values()) == 1
    assert replied == sorted(each or 0 for each in replied)
    assert texts.count(LINE) == 1
    assert len(texts) == 16


def check_private(person: Person, asked: list[Shown]) -> int:
    """What is within the quota has one reply each, in order; then one line, then silence."""
    answers = person.answers
    assert [answer.replies_to for answer in answers] == [each.id for each in asked[: len(answers)]]
    lines = [answer for answer in answers if answer.text == LINE]
    assert all("三争行动是指" in answer.text for answer in answers if answer not in lines)
    assert len(lines) <= 1
    return len(lines)


@pytest.mark.logs("asks to wait 2 s")
async def test_refusals_apart_are_honoured_and_nothing_is_lost(
    telegram: Telegram, home: Path
) -> None:
    people = [telegram.person(f"P{n}") for n in range(40)]
    async with serving(telegram, home, second=SECOND):
        for _ in range(3):
            telegram.faults.refuse("sendMessage", retry_after=2)
            asked = [person.posts(ASK) for person in people]
            for each, person in zip(asked, people, strict=True):
                await person.answer_to(each)
        await telegram.settled()
    assert [len(person.answers) for person in people] == [3] * len(people)
    calls = [call for call in telegram.world.calls if call.method == "sendMessage"]
    refusals = [call for call in calls if not call.ok]
    assert len(refusals) == 3
    for refused in refusals:
        chat = refused.parameters["chat_id"]
        later = [c.at for c in calls if c.parameters["chat_id"] == chat and c.at > refused.at]
        assert min(later) - refused.at >= 2 * SECOND
