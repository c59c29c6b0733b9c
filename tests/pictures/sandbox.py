"""The sandbox at a desk and on a phone, as somebody sees it who has just asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.sandbox.client import GROUP, LI, Client
from tests.browser.sandbox.process import Served, started

DESK, PHONE = (1200, 720), (390, 780)
ASKED = "异地就医怎么备案？"


def _window(browser: Browser, sandbox: Served, size: tuple[int, int], **context: Any) -> Page:
    context |= {"viewport": {"width": size[0], "height": size[1]}, "locale": "zh-CN"}
    page = browser.new_page(device_scale_factor=1.5, **context)
    page.goto(sandbox.url)
    return page


def _ask(page: Page, room: str, question: str) -> None:
    client = Client(page)
    client.opens(room)
    client.asks(question)
    page.mouse.move(0, 0)


def photograph_sandbox(browser: str, home: Path, directory: Path) -> list[Path]:
    """Three pictures: at a desk, on a phone, and there in the dark with the other script."""
    names = ("sandbox-desk", "sandbox-phone", "sandbox-dark")
    made = [directory / f"{name}.png" for name in names]
    with started(home) as sandbox, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        desk = _window(chromium, sandbox, DESK)
        _ask(desk, GROUP, "/ask@wence_sandbox_bot 电动自行车怎么上牌？")
        _ask(desk, LI, ASKED)
        phone = _window(chromium, sandbox, PHONE)
        _ask(phone, LI, ASKED)
        dark = _window(chromium, sandbox, PHONE, color_scheme="dark")
        dark.select_option("#language", "zh-hant")
        _ask(dark, GROUP, "/ask@wence_sandbox_bot 異地就醫怎麼備案？")
        for page, picture in zip((desk, phone, dark), made, strict=True):
            page.locator("#toast:not(:empty)").wait_for(state="detached")
            page.screenshot(path=picture)
        chromium.close()
    return made
