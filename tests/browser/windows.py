"""Windows of a browser, and what goes wrong in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

DESK, PHONE = (1280, 800), (390, 844)
"""Width and height of a window."""
TIMEOUT_MS = 60_000
"""Long, for a machine with other things to do; whoever waits so long has failed."""
HERE = re.compile(r"(https?://(127\.0\.0\.1|localhost)(:\d+)?/|data:|blob:|about:)")


class Windows:
    """Opens addresses, each in a window of its own, and listens to what the pages do."""

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        """Scripts that failed, what the Content-Security-Policy stopped, other hosts asked."""
        self._browser = browser
        self._pages: list[Page] = []

    def open(self, url: str, *, size: tuple[int, int] = DESK, **context: Any) -> Page:
        """A page as somebody new sees it; ``context`` goes to Playwright's ``new_context``."""
        window = {"width": size[0], "height": size[1]}
        made = self._browser.new_context(**{"viewport": window, "locale": "zh-CN", **context})
        page = made.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on("pageerror", lambda error: self.complaints.append(f"a script failed: {error}"))
        page.on("request", self._requested)
        page.on("console", self._said)
        self._pages.append(page)
        page.goto(url)
        return page

    def _requested(self, request: Request) -> None:
        if not HERE.match(request.url):
            self.complaints.append(f"another host was asked: {request.url}")

    def _said(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.complaints.append(line.text)

    def photograph(self, directory: Path, name: str) -> None:
        """Every window as it is now."""
        for number, page in enumerate(self._pages):
            page.screenshot(path=directory / f"{name}-{number}.png")

    def close(self) -> None:
        for page in self._pages:
            page.context.close()
