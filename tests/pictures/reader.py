"""The reader: an answer on its search page, the quote in its article, what has changed there."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.resources import resource
from tests.browser.sandbox.process import running

WIDTH, HEIGHT = 900, 620
ASKED = "租房提取公积金每月最多多少钱？"
AMENDED = "04-provident-fund.txt"
EARLIER = {"1800元": "1500元", "3600元": "3000元", "40%": "20%"}
"""What the amended article said at first."""


def _changed_home(directory: Path) -> Path:
    """A home with the samples, one of which has been amended."""
    articles, home = directory / "articles", directory / "home"
    shutil.copytree(resource("articles"), articles)
    file = articles / AMENDED
    now = before = file.read_text(encoding="utf-8")
    for new, old in EARLIER.items():
        before = before.replace(new, old)
    for text in (before, now):
        file.write_text(text, encoding="utf-8")
        index_paths(Home(home), [articles])
    return home


def photograph_reader(browser: str, work: Path, directory: Path) -> list[Path]:
    """Three pictures; ``work`` is where the collection is made."""
    names = ("reader-search", "reader-quote", "reader-changes")
    made = [directory / f"{name}.png" for name in names]
    with (
        running(_changed_home(work), "web", WENCE_HTTP="127.0.0.1:0", WENCE_LANG="zh-Hans") as web,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        page.goto(web.url)
        page.fill("#q", ASKED)
        page.click(".ask button")
        page.screenshot(path=made[0])
        page.locator(".results h2 a").first.click()
        page.wait_for_selector("mark#q")
        page.screenshot(path=made[1])
        page.locator("a[href*='/changes']").click()
        page.screenshot(path=made[2])
        chromium.close()
    return made
