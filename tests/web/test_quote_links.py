"""From a quote in Telegram to the same quote in its article."""

from __future__ import annotations

import html
import re
from pathlib import Path

import httpx
from starlette.applications import Starlette

from bot.app import Running
from bot.web.application import reader
from bot.web.botapi import Telegram
from tests.bot.serving import serving

ASK = "电动自行车上牌要带什么？"
WEB = "https://wence.example.com"


async def opened(bot: Running, url: str) -> str:
    """The page at an address of the reader."""
    application = httpx.ASGITransport(Starlette(routes=[reader(bot.state)]))
    async with httpx.AsyncClient(transport=application) as browser:
        return (await browser.get(url)).text


def marked(page: str) -> str:
    return html.unescape("".join(re.findall("<mark[^>]*>(.*?)</mark>", page)))


async def test_a_button_opens_the_quote_in_its_article(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home, web_url=WEB) as bot:
        answer = await telegram.person("Alice").says(ASK)
        button = answer.button("🔗").raw["web_app"]
        page = await opened(bot, button["url"])
        assert button["url"].startswith(f"{WEB}/a/")
        assert marked(page) in answer.quotes[0]
        assert "號牌" in marked(page) or "登記" in marked(page)


async def test_a_title_without_an_address_of_its_own_leads_to_the_quote(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home, web_url=WEB) as bot:
        answer = await telegram.person("Alice").says(ASK)
        (url,) = answer.links.values()
        assert marked(await opened(bot, url)) in answer.quotes[0]


async def test_an_address_without_encryption_is_a_plain_link(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home, web_url="http://127.0.0.1:8") as bot:
        answer = await telegram.person("Alice").says(ASK)
        assert (answer.button("🔗").url or "").startswith("http://127.0.0.1:8/a/")
        assert marked(await opened(bot, answer.button("🔗").url or ""))


async def test_in_a_group_and_inline_the_button_is_a_plain_link(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home, web_url=WEB) as bot:
        alice = telegram.person("Alice")
        group = telegram.group("群", alice)
        card = await alice.says(f"/ask@{telegram.world.bot['username']} {ASK}", to=group)
        inserted = alice.picks((await alice.types(ASK)).results[0], to=group)
        for shown in (card, inserted):
            url = shown.button("🔗").url or ""
            assert url.startswith(f"{WEB}/a/")
            assert "登記" in marked(await opened(bot, url))


async def test_only_links_of_the_bot_open_where_only_some_may_ask(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home, web_url=WEB, allow_ids="7") as bot:
        answer = await telegram.person("Alice", id=7).says(ASK)
        url = answer.button("🔗").raw["web_app"]["url"]
        assert marked(await opened(bot, url))
        assert not marked(await opened(bot, re.sub("&s=[0-9a-f]+", "", url)))


async def test_without_a_reader_there_is_no_such_button(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home):
        answer = await telegram.person("Alice").says(ASK)
        assert not answer.has("🔗")
        assert answer.links == {}
