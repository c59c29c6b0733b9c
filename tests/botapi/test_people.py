"""The user's side, and what goes wrong on purpose."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
)
from telegram.error import (
    BadRequest,
    NetworkError,
    RetryAfter,
)

from bot.web.botapi import Limits, Person, Telegram, Unmet, bad
from tests.botapi.tools import refused

Json = dict[str, Any]


async def test_a_conversation(talking: Telegram, alice: Person) -> None:
    answer = await alice.says("三争行动是什么？")
    assert answer.bold == ["三争行动是什么？"]
    toast = await alice.taps(answer, "按")
    assert toast.text == "好的"
    await answer.when(lambda it: it.text == "改了")
    assert alice.transcript == ["Alice: 三争行动是什么？", "问策: 改了"]
    assert (await alice.opens("https://t.me/wence_test_bot?start=abc")).text == "/start abc"
    assert [call["method"] for call in talking.calls] == [
        "getMe",
        "sendMessage",
        "answerCallbackQuery",
        "editMessageText",
        "sendMessage",
    ]


async def test_silence_can_be_asserted(talking: Telegram, alice: Person) -> None:
    group = talking.group("住房", alice)
    await alice.hears_nothing("大家好", to=group)
    with refused(Unmet, "the bot said"):
        await alice.hears_nothing("/ask@wence_test_bot 大家好", to=group)


async def test_inline_and_guest_queries(bot: Bot, talking: Telegram, alice: Person) -> None:
    group = talking.group("住房", alice)
    found = await alice.types("三争")
    assert (found.titles, found.cached) == (["题"], False)
    assert (await talking.person("Bob").types("三争")).cached
    card = alice.picks(found.results[0], to=group)
    assert card.bold == ["卡"]
    assert (await alice.asks_as_guest("@wence_test_bot 三争")).text == "客"
    with refused(BadRequest, "query is too old"):
        await bot.answer_inline_query("1", [])


async def test_a_reaction_is_told_to_a_bot_that_asks_and_may_know(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    in_private, in_group = alice.posts("好"), alice.posts("好", group)
    await bot.get_updates(allowed_updates=["message_reaction"])
    for shown, emoji in ((in_group, "👍"), (in_private, "👍"), (in_private, None)):
        alice.reacts(shown, emoji)
    told = [one.message_reaction for one in await bot.get_updates(offset=-2)]
    assert [one.chat.id for one in told if one] == [alice.id, alice.id]
    assert [len(one.new_reaction) for one in told if one] == [1, 0]


async def test_an_update_may_come_twice(talking: Telegram, alice: Person) -> None:
    talking.world.updates.twice = True
    await alice.says("一")
    await talking.settled()
    assert len(alice.answers) == 2


async def test_faults(bot: Bot, telegram: Telegram, alice: Person) -> None:
    telegram.faults.refuse("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "一")
    telegram.faults.fail("sendMessage")
    with refused(NetworkError, "Bad Gateway"):
        await bot.send_message(alice.id, "二")
    telegram.faults.drop("sendMessage", done=True)
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "三")
    telegram.faults.slow("sendMessage", 0.2)
    telegram.faults.reject("sendChatAction", bad("nonsense"))
    await bot.send_message(alice.id, "四")
    assert [one.text for one in alice.answers] == ["三", "四"]
    assert len(telegram.called("sendMessage", ok=False)) == 2


async def test_limits_are_held(bot: Bot, telegram: Telegram, alice: Person) -> None:
    now = 0.0
    telegram.gauge.clock = lambda: now
    telegram.enforce(Limits(overall=5, chat=1, chat_at_once=1))
    people = [telegram.person(str(number)) for number in range(5)]
    await bot.send_message(alice.id, "一")
    now = 0.9
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "二")
    for person in people[:4]:
        await bot.send_message(person.chat.id, "一")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[4].chat.id, "一")
    now = 1.0
    await bot.send_message(alice.id, "二")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[4].chat.id, "一")


async def test_what_a_chat_gets_a_second_is_an_average(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    telegram.enforce(Limits(chat_at_once=3, edits_at_once=2, second=60))
    sent = [await bot.send_message(alice.id, "一") for _ in range(3)]
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "一")
    for text in ("二", "三"):
        await bot.edit_message_text(text, alice.id, sent[0].message_id)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("四", alice.id, sent[0].message_id)
