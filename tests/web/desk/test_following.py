"""Followed sites at the desk: looked at, followed, read when it is wanted, and let go."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.follow.state import FollowState, Source
from bot.settings import home_of
from tests.follow.site import Site, serving
from tests.web.collection import Pages, pages_of
from tests.web.desk.signing_in import ADMIN, EDITOR, ROLES, come_in, log, send, text_of

PAGE = "<html><title>停车通知</title><body><h1>停车通知</h1><p>停车每小时五元。</p></body></html>"
HOUR_S = 3_600


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        running.put("/notice.html", PAGE)
        yield running


@pytest.fixture
async def pages(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pages]:
    """The child that looks at an address has its settings from the environment."""
    monkeypatch.setenv("WENCE_FOLLOW_HOSTS", "127.0.0.1")
    async with pages_of(home, **ROLES) as pages:
        yield pages


def sources(pages: Pages) -> list[Source]:
    with FollowState.open(home_of(pages.state.settings)) as sites:
        return sites.sources()


def follow(pages: Pages, **known: float | str) -> Source:
    """A source of which this is known."""
    source = Source(name="site", url="https://gov.example.com/list")
    with FollowState.open(home_of(pages.state.settings)) as sites:
        return sites.update(sites.follow(source), **{"failures": 0, **known})


async def test_an_address_is_looked_at_and_then_followed(pages: Pages, site: Site) -> None:
    await come_in(pages, ADMIN)
    status, said = await send(pages, "/desk/follow", url=f"{site.url}/notice.html")
    assert (status, "停车通知" in said, sources(pages)) == (200, True, [])
    fields = {"url": f"{site.url}/notice.html", "every": str(HOUR_S), "choice": "follow"}
    for expected in ("已关注", "早已关注"):  # a second click changes nothing
        assert expected in (await send(pages, "/desk/follow/new", **fields))[1]
    assert [(each.url, each.every_s) for each in sources(pages)] == [(fields["url"], HOUR_S)]
    assert [entry[:2] for entry in log(pages)] == [(ADMIN, "followed"), (ADMIN, "signed_in")]


@pytest.mark.parametrize("url", ["ftp://example.com/", "http://10.0.0.1/", "javascript:alert(1)"])
async def test_an_address_that_must_not_be_followed_says_why(pages: Pages, url: str) -> None:
    await come_in(pages, ADMIN)
    status, said = await send(pages, "/desk/follow", url=url)
    assert (status, "这个网址不行" in said) == (409, True)
    if not url.startswith("http"):
        assert (await send(pages, "/desk/follow/new", url=url))[0] == 409
        assert sources(pages) == []


async def test_a_site_shows_how_its_last_run_went(pages: Pages) -> None:
    report = (
        '{"name": "site", "url": "u", "pages": 9, "requests": 9, "new": 3, "changed": 2, "wrong":'
        ' [], "titles": ["<b>新的</b>"], "gone": ["https://a.example/x"], "wrong_count": 0}'
    )
    follow(pages, report=report, last=1_780_000_000, next=1_780_003_600, failures=2)
    await come_in(pages, ADMIN)
    page = (await pages.get("/desk/follow")).text
    assert "新增 3，变更 2，撤下 1，出错 0" in text_of(page)
    assert "&lt;b&gt;新的&lt;/b&gt;" in page


async def test_it_is_read_at_another_interval_and_now(pages: Pages) -> None:
    last = 4_000_000_000.0
    source = follow(pages, last=last, next=last + 6 * HOUR_S)
    await come_in(pages, ADMIN)
    await send(pages, f"/desk/follow/{source.source}/every", every=str(HOUR_S))
    (changed,) = sources(pages)
    assert (changed.every_s, changed.next) == (HOUR_S, last + HOUR_S)
    assert (await send(pages, f"/desk/follow/{source.source}/every", every="1"))[0] == 400
    await send(pages, f"/desk/follow/{source.source}/read")
    assert sources(pages) == [replace(changed, next=0)]


async def test_it_is_followed_no_more(pages: Pages) -> None:
    path = f"/desk/follow/{follow(pages).source}/unfollow"
    await come_in(pages, ADMIN)
    token = re.findall('name="form" value="([^"]+)"', (await pages.get("/desk/follow")).text)[0]
    answers = [await pages.post(path, data={"form": token}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 404]
    assert sources(pages) == []


async def test_only_admins_follow(pages: Pages) -> None:
    source = follow(pages)
    await come_in(pages, EDITOR)
    assert (await pages.get("/desk/follow")).status_code == 403
    token = re.findall('name="form" value="([^"]+)"', (await pages.get("/desk")).text)[0]
    answer = await pages.post(f"/desk/follow/{source.source}/read", data={"form": token})
    assert (answer.status_code, sources(pages)) == (403, [source])
