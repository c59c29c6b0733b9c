"""What has waited while the bot was away, or waits when it is told to go."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from bot.web.botapi import Telegram
from tests.bot.faults.serving_process import a_server, served

ASK = "三争行动是什么？"
OLDER = "公积金怎么提取？"


def waits(telegram: Telegram, chats: int, age: int = 300, each: int = 3) -> None:
    """Questions of so many people, asked so many seconds ago."""
    then = int(time.time()) - age
    for number in range(chats):
        person = telegram.person(f"W{number}")
        for _ in range(each):
            person.posts(OLDER, date=then)


def answered(telegram: Telegram) -> list[int]:
    """The chats of the answers, in their order."""
    return [int(call["chat_id"]) for call in telegram.called("sendMessage", ok=True)]


async def test_a_fresh_question_comes_before_a_backlog(home: Path) -> None:
    async with a_server() as telegram:
        waits(telegram, 40)
        async with served(home, telegram.url, telegram.world.token):
            alice = telegram.person("Alice")
            answer = await alice.says(ASK)
            assert "三争行动是指" in answer.text
            assert answered(telegram).index(alice.id) < 25
            assert await telegram.world.until(lambda: len(answered(telegram)) == 41)
            await telegram.settled()
            assert len(set(answered(telegram))) == 41


async def test_of_each_chat_the_newest_is_answered_with_a_word_on_the_others(home: Path) -> None:
    async with a_server() as telegram:
        alice = telegram.person("Alice")
        then = int(time.time()) - 200
        asked = [alice.posts(text, date=then) for text in (OLDER, OLDER, ASK)]
        async with served(home, telegram.url, telegram.world.token):
            answer = await alice.answer_to(asked[-1])
            await telegram.settled()
        assert "2 个问题没有回答" in answer.text
        assert "三争行动是指" in answer.text
        assert len(alice.answers) == 1


async def test_a_chat_gets_one_apology_for_what_is_too_old(home: Path) -> None:
    async with a_server() as telegram:
        waits(telegram, 3, age=3600)
        async with served(home, telegram.url, telegram.world.token):
            assert await telegram.world.until(lambda: len(answered(telegram)) == 3)
            await telegram.settled()
        assert len(set(answered(telegram))) == len(answered(telegram)) == 3


async def test_taps_and_inline_queries_of_long_ago_are_dropped(home: Path) -> None:
    async with a_server() as telegram:
        alice, bob = telegram.person("Alice"), telegram.person("Bob")
        for kind in ("inline_query", "callback_query"):
            telegram.world.inline[kind] = telegram.world.callbacks[kind] = None
        telegram.push(
            {"inline_query": {"id": "inline_query", "from": bob.user, "query": ASK, "offset": ""}}
        )
        tap = {"id": "callback_query", "from": bob.user, "chat_instance": "1", "data": "v0:gone"}
        telegram.push({"callback_query": tap})
        asked = alice.posts(ASK, date=int(time.time()) - 120)
        async with served(home, telegram.url, telegram.world.token):
            await alice.answer_to(asked)
            await telegram.settled()
        assert telegram.called("answerInlineQuery") == telegram.called("answerCallbackQuery") == []


async def test_it_ends_when_told_whatever_waits_and_answers_later(home: Path) -> None:
    async with a_server() as telegram:
        people = [telegram.person(f"M{number}") for number in range(30)]
        group = telegram.group("住房", *people)
        async with served(home, telegram.url, telegram.world.token) as bot:
            for person in people:
                person.posts(f"/ask@wence_test_bot {ASK}", to=group)
            assert await telegram.world.until(lambda: len(group.answers) >= 2)
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ended(within=20) == 0
        given = len(group.answers)
        assert given < 20
        async with served(home, telegram.url, telegram.world.token):
            late = lambda: sum("迟到的回答" in each.text for each in group.answers) >= 3  # noqa: E731
            assert await telegram.world.until(late, 60)


async def test_settings_are_read_again_when_asked(home: Path, tmp_path: Path) -> None:
    Path(".env").write_text("WENCE_ADMIN_IDS=\n", encoding="utf-8")
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token) as bot:
        root = telegram.person("Root", id=4242)
        assert "只有管理员能用" in (await root.says("/stats")).text
        Path(".env").write_text("WENCE_ADMIN_IDS=4242\n", encoding="utf-8")
        os.kill(bot.process.pid, signal.SIGHUP)
        await bot.logged("the settings were read again")
        assert "只有管理员能用" not in (await root.says("/stats")).text
