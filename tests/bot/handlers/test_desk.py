"""/desk in the chat: a link for editors, in private alone."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.web.application import reader
from bot.web.botapi import Telegram
from tests.bot.serving import ADMIN, serving

URL, HTTP = "https://wence.example.com", "127.0.0.1:0"


@pytest.mark.handler("desk")
async def test_an_editor_gets_a_link_that_opens_the_desk(home: Path) -> None:
    async with (
        Telegram() as telegram,
        serving(telegram, home, editor_ids="43", web_url=URL, http=HTTP) as bot,
    ):
        answer = await telegram.person("Editor", id=43).says("/desk")
        (secret,) = re.findall(r"https://wence.example.com/desk/sign-in\?link=(\S+)", answer.text)
        pages = httpx.ASGITransport(Starlette(routes=[reader(bot.state)]))
        async with httpx.AsyncClient(transport=pages, base_url=URL) as browser:
            signed_in = await browser.post("/desk/sign-in", data={"link": secret})
            assert "secure" in signed_in.headers["set-cookie"].lower()
            assert (await browser.get("/desk")).status_code == 200


async def test_nobody_else_gets_one_and_no_group_sees_one(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home, web_url=URL, http=HTTP):
        assert "sign-in" not in (await telegram.person("Alice").says("/desk")).text
        admin = telegram.person("Root", id=ADMIN)
        said = await admin.says("/desk@wence_test_bot", to=telegram.group("G", admin))
        assert "私聊" in said.text


async def test_without_a_reader_the_bot_says_what_is_missing(home: Path) -> None:
    async with Telegram() as telegram, serving(telegram, home):
        said = await telegram.person("Root", id=ADMIN).says("/desk")
        assert "WENCE_WEB_URL" in said.text
