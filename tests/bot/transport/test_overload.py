"""More comes in than can be answered: refused at once, and not answered later."""

from __future__ import annotations

import asyncio

from bot.app import Running
from bot.timer import Timer
from bot.transport.load import MESSAGES_A_SECOND, Load
from bot.transport.rate_limit import Pace
from bot.web.botapi import Person, Telegram
from tests.bot.serving import dealt_with

ASK = "三争行动是什么？"


async def test_a_question_is_refused_at_once_with_a_sign_and_once_in_words(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bot.state.load.look_ups = 1_000
    asked = [alice.posts(ASK) for _ in range(3)]
    await dealt_with(bot, 3)
    assert [each.reactions for each in asked] == [["🙏"]] * 3
    assert [answer.text for answer in alice.answers] == [
        "现在问的人太多，这个问题没有回答；请过一会儿再发。"
    ]
    bot.state.load.look_ups = 0
    assert "三争行动是指" in await alice.says(ASK)
    assert len(alice.answers) == 2


async def test_words_of_refusal_keep_no_answer_waiting(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bot.state.load.messages = 100
    asked = alice.posts(ASK)
    await dealt_with(bot, 1)
    assert (asked.reactions, alice.answers) == (["🙏"], [])


async def test_an_inline_query_is_refused_without_a_look_up(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bot.state.load.look_ups = 1_000
    found = await alice.types(ASK)
    assert (found.results, found.cache_time) == ([], 0)
    assert "现在问的人太多" in str(found.button)
    assert bot.state.load.refused == 1


async def test_only_messages_that_wait_for_all_chats_count() -> None:
    async def sent() -> bool:
        return True

    load = Load()
    pace = Pace(Timer(0.05), load)
    calls = [
        pace.process_request(sent, (), {}, "sendMessage", {"chat_id": chat}, None)
        for chat in [-1, *range(1, MESSAGES_A_SECOND + 10), -1, -1]
    ]
    running = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(0)
    assert load.messages == 10
    assert await asyncio.gather(*running) == [True] * len(calls)
    assert load.messages == 0
