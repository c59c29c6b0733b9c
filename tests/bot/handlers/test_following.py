"""Sites from the chat: an address, what is behind it, and what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Running
from bot.follow.addresses import Guard
from bot.follow.fetching import Limits
from bot.follow.following import Following
from bot.follow.state import FollowState, Source
from bot.uploads import link_preview
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from tests.bot.serving import serving
from tests.follow.site import Site, article, office
from tests.follow.site import serving as site_serving


@pytest.fixture
def site() -> Iterator[Site]:
    with site_serving() as running:
        office(running)
        yield running


@pytest.fixture
async def bot(
    telegram: Telegram, home: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Running]:
    """The children that read have their settings from the environment; the bot itself has none."""
    monkeypatch.setenv("WENCE_FOLLOW_HOSTS", "127.0.0.1")
    monkeypatch.setenv("WENCE_FOLLOW_DELAY_S", "0")
    async with serving(telegram, home) as running:
        yield running


@pytest.mark.handler("link", "link button", "follow")
async def test_an_address_is_shown_and_followed_and_reported(
    bot: Running, admin: Person, site: Site
) -> None:
    shown = await admin.says(f"{site.url}/zcwj/index.html")
    assert "一个列表，有 3 条" in shown
    assert "后面还有 1 页" in shown
    await admin.taps(shown, "关注")
    report = await admin.answer_to(shown, timeout=90)
    assert "新增 5，变更 0" in report
    assert "· 示例市第0号补贴申请办法" in report
    assert "103元" in await admin.says("第3号补贴每人每年多少元？")
    assert "关注着 1 个来源" in await admin.says("/follow")


async def test_a_group_may_choose_a_followed_site_by_its_name(
    telegram: Telegram, home: Path, admin: Person, site: Site
) -> None:
    reader = Following(Home(home), Limits(delay_s=0), Guard(["127.0.0.1"]))
    with FollowState.open(Home(home)) as state:
        source = state.follow(Source(name="补贴网", url=f"{site.url}/zcwj/index.html"))
        await reader.run(state, [source])
    group = telegram.group("补贴群", admins=(admin,))
    async with serving(telegram, home):
        menu = await admin.says("/settings@wence_test_bot", to=group)
        await admin.taps(menu, "来源")
        await menu.when(lambda it: it.has("✓ 全部来源"))
        await admin.taps(menu, "补贴网")
        await menu.when(lambda it: it.has("✓ 补贴网"))
        assert "103元" in await admin.says("/ask@wence_test_bot 第3号补贴每年多少元？", to=group)
        other = await admin.says("/ask@wence_test_bot 公积金怎么提取？", to=group)
    assert "公積金" not in other.text


async def test_a_single_article_is_taken_once(bot: Running, admin: Person, site: Site) -> None:
    site.put("/1.html", article(71))
    shown = await admin.says(f"{site.url}/1.html")
    assert "一篇文章：" in shown
    await admin.taps(shown, "收录")
    assert "新增 1" in await admin.answer_to(shown, timeout=90)
    assert "只收一次" in await admin.says("/follow")


async def test_an_address_of_the_own_network_is_refused(bot: Running, admin: Person) -> None:
    assert "指向内网" in await admin.says("/follow http://10.0.0.1/")
    assert "指向内网" in await admin.says("http://192.168.0.1/")


async def test_a_page_without_an_end_is_let_go(
    bot: Running, admin: Person, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_preview, "PATIENCE_S", 1)
    site.answers["/slow.html"] = lambda request: request.rfile.read(1)
    assert "太久没有回答" in await admin.says(f"{site.url}/slow.html")
