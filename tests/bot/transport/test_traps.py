"""The traps of the Bot API that happen in the first week."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from bot.app import Running
from bot.web.botapi import Person, Telegram, bad, forbidden
from tests.bot.serving import SECOND, dealt_with, serving

ASK = "三争行动是什么？"


@pytest.mark.logs("refused the markup")
async def test_markup_that_telegram_refuses_is_sent_as_plain_text_once(
    telegram: Telegram, bot: Running, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.faults.reject("sendMessage", bad("can't parse entities: unsupported start tag"))
    answer = await alice.says(ASK)
    assert "三争行动是指" in answer.text
    assert answer.entities == []
    assert "refused the markup" in caplog.text


@pytest.mark.both_ways
async def test_an_update_that_comes_twice_is_answered_once(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    telegram.world.updates.twice = True
    await alice.says(ASK)
    await telegram.settled()
    assert len(alice.answers) == 1


@pytest.mark.logs("asks to wait 10 s")
async def test_a_429_is_waited_out(telegram: Telegram, bot: Running, alice: Person) -> None:
    telegram.faults.refuse("sendMessage", retry_after=10)
    assert "三争行动是指" in await alice.says(ASK)
    await telegram.settled()
    assert len(alice.answers) == 1
    refused, sent = (each.at for each in telegram.world.calls if each.method == "sendMessage")
    assert sent - refused >= 10 * SECOND


@pytest.mark.logs("asks to wait 150 s")
async def test_a_429_in_one_chat_holds_up_no_other(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    other = telegram.person("Bob")
    telegram.faults.refuse("sendMessage", retry_after=150)
    asked = alice.posts(ASK)
    assert await telegram.world.until(lambda: bool(telegram.called("sendMessage")))
    await other.says(ASK)
    assert alice.answers == []
    assert "三争行动是指" in await alice.answer_to(asked)


@pytest.mark.logs("Telegram could not be reached")
async def test_an_answer_that_may_have_arrived_is_not_sent_again(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    telegram.faults.drop("sendMessage", done=True)
    await alice.says(ASK)
    await telegram.settled()
    assert len(alice.answers) == 1
    assert "三争行动是指" in await alice.says(ASK)


async def test_a_chat_that_blocked_the_bot_is_noted_quietly(
    telegram: Telegram, bot: Running, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    telegram.faults.reject("sendMessage", forbidden("bot was blocked by the user"))
    alice.posts(ASK)
    await dealt_with(bot, 1)
    assert "out of reach" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_an_edit_to_the_same_text_is_no_error(
    telegram: Telegram, bot: Running, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    asked = alice.posts(ASK)
    answer = await alice.answer_to(asked)
    telegram.faults.reject("editMessageText", bad("message is not modified: specified new …"))
    alice.edits(asked, "三争行动是什么呢？")
    await telegram.settled()
    assert "三争行动是指" in answer.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_tap_that_came_too_late_is_no_error(
    telegram: Telegram, bot: Running, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await alice.says(ASK)
    telegram.faults.reject(
        "answerCallbackQuery", bad("query is too old and response timeout expired")
    )
    alice.tap(answer, "v0:gone")
    await telegram.settled()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_what_was_asked_long_ago_gets_one_apology(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    long_ago = int(time.time()) - 3600
    for _ in range(3):
        alice.posts(ASK, date=long_ago)
    await telegram.settled()
    assert [answer.text for answer in alice.answers] == [
        "刚才我不在线，太久以前的问题没有回答；还需要的话请再发一次。"
    ]


async def test_of_a_backlog_only_the_last_question_is_answered(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    away = int(time.time()) - 300
    for text in ("公积金怎么提取？", "电动自行车怎么上牌？", ASK):
        alice.posts(text, date=away)
    async with serving(telegram, home) as bot:
        await dealt_with(bot, 3)
    assert len(alice.answers) == 1
    assert "三争行动是指" in alice.answers[0].text


@pytest.mark.logs("error [0-9a-f]{6}", "failed$", "cannot be written")
async def test_what_fails_inside_is_an_apology_with_a_number(
    telegram: Telegram, bot: Running, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.state.chats.close()
    answer = await alice.says(ASK)
    number = answer.text.rpartition("编号 ")[2].split("）")[0]
    assert "出了点差错" in answer.text
    assert "database" not in answer.text
    assert f"error {number}" in caplog.text


async def test_the_quota_is_one_line_and_then_silence(
    telegram: Telegram, alice: Person, home: Path
) -> None:
    async with serving(telegram, home, quota_person=2) as bot:
        for _ in range(5):
            alice.posts(ASK)
        await dealt_with(bot, 5)
        texts = [answer.text for answer in alice.answers]
        assert ["三争行动是指" in text for text in texts] == [True, True, False]
        assert texts[2] == "问得有点快，请过一分钟再问。"
        assert bot.state.quotas.refused == 3


async def test_answers_to_one_chat_come_in_the_order_of_the_questions(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    asked = [alice.posts(text) for text in (ASK, "公积金怎么提取？", "电动自行车怎么上牌？")]
    await dealt_with(bot, 3)
    assert [answer.replies_to for answer in alice.answers] == [each.id for each in asked]


async def test_the_updates_that_are_wanted_are_named(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    await alice.says("/start")
    polls = telegram.called("getUpdates")
    assert {"message", "edited_message", "callback_query"} <= set(polls[-1]["allowed_updates"])


async def test_a_group_that_moved_before_the_answer_gets_it_at_its_new_place(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    small = telegram.group("小群", alice, supergroup=False)
    asked = alice.posts("/ask@wence_test_bot 三争行动", to=small)
    assert asked.exists
    large = small.becomes_supergroup()
    await telegram.settled()
    assert any("三争行动是指" in answer.text for answer in [*small.answers, *large.answers])
