"""The desk: who may come in, and what is done there, with the log that names who did it."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db import desk
from bot.db.hidden import hidden
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.web.collection import Pages, pages_of

ADMIN, EDITOR, NOBODY = 42, 43, 44
ROLES = {"admin_ids": str(ADMIN), "editor_ids": str(EDITOR)}
NOTICE = "# 示例市停车收费办法\n\n来源：示例日报\n\n停车每小时收费五元，夜间不收费。\n"


@pytest.fixture
async def pages(home: Path, tmp_path: Path) -> AsyncIterator[Pages]:
    """The pages of a collection with an article that has a file of its own."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "parking.md").write_text(NOTICE, encoding="utf-8")
    index_paths(Home(home), [folder])
    async with pages_of(home, **ROLES) as pages:
        yield pages


async def come_in(pages: Pages, person: int) -> None:
    link = desk.new_link(pages.state.chats, person)
    answer = await pages.post("/desk/sign-in", data={"link": link})
    assert answer.status_code == 303


async def send(pages: Pages, path: str, **fields: str) -> tuple[int, str]:
    """Send a form of the desk's, with the token of its page; the status and the page behind it."""
    page = (await pages.get(re.sub("/(correct|hide|read|remove)$", "", path))).text
    token = re.findall('name="form" value="([^"]+)"', page)[0]
    answer = await pages.post(path, data={"form": token, **fields}, follow_redirects=True)
    return answer.status_code, text_of(answer.text)


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def parking(pages: Pages) -> str:
    store = pages.state.live.current.store
    return next(each.key for each in store.articles() if each.file == "parking.md")


def log(pages: Pages) -> list[tuple[int, str, str | None]]:
    found = desk.entries(pages.state.chats, skip=0, most=9)
    return [(each.person, each.action, each.article) for each in found]


async def test_a_link_signs_in_once(pages: Pages) -> None:
    link = desk.new_link(pages.state.chats, EDITOR)
    for _ in range(2):  # a program that previews links uses nothing up
        assert (await pages.get("/desk/sign-in", params={"link": link})).status_code == 200
    first = await pages.post("/desk/sign-in", data={"link": link})
    cookie = first.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/desk"))
    pages.cookies.clear()
    assert (await pages.post("/desk/sign-in", data={"link": link})).status_code == 403
    assert (await pages.get("/desk")).status_code == 401


async def test_a_link_that_is_old_signs_nobody_in(pages: Pages) -> None:
    link = desk.new_link(pages.state.chats, EDITOR)
    with pages.state.chats.writing() as db:
        db.execute("update desk_secrets set until = until - ?", [desk.LINK_S + 1])
    answer = await pages.post("/desk/sign-in", data={"link": link})
    assert (answer.status_code, "/desk" in answer.text) == (403, True)


async def test_nobody_else_comes_in(pages: Pages) -> None:
    await come_in(pages, NOBODY)
    for path in ("/desk", f"/desk/a/{parking(pages)}", "/desk/log", "/desk/work", "/desk/gaps"):
        assert (await pages.get(path)).status_code == 403


async def test_an_editor_whose_role_was_taken_away_is_out_at_once(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    assert (await pages.get("/desk")).status_code == 200
    pages.state.settings = pages.state.settings.model_copy(update={"editor_ids": frozenset()})
    assert (await pages.get("/desk")).status_code == 403


async def test_the_collection_is_searched_sorted_and_kept_to_what_wants_a_look(
    pages: Pages,
) -> None:
    await come_in(pages, EDITOR)
    page = (await pages.get("/desk", params={"order": "characters"})).text
    titles = re.findall(r'<td><a href="/desk/a/\w+">([^<]+)</a>', page)
    assert titles[0] == "很长的通知"
    assert len(titles) == 5
    found = (await pages.get("/desk", params={"q": "公积金"})).text
    assert re.findall(r'<td><a href="/desk/a/\w+">([^<]+)</a>', found) == [
        "福建省住房公积金提取办法"
    ]
    bare = (await pages.get("/desk", params={"only": "untitled"})).text
    assert len(re.findall(r'<td><a href="/desk/a/', bare)) == 1


async def test_a_field_is_corrected_in_place(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    path = f"/desk/a/{parking(pages)}/correct"
    status, said = await send(pages, path, title="停车办法", date="2024年3月1日", source="")
    assert (status, "已更正" in said) == (200, True)
    found = pages.state.live.current.store.get(parking(pages))
    assert (found.title, found.date, found.source) == ("停车办法", "2024-03-01", None)
    assert log(pages)[0] == (EDITOR, "corrected", parking(pages))


async def test_a_correction_that_cannot_be_kept_says_why(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    status, said = await send(pages, f"/desk/a/{parking(pages)}/correct", date="明天")
    assert (status, "明天" in said) == (409, True)
    status, said = await send(pages, f"/desk/a/{pages.key('law')}/correct", title="别的")
    assert (status, "一行一篇" in said) == (409, True)


async def test_an_article_is_hidden_and_shown_again(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    path = f"/desk/a/{pages.key('law')}/hide"
    await send(pages, path, hide="1")
    assert hidden(pages.state.chats) == {"law"}
    assert (await pages.get(f"/a/{pages.key('law')}")).status_code == 404
    await send(pages, path, hide="0")
    assert hidden(pages.state.chats) == frozenset()
    assert [action for _, action, _ in log(pages)[:2]] == ["shown", "hidden"]


async def test_only_an_admin_removes(pages: Pages) -> None:
    key = pages.key("law")
    await come_in(pages, EDITOR)
    assert (await send(pages, f"/desk/a/{key}/remove"))[0] == 403
    await come_in(pages, ADMIN)
    status, said = await send(pages, f"/desk/a/{key}/remove")
    assert (status, "已移除" in said) == (200, True)
    assert (await pages.get(f"/a/{key}")).status_code == 404
    assert log(pages)[0] == (ADMIN, "removed", key)


async def test_a_form_from_elsewhere_changes_nothing(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    for token in ({}, {"form": "0" * 24}):
        answer = await pages.post(f"/desk/a/{pages.key('law')}/hide", data={"hide": "1", **token})
        assert answer.status_code == 403
    assert hidden(pages.state.chats) == frozenset()


async def test_a_reindex_tells_what_it_refused_and_why(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "folder" / "broken.pdf").write_bytes(b"no pdf")
    await come_in(pages, ADMIN)
    token = re.findall('name="form" value="([^"]+)"', (await pages.get("/desk/work")).text)[0]
    await pages.post("/desk/reindex", data={"form": token})
    assert (await pages.post("/desk/reindex", data={"form": token})).status_code == 409
    events = (await pages.get("/desk/progress")).text
    assert "event: end" in events
    page = text_of((await pages.get("/desk/work")).text)
    assert "broken.pdf" in page
    assert "拒收 1" in page


async def test_what_is_asked_is_plotted_for_admins(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    assert (await pages.get("/desk/statistics")).status_code == 403
    await come_in(pages, ADMIN)
    page = (await pages.get("/desk/statistics")).text
    assert page.count("<rect ") == 30
    assert "style=" not in page


async def look(pages: Pages, name: str, content: bytes) -> tuple[int, str]:
    """Send a file to be looked at; the status and the page."""
    token = re.findall('name="form" value="([^"]+)"', (await pages.get("/desk/upload")).text)[0]
    answer = await pages.post("/desk/upload", data={"form": token}, files={"file": (name, content)})
    return answer.status_code, answer.text


async def test_a_file_is_looked_at_and_then_taken_in(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    content = NOTICE.replace("停车收费", "图书借阅").encode()
    status, page = await look(pages, "../图书.md", content)
    assert (status, "示例市图书借阅办法" in page) == (200, True)
    fields = dict(re.findall('name="(form|waits)" value="([^"]+)"', page))
    answer = await pages.post("/desk/upload/decide", data={**fields, "choice": "take"})
    assert "新增 1" in text_of(answer.text)
    assert "图书借阅" in (await pages.get("/desk")).text
    again = await pages.post("/desk/upload/decide", data={**fields, "choice": "take"})
    assert again.status_code == 409


async def test_a_file_that_cannot_be_read_says_why(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    status, page = await look(pages, "坏的.pdf", b"no pdf")
    assert (status, "坏的.pdf" in page) == (422, True)
    assert "waits" not in page
