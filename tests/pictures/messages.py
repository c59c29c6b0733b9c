"""The main messages of the bot, each as a real bot sends it on the loopback server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.app import Running
from bot.web.botapi import Group, Person, Shown, Telegram
from retrieval.text.fold import Script, convert
from tests.bot.serving import ADMIN, serving
from tests.pictures.page import Chat, Line

NOTICE = """---
title: 示例市电动自行车充电规定
date: 2024-03-01
source: 示例市消防局
---
电动自行车不得在楼道里充电。违反规定的，由消防机构责令改正，处五百元以下罚款。
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Who writes, in which script, and where."""

    telegram: Telegram
    bot: Running
    script: Script
    person: Person
    admin: Person
    group: Group

    async def says(self, person: Person, text: str) -> Line:
        said = convert(text, self.script)
        return Line(person.user["first_name"], said, [await person.says(said)])

    async def in_group(self, person: Person, text: str) -> Line:
        said = convert(text, self.script)
        shown = await person.says(said, to=self.group)
        return Line(person.user["first_name"], said, [shown])

    async def taps(self, line: Line, label: str, person: Person | None = None) -> Line:
        """The line as it is after a tap that changes its message."""
        (shown,) = line.answers
        before = shown.message
        await (person or self.person).taps(shown, convert(label, self.script))
        await shown.when(lambda it: it.message is not before)
        return line

    async def then(self, line: Line, label: str) -> Line:
        """The line with the message that a tap brings."""
        await self.person.taps(line.answers[0], convert(label, self.script))
        await self.telegram.world.until(lambda: self.person.answers[-1] != line.answers[-1], 10)
        return Line(line.name, line.said, [*line.answers, self.person.answers[-1]])


async def messages(home: Path, script: Script) -> dict[str, Chat]:
    """Name → chat, from real answers about the sample articles."""
    async with Telegram() as telegram, serving(telegram, home) as bot:
        code = "zh-hant" if script == "hant" else "zh-hans"
        person = telegram.person("小李", language=code)
        admin = telegram.person("管理员", id=ADMIN, language=code)
        group = telegram.group("示例市办事互助群", person, admins=(admin,))
        stage = Stage(telegram, bot, script, person, admin, group)
        while not bot.state.examples:
            await bot.state.timer.sleep(1)
        return {**await _of_a_person(stage), **await _of_a_group(stage), **await _of_admins(stage)}


async def _of_a_person(stage: Stage) -> dict[str, Chat]:
    person = stage.person
    answer = "异地就医怎么备案？"
    widened = await stage.says(person, answer)
    return {
        "start": Chat([await stage.says(person, "/start")]),
        "help": Chat([await stage.says(person, "/help")]),
        "answer": Chat([await stage.says(person, answer)]),
        "tools": Chat([await stage.taps(widened, "⋯")]),
        "weak": Chat([await stage.says(person, "电动车能上高速吗？")]),
        "none": Chat(
            [await stage.then(await stage.says(person, "火星移民局在哪里？"), "换个说法")]
        ),
        "article": Chat([_only_last(await stage.then(await stage.says(person, answer), "原文"))]),
    }


async def _of_a_group(stage: Stage) -> dict[str, Chat]:
    bot = "@wence_test_bot"
    card = await stage.in_group(stage.person, f"/ask{bot} 电动自行车怎么上牌")
    listed = await stage.in_group(stage.admin, f"/settings{bot}")
    opened = await stage.in_group(stage.admin, f"/settings{bot}")
    opened = await stage.taps(opened, "怎样提问", stage.admin)
    return {
        "group": Chat([card], is_group=True),
        "settings": Chat([listed, opened], is_group=True),
    }


async def _of_admins(stage: Stage) -> dict[str, Chat]:
    admin = stage.admin
    stats = await stage.says(admin, "/stats")
    await stage.telegram.world.until(lambda: "photo" in admin.answers[-1].message, 20)
    stats = Line(stats.name, stats.said, [*stats.answers, admin.answers[-1]])
    preview: Shown = await admin.sends_file("充电规定.md", NOTICE.encode())
    return {
        "articles": Chat([await stage.says(admin, "/articles")]),
        "stats": Chat([stats]),
        "gaps": Chat(
            [await stage.says(admin, "/gaps"), Line(stats.name, "充电规定.md", [preview])]
        ),
    }


def _only_last(line: Line) -> Line:
    return Line(line.name, line.said, line.answers[-1:])
