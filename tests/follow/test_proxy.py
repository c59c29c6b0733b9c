"""Sites through the proxy of ``WENCE_PROXY``, which leads whatever it is told to 127.0.0.1."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.uploads.link_preview import link_preview
from retrieval.home import Home
from tests.bot.transport.proxies import Proxy
from tests.follow.conftest import Followed, codes
from tests.follow.site import Site, office

NOWHERE, INSIDE, PUBLIC = "site.invalid", "inside.example", "outside.example"
KNOWN = {INSIDE: "10.1.2.3", PUBLIC: "93.184.216.34"}


@pytest.fixture
async def proxy(followed: Followed, site: Site) -> AsyncIterator[Proxy]:
    office(site, count=3)
    async with Proxy("socks5") as running:
        followed.proxy = SecretStr(running.url())
        yield running


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """What names lead to here."""
    whole = socket.getaddrinfo

    def resolved(host: Any, *of: Any, **named: Any) -> Any:
        if host not in KNOWN and not str(host)[:1].isdigit():
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return whole(KNOWN.get(host, host), *of, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def listed_at(host: str, site: Site) -> str:
    return f"http://{host}:{site.port}/zcwj/index.html"


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("host", [NOWHERE, PUBLIC])
async def test_a_site_is_read_through_the_proxy(
    followed: Followed, site: Site, scheme: str, host: str
) -> None:
    office(site, count=3)
    async with Proxy(scheme) as proxy:
        followed.proxy = SecretStr(proxy.url())
        followed.keep(listed_at(host, site))
        report = await followed.reading()
    assert (report.new, codes(report), set(proxy.asked)) == (3, [], {host})


@pytest.mark.parametrize("host", [INSIDE, "10.0.0.1", "printer", "nas.local"])
async def test_what_lies_inside_is_not_asked_for_through_a_proxy(
    followed: Followed, site: Site, proxy: Proxy, host: str
) -> None:
    followed.keep(listed_at(host, site))
    assert codes(await followed.reading()) == ["follow_private"]
    assert (proxy.asked, site.asked) == ([], [])


async def test_a_host_that_is_listed_is_asked_straight(
    followed: Followed, site: Site, proxy: Proxy
) -> None:
    followed.keep("/zcwj/index.html")
    report = await followed.reading()
    assert (report.new, proxy.asked) == (3, [])


async def test_a_proxy_that_reaches_nothing_is_named(
    followed: Followed, site: Site, proxy: Proxy
) -> None:
    proxy.is_cut_off = True
    followed.keep(listed_at(PUBLIC, site))
    assert codes(await followed.reading()) == ["follow_proxy"]


async def test_the_child_that_looks_at_an_address_knows_the_proxy(
    home: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(site, count=3)
    async with Proxy("http") as proxy:
        monkeypatch.setenv("WENCE_PROXY", proxy.url())
        found = await link_preview(Home(home), listed_at(KNOWN[PUBLIC], site))
    assert (found.kind, found.count, set(proxy.asked)) == ("list", 3, {KNOWN[PUBLIC]})
