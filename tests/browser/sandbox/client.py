"""The page, as somebody uses it who wants to get something from the bot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=60_000)

LI, ADMIN, GROUP, FORUM = "小李的私聊", "管理员的私聊", "示例市办事群", "政策讨论区"
"""The chats of the list."""


class Client:
    """One window with the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.locator("#messages > .message")
        self.answers = page.locator("#messages > .message.theirs")
        self.composer = page.locator("#composer textarea")
        expect(self.composer).to_be_enabled()

    @property
    def own(self) -> Locator:
        """The last message of whoever speaks."""
        return self.page.locator("#messages > .message.own").last

    def opens(self, room: str) -> None:
        self.page.get_by_role("link", name=room).click()
        self.page.locator("#heading h2").filter(
            has_text="问策" if "私聊" in room else room
        ).wait_for()

    def writes(self, text: str) -> None:
        """Write, and wait for nothing."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def asks(self, text: str) -> Locator:
        """Write, and wait for the next message of somebody else."""
        before = self.answers.count()
        self.writes(text)
        return self.answer(before)

    def answer(self, number: int) -> Locator:
        found = self.answers.nth(number)
        found.wait_for()
        return found

    def sends(self, file: Path) -> Locator:
        """Pick a file, and wait for the next message of somebody else."""
        before = self.answers.count()
        self.page.set_input_files("#files", file)
        return self.answer(before)


def key(message: Locator, label: str) -> Locator:
    """A button under a message."""
    return message.locator(".key").filter(has_text=label).first
