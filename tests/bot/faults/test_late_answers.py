"""Answers that surely were not sent are sent late; those that may have been are not sent again."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.web.botapi import Person, Shown, Telegram
from tests.bot.faults.serving_process import a_server, served

ASK = "三争行动是什么？"
LATE = "迟到的回答"


def people(telegram: Telegram, count: int) -> list[Person]:
    return [telegram.person(f"P{number}") for number in range(count)]


async def answers(asked: dict[str, tuple[Person, Shown]]) -> list[str]:
    return [(await person.answer_to(shown)).text for person, shown in asked.values()]


def posted(askers: list[Person], text: str = ASK) -> dict[str, tuple[Person, Shown]]:
    return {str(person.id): (person, person.posts(text)) for person in askers}


def standing(home: Path) -> list[str]:
    """What chats.db holds of questions without an answer."""
    with closing(sqlite3.connect(home / "chats.db")) as db:
        rows = db.execute('select "update" from unanswered')
        return [json.loads(row)["message"]["text"] for (row,) in rows]


async def test_answers_that_met_a_refused_connection_come_late(home: Path) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token) as bot:
        askers = people(telegram, 5)
        await askers[0].says(ASK)
        telegram.faults.fail("sendMessage", code=502, times=10)
        asked = posted(askers)
        await telegram.world.until(lambda: len(telegram.called("sendMessage", ok=False)) == 10)
        await telegram.goes_away()
        await bot.logged("polling: ")
        await asyncio.sleep(0.5)
        telegram.comes_back()
        texts = await answers(asked)
        assert [text for text in texts if "三争行动是指" not in text or LATE not in text] == []
        await telegram.settled()
        assert [len(person.answers) for person in askers] == [2, 1, 1, 1, 1]


async def test_answers_that_met_only_502_come_late_and_once(home: Path) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token):
        askers = people(telegram, 10)
        await askers[0].says(ASK)
        telegram.faults.fail("*", code=502, times=10_000)
        asked = posted(askers)
        twice = lambda: len(telegram.called("sendMessage", ok=False)) == 20  # noqa: E731
        assert await telegram.world.until(twice, 60)
        assert await telegram.world.until(lambda: len(standing(home)) == 10)
        telegram.faults.clear()
        assert [t for t in await answers(asked) if LATE not in t] == []
        await telegram.settled()
        assert [len(person.answers) for person in askers] == [2] + [1] * 9
        assert standing(home) == []


async def test_a_reply_that_was_sent_but_answered_with_garbage_gets_nothing_behind_it(
    home: Path,
) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token) as bot:
        alice = telegram.person("Alice")
        for body in ("<html>", '{"ok": true, "result": true}', '{"ok": true}', "[]"):
            telegram.faults.garble("sendMessage", body)
            asked = alice.posts(ASK)
            await alice.answer_to(asked)
        await telegram.settled()
        assert len(alice.answers) == 4
        assert "Traceback" not in bot.log


async def test_an_edit_that_may_have_been_done_is_done_again(home: Path) -> None:
    async with a_server() as telegram, served(home, telegram.url, telegram.world.token):
        alice = telegram.person("Alice")
        asked = alice.posts("公积金怎么提取？")
        answer = await alice.answer_to(asked)
        telegram.faults.drop("editMessageText")
        alice.edits(asked, ASK)
        await answer.when(lambda it: "三争行动是指" in it.text)


async def killed_with_answers_waiting(
    home: Path, telegram: Telegram
) -> dict[str, tuple[Person, Shown]]:
    """Questions of forty people, and a bot that is killed when some have their answer."""
    async with served(home, telegram.url, telegram.world.token) as bot:
        asked = posted(people(telegram, 60))
        await telegram.world.until(lambda: len(telegram.called("sendMessage", ok=True)) >= 5)
        bot.kill()
        await bot.ended()
    return asked


async def test_a_kill_loses_no_answer_and_doubles_none(home: Path) -> None:
    async with a_server() as telegram:
        asked = await killed_with_answers_waiting(home, telegram)
        given = len(telegram.called("sendMessage", ok=True))
        left = len(standing(home))
        assert left >= 20
        assert len(asked) - given - left <= 8, "more than what was on its way at that moment"
        async with served(home, telegram.url, telegram.world.token):
            sent = lambda: len(telegram.called("sendMessage", ok=True)) >= given + left  # noqa: E731
            assert await telegram.world.until(sent, 60)
            await telegram.settled()
        lengths = [len(person.answers) for person, _ in asked.values()]
        assert max(lengths) == 1
        assert sum(lengths) == given + left
        assert standing(home) == []
