"""The reader and the desk in a browser: a quote is seen, nothing hostile runs, axe is quiet."""

from __future__ import annotations

import asyncio
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr

from bot.db import desk
from bot.follow.state import FollowState, Source
from bot.settings import Settings, home_of
from tests.web.collection import LAW, make_collection

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from bot.web.served import WebState
    from tests.browser.windows import Windows

ADMIN = 42
QUOTE = "租房提取的，每年不超过一万二千元。"
START = LAW.index(QUOTE)
AT = f"q{START}-{START + len(QUOTE)}"
PHONE = (390, 844)
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"size": PHONE},
]


class Site:
    """The pages of a small collection, served on loopback by a thread of their own."""

    def __init__(self, state: WebState, url: str) -> None:
        self.state = state
        self.url = url

    def key(self, id: str) -> str:
        return self.state.live.current.store.get(id).key

    def sign_in(self, windows: Windows, **window: Any) -> Page:
        link = desk.new_link(self.state.chats, ADMIN)
        page = windows.open(f"{self.url}/desk/sign-in?link={link}", **window)
        page.click("main button")
        return page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from bot.web.application import reader
    from bot.web.served import opened
    from bot.web.server import serving_http

    home: Path = make_collection(tmp_path_factory.mktemp("site"))
    ready, end, ports = threading.Event(), threading.Event(), []

    async def serve(state: WebState) -> None:
        async with serving_http(("127.0.0.1", 0), [reader(state)]) as port:
            ports.append(port)
            ready.set()
            await asyncio.to_thread(end.wait)
        await state.stop()

    with opened(Settings(_env_file=None, home=home, admin_ids=str(ADMIN))) as state:
        thread = threading.Thread(target=asyncio.run, args=(serve(state),))
        thread.start()
        ready.wait(20)
        yield Site(state, f"http://127.0.0.1:{ports[0]}")
        end.set()
        thread.join()


def violations(page: Page) -> list[str]:
    """What axe finds wrong."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return [found["id"] for found in axe.run(page).response["violations"]]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize(
    "place", [f"/q{START}-{START + len(QUOTE)}#q", f"#q{START}-{START + len(QUOTE)}"]
)
def test_the_quote_is_marked_and_in_sight(windows: Windows, site: Site, place: str) -> None:
    page = windows.open(f"{site.url}/a/{site.key('law')}{place}", size=(390, 300))
    page.wait_for_selector("mark#q")
    assert page.inner_text("mark#q") == QUOTE
    assert page.evaluate("document.querySelector('#q').getBoundingClientRect().top < innerHeight")


def test_a_question_leads_to_its_quote_without_scripts(windows: Windows, site: Site) -> None:
    page = windows.open(site.url, java_script_enabled=False)
    page.fill("#q", "租房提取住房公积金每年多少钱？")
    page.click(".ask button")
    page.click(".results h2 a")
    assert "每年不超过一万二千元" in page.inner_text("mark")


def test_nothing_of_a_hostile_article_runs(windows: Windows, site: Site) -> None:
    page = windows.open(f"{site.url}/a/{site.key('hostile')}")
    asked: list[Any] = []
    page.on("dialog", lambda dialog: asked.append(dialog))
    page.reload()
    assert page.inner_text("h1") == "<script>alert(1)</script>的通知"
    assert (asked, page.locator("main img").count()) == ([], 0)


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"size": PHONE}]
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    windows: Windows, site: Site, look: dict[str, Any]
) -> None:
    law = site.key("law")
    page = windows.open(site.url, **look)
    for path in (
        "/",
        "/?q=租房提取住房公积金每年多少钱？",
        "/?q=量子力学",
        f"/a/{law}/{AT}",
        f"/a/{law}?v=1",
        f"/a/{law}/changes?v=1",
        f"/a/{law}?script=zh-Hant",
        f"/a/{site.key('long')}?p=2",
        f"/a/{law}?lang=en",
    ):
        page.goto(site.url + path)
        assert (path, violations(page), is_wider_than_its_window(page)) == (path, [], False)


@pytest.mark.parametrize("look", LOOKS[1:])
def test_axe_finds_nothing_at_the_desk(windows: Windows, site: Site, look: dict[str, Any]) -> None:
    page = site.sign_in(windows, **look)
    for path in (
        "",
        f"/a/{site.key('law')}",
        "/upload",
        "/work",
        "/follow",
        "/settings",
        "/statistics",
        "/gaps",
        "/log",
    ):
        page.goto(f"{site.url}/desk{path}")
        assert (path, violations(page), is_wider_than_its_window(page)) == (path, [], False)


def test_an_edit_at_the_desk_and_a_reindex_with_its_progress(windows: Windows, site: Site) -> None:
    page = site.sign_in(windows)
    page.click("text=很长的通知")
    page.click("button:has-text('隐藏')")
    assert "已隐藏" in page.inner_text("main [role=status]")
    page.click("button:has-text('恢复显示')")
    page.click("nav >> text=重建索引")
    page.click("button:has-text('重新读入')")
    page.wait_for_selector("text=索引已更新")


def test_a_site_and_a_setting_are_seen_to_on_a_phone(windows: Windows, site: Site) -> None:
    with FollowState.open(home_of(site.state.settings)) as sites:
        sites.follow(Source(name="示例", url="https://gov.example.com/list"))
    page = site.sign_in(windows, size=PHONE)
    page.click("nav.desk >> text=关注")
    page.select_option("select[name=every]", "3600")
    page.click("form.inline button")
    assert "每 1 小时" in page.inner_text("dl.pairs")
    page.click("summary:has-text('取消关注')")
    page.click("button:has-text('取消关注')")
    assert "还没有关注网站" in page.inner_text("main")
    page.click("nav.desk >> text=设置")
    page.fill("#s-quota_person", "3")
    page.click("button:has-text('保存')")
    assert "已保存" in page.inner_text("[role=status]")
    assert site.state.settings.quota_person == 3


def test_what_telegram_answers_behind_the_address_is_read(
    windows: Windows, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = {"telegram_login": True, "token": SecretStr("1:x"), "web_url": "https://wence.example"}
    monkeypatch.setattr(site.state, "settings", site.state.settings.model_copy(update=opened))
    answer = b64encode(json.dumps({"id": 42, "first_name": "张三", "hash": "ab"}).encode()).decode()
    page = windows.open(f"{site.url}/desk/telegram#tgAuthResult={answer.rstrip('=')}")
    page.wait_for_url("**hash=ab**")
    carried = page.locator("input[name=telegram]").input_value()
    assert dict(parse_qsl(carried)) == {"id": "42", "first_name": "张三", "hash": "ab"}
