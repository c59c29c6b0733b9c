"""What tests of the desk do in it: come in, send a form, read the log."""

from __future__ import annotations

import html
import re

from bot.db import desk
from tests.web.collection import Pages

ADMIN, EDITOR, NOBODY = 42, 43, 44
ROLES = {"admin_ids": str(ADMIN), "editor_ids": str(EDITOR)}
ACTIONS = re.compile("/(correct|hide|read|remove|new|every|unfollow|decide)$")
PAGE = re.compile(r"/desk/follow/\d+$")


async def come_in(pages: Pages, person: int) -> None:
    link = desk.new_link(pages.state.chats, person)
    answer = await pages.post("/desk/sign-in", data={"link": link})
    assert answer.status_code == 303


async def send(pages: Pages, path: str, **fields: str) -> tuple[int, str]:
    """Send a form of the desk's, with the token of its page; the status and the page behind it."""
    page = (await pages.get(PAGE.sub("/desk/follow", ACTIONS.sub("", path)))).text
    token = re.findall('name="form" value="([^"]+)"', page)[0]
    answer = await pages.post(path, data={"form": token, **fields}, follow_redirects=True)
    return answer.status_code, text_of(answer.text)


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def log(pages: Pages) -> list[tuple[int, str, str | None]]:
    found = desk.entries(pages.state.chats, skip=0, most=9)
    return [(each.person, each.action, each.article) for each in found]
