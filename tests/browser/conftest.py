"""A browser, and windows that fail their test when something in them does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.windows import Windows

NAMES = ("chromium", "chromium-browser", "google-chrome")
PICTURES = ROOT / "build" / "browser"
"""Where the windows of a test that failed are photographed."""
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let the fixture know whether its test failed."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def windows(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """``windows.open(url, size=PHONE, color_scheme="dark")`` is a Playwright page.

    The test fails where a script does, where the Content-Security-Policy stops something, and
    where a page asks another host for anything.
    """
    from tests.browser.windows import Windows

    opened = Windows(browser)
    yield opened
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        opened.photograph(PICTURES, request.node.name)
    opened.close()
    assert opened.complaints == []
