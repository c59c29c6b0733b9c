"""The desk: who may come in, and what is done there, with the log that names who did it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db import desk
from bot.db.hidden import hidden
from bot.web.desk.access import COOKIE
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.web.collection import Pages, pages_of
from tests.web.desk.signing_in import ADMIN, EDITOR, NOBODY, ROLES, come_in, log, send, text_of

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


def parking(pages: Pages) -> str:
    store = pages.state.live.current.store
    return next(each.key for each in store.articles() if each.file == "parking.md")


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


async def test_whoever_signs_out_is_out_and_so_is_a_copy_of_the_cookie(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    kept = pages.cookies[COOKIE]
    token = re.findall('name="form" value="([^"]+)"', (await pages.get("/desk")).text)[0]
    answer = await pages.post("/desk/sign-out", data={"form": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert COOKIE not in pages.cookies
    pages.cookies.set(COOKIE, kept, path="/desk")
    assert (await pages.get("/desk")).status_code == 401


async def test_the_collection_is_searched_sorted_and_kept_to_what_wants_a_look(
    pages: Pages,
) -> None:
    await come_in(pages, EDITOR)
    page = (await pages.get("/desk", params={"order": "characters"})).text
    titles = re.findall(r'<td[^>]*><a href="/desk/a/\w+">([^<]+)</a>', page)
    assert titles[0] == "很长的通知"
    assert len(titles) == 5
    found = (await pages.get("/desk", params={"q": "公积金"})).text
    assert re.findall(r'<td[^>]*><a href="/desk/a/\w+">([^<]+)</a>', found) == [
        "福建省住房公积金提取办法"
    ]
    bare = (await pages.get("/desk", params={"only": "untitled"})).text
    assert len(re.findall(r'<td[^>]*><a href="/desk/a/', bare)) == 1


async def test_a_field_is_corrected_in_place(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    path = f"/desk/a/{parking(pages)}/correct"
    status, said = await send(pages, path, title="停车办法", date="2024年3月1日", source="")
    assert (status, "已更正" in said) == (200, True)
    found = pages.state.live.current.store.get(parking(pages))
    assert (found.title, found.date, found.source) == ("停车办法", "2024-03-01", None)
    assert log(pages)[0] == (EDITOR, "corrected", parking(pages))


async def test_one_line_of_a_file_is_corrected_in_place(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    status, said = await send(pages, f"/desk/a/{pages.key('law')}/correct", title="新的题")
    store = pages.state.live.current.store
    assert (status, "已更正" in said, store.get("law").title) == (200, True, "新的题")
    assert store.get("long").title == "很长的通知"


async def test_a_correction_that_cannot_be_kept_says_why(pages: Pages) -> None:
    await come_in(pages, EDITOR)
    status, said = await send(pages, f"/desk/a/{parking(pages)}/correct", date="明天")
    assert (status, "明天" in said) == (409, True)


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


async def test_a_page_of_another_site_neither_signs_in_nor_sends_forms(pages: Pages) -> None:
    secret = desk.new_link(pages.state.chats, ADMIN)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = await pages.post("/desk/sign-in", data={"link": secret}, headers=elsewhere)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    await come_in(pages, ADMIN)
    pages.headers.update(elsewhere)
    status, _ = await send(pages, f"/desk/a/{pages.key('law')}/hide", hide="1")
    assert (status, hidden(pages.state.chats)) == (403, frozenset())


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


async def test_what_was_refused_is_there_after_a_restart(home: Path, tmp_path: Path) -> None:
    (tmp_path / "坏的.pdf").write_bytes(b"no pdf")
    index_paths(Home(home), [tmp_path / "坏的.pdf"])
    async with pages_of(home, **ROLES) as pages:
        await come_in(pages, EDITOR)
        page = text_of((await pages.get("/desk/work")).text)
    assert "坏的.pdf" in page
    assert "拒收 1" in " ".join(page.split())


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
