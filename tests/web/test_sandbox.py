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
        ("delete", {**HERE, "message": 5}, "gone"),
        ("react", {**HERE, "message": 5, "emoji": "👍"}, "gone"),
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


async def test_files_sent_together_come_one_by_one_as_an_album(
    browser: httpx.AsyncClient, town: Town
) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    for more in ("&photo=1", "", "&album=x"):
        address = f"/api/upload?chat={RESIDENT}&person={RESIDENT}&name=a.txt&album=7{more}"
        await browser.post(address, content=b"a", headers=headers)
    sent = list(town.rooms[0].chat.messages.values())
    assert [one["media_group_id"] for one in sent] == ["7", "7"]


async def test_one_emoji_a_person_stands_under_a_message(
    browser: httpx.AsyncClient, town: Town
) -> None:
    said, feed = town.people[0].posts("公积金"), Feed(town)
    for emoji in ("👍", "🎉"):
        await browser.post("/api/react", json={**HERE, "message": said.id, "emoji": emoji})
    told = [event["reactions"] for event in feed.news() if event["type"] == "message"]
    assert told[0] == [{"emoji": "🎉", "people": [RESIDENT]}]
    strange = {**HERE, "message": said.id, "emoji": "<b>"}
    assert (await browser.post("/api/react", json=strange)).status_code == 400


async def test_in_a_group_one_takes_away_only_ones_own(
    browser: httpx.AsyncClient, town: Town
) -> None:
    room = town.rooms[2]
    said = town.people[0].posts("公积金", room.group)
    asked = {"chat": room.id, "message": said.id}
    other = await browser.post("/api/delete", json={**asked, "person": NEIGHBOUR})
    assert (other.status_code, said.exists) == (400, True)
    await browser.post("/api/delete", json={**asked, "person": RESIDENT})
    assert not said.exists


@pytest.mark.parametrize("place", [0, 2])
async def test_the_bot_is_sent_away_and_comes_back(
    browser: httpx.AsyncClient, town: Town, place: int
) -> None:
    room = town.rooms[place]
    asked = {"chat": room.id, "person": room.people[0].id}
    for on in (False, False, True):
        await browser.post("/api/presence", json={**asked, "on": on})
    changes = [
        one["my_chat_member"]
        for one in town.telegram.world.updates.recent
        if "my_chat_member" in one
    ]
    assert [one["new_chat_member"]["status"] for one in changes] == ["kicked", "member"]
    assert room.as_json()["has_bot"]


def test_a_page_is_told_everything_once_and_then_what_changes(town: Town) -> None:
    feed = Feed(town)
    assert {event["type"] for event in feed.news()} >= {"town", "menu", "message"}
    assert list(feed.news()) == []
    said = town.people[0].posts("公积金")
    assert [event["type"] for event in feed.news()] == ["message", "update"]
    del said.chat.messages[said.id]
    assert list(feed.news()) == [{"type": "gone", "chat": RESIDENT, "id": said.id}]
