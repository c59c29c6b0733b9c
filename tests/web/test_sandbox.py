"""What the sandbox refuses to its page and to other sites, and what it tells the page."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.web.sandbox.api import Api
from bot.web.sandbox.feed import Feed
from bot.web.sandbox.page import MIDDLEWARE, files
from bot.web.sandbox.town import NEIGHBOUR, RESIDENT, Town

HERE = {"chat": RESIDENT, "person": RESIDENT}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
async def browser(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[*Api(town).routes(), files()], middleware=MIDDLEWARE)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_another_site_can_neither_write_nor_read(
    browser: httpx.AsyncClient, town: Town
) -> None:
    said = json.dumps({**HERE, "text": "好"})
    plain = {"Content-Type": "text/plain"}
    assert (await browser.post("/api/say", content=said, headers=plain)).status_code == 400
    address = f"/api/upload?chat={RESIDENT}&person={RESIDENT}"
    asked = await browser.post(address, content=b"a", headers=plain)
    assert asked.status_code == 400
    assert (await browser.get("/", headers={"Host": "evil.example"})).status_code == 400
    assert town.rooms[0].chat.messages == {}


async def test_the_page_may_run_its_own_scripts_alone(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    ("act", "given", "why"),
    [
        ("say", {**HERE, "text": "长" * 4097}, "too_long"),
        ("say", {"chat": RESIDENT, "person": NEIGHBOUR, "text": "好"}, "failed"),
        ("say", {**HERE, "text": "好", "topic": 5}, "gone"),
        ("say", {**HERE, "text": "好", "reply_to": 5}, "gone"),
        ("edit", {**HERE, "text": "好", "message": 5}, "gone"),
        ("tap", {**HERE, "message": 5, "data": "v1"}, "gone"),
        ("pick", {**HERE, "result": "1"}, "gone"),
        ("language", {"tag": "fr"}, "failed"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_the_reason(
    browser: httpx.AsyncClient, act: str, given: dict[str, Any], why: str
) -> None:
    answer = await browser.post(f"/api/{act}", json=given)
    assert (answer.status_code, answer.json()) == (400, {"why": why})


async def test_what_was_sent_is_never_a_page_of_ours(
    browser: httpx.AsyncClient, town: Town
) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    address = f"/api/upload?chat={RESIDENT}&person={RESIDENT}&name=a.html"
    await browser.post(address, content=b"<script>", headers=headers)
    (message,) = town.rooms[0].chat.messages.values()
    kept = await browser.get(f"/files/{message['document']['file_id']}")
    assert (kept.content, kept.headers["Content-Type"]) == (b"<script>", headers["Content-Type"])
    empty = await browser.post(address, content=b"", headers=headers)
    assert empty.json() == {"why": "empty_file"}


def test_a_page_is_told_everything_once_and_then_what_changes(town: Town) -> None:
    feed = Feed(town)
    assert {event["type"] for event in feed.news()} >= {"town", "menu", "message"}
    assert list(feed.news()) == []
    said = town.people[0].posts("公积金")
    assert [event["type"] for event in feed.news()] == ["message", "update"]
    del said.chat.messages[said.id]
    assert list(feed.news()) == [{"type": "gone", "chat": RESIDENT, "id": said.id}]
