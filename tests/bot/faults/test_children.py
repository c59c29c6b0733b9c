"""No other process can be started: what needs one says so, what does not goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.web.botapi import Person, Telegram
from tests.bot.serving import serving


@pytest.mark.logs("a process that looks questions up cannot start", "a child cannot start")
async def test_questions_are_answered_and_a_file_is_told_that_it_was_not_taken(
    telegram: Telegram,
    home: Path,
    alice: Person,
    admin: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", str(home / "no python"))
    async with serving(telegram, home, workers=1):
        assert "示例省部署" in await alice.says("三争行动是什么？")
        shown = await admin.sends_file("a.md", "# 垃圾分类\n\n厨余垃圾分开投放。\n".encode())
        await admin.taps(shown, "收录")
        await shown.when(lambda it: "没有完成" in it.text)
