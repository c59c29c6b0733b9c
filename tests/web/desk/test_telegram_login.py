"""Telegram's login at the desk: what it signed lets in, once and soon; nothing else does."""

from __future__ import annotations

import hmac
import time
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import ValidationError

from bot.settings import Settings
from tests.web.collection import Pages, pages_of
from tests.web.desk.signing_in import ADMIN, EDITOR, NOBODY, ROLES, log

TOKEN = "123456789:a-key-of-the-tests"
LOGIN = {"telegram_login": True, "web_url": "https://wence.example", "token": TOKEN}


@pytest.fixture
async def pages(home: Path) -> AsyncIterator[Pages]:
    async with pages_of(home, **LOGIN, **ROLES) as pages:
        yield pages


def signed(person: int, token: str = TOKEN, **fields: Any) -> str:
    """The parameters that Telegram sends somebody back with."""
    told = {"id": person, "first_name": "三 & 李", "auth_date": int(time.time()), **fields}
    text = "\n".join(f"{name}={told[name]}" for name in sorted(told)).encode()
    digest = hmac.new(sha256(token.encode()).digest(), text, sha256).hexdigest()
    return urlencode({**told, "hash": digest})


async def come_back(pages: Pages, query: str) -> httpx.Response:
    """Land at the page that Telegram leads to, and click."""
    page = await pages.get(f"/desk/telegram?lang=zh-Hans&{query}")
    assert page.status_code == 200
    return await pages.post("/desk/sign-in", data={"telegram": page.request.url.query.decode()})


@pytest.mark.parametrize("person", [ADMIN, EDITOR])
async def test_whom_telegram_names_comes_in(pages: Pages, person: int) -> None:
    answer = await come_back(pages, signed(person))
    pages.cookies.set("wence_desk", answer.cookies["wence_desk"], domain="wence.test")
    assert (answer.status_code, (await pages.get("/desk")).status_code) == (303, 200)
    assert log(pages)[0][:2] == (person, "signed_in")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        (lambda: signed(NOBODY), "编辑或管理员"),
        (lambda: signed(ADMIN, token="123456789:another-key"), "不是 Telegram"),
        (lambda: signed(EDITOR).replace("id=43", "id=42"), "不是 Telegram"),
        (lambda: signed(EDITOR, photo_url="x\nz=1"), "不是 Telegram"),
        (lambda: "id=42&auth_date=1&hash=", "不是 Telegram"),
        (lambda: signed(ADMIN, auth_date=int(time.time()) - 601), "过了十分钟"),
        (lambda: signed(ADMIN, auth_date=int(time.time()) + 700), "过了十分钟"),
    ],
)
async def test_nobody_else_does_and_hears_why(
    pages: Pages, query: Callable[[], str], line: str
) -> None:
    answer = await come_back(pages, query())
    assert (answer.status_code, line in answer.text) == (403, True)
    assert "set-cookie" not in answer.headers


async def test_it_lets_in_once(pages: Pages) -> None:
    query = signed(ADMIN)
    assert [(await come_back(pages, query)).status_code for _ in range(2)] == [303, 403]
    otherwise = "&".join(reversed(query.split("&")))
    assert "已经用过" in (await come_back(pages, otherwise)).text


async def test_whoever_is_not_signed_in_is_shown_the_way(pages: Pages) -> None:
    assert 'href="/desk/telegram"' in (await pages.get("/desk")).text
    page = (await pages.get("/desk/telegram")).text
    assert "https://oauth.telegram.org/auth?bot_id=123456789&amp;origin=https%3A%2F%2Fw" in page
    assert TOKEN not in page


async def test_it_is_off_unless_it_is_wanted(home: Path) -> None:
    async with pages_of(home, **{**LOGIN, "telegram_login": False}, **ROLES) as pages:
        assert (await pages.get("/desk/telegram")).status_code == 404
        answer = await pages.post("/desk/sign-in", data={"telegram": signed(ADMIN)})
        assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)
    with pytest.raises(ValidationError):
        Settings(_env_file=None, telegram_login=True, web_url="http://wence.example")


async def test_a_form_that_carries_too_much_is_not_read(pages: Pages) -> None:
    answer = await pages.post("/desk/sign-in", data={"telegram": "x" * 200_000})
    assert answer.status_code == 413
