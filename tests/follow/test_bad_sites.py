"""Sites that behave badly, and what keeps them from doing harm."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from email.utils import formatdate
from typing import Any

import pytest

from bot.follow.addresses import Guard, canonical, checked, is_public
from bot.follow.fetching import ATTEMPTS, FIRST_WAIT_S
from bot.follow.state import FollowState
from retrieval.errors import WenceError
from tests.follow.conftest import Followed, codes
from tests.follow.site import Site, article, listing, office


def test_robots_that_forbid_are_heeded(followed: Followed, site: Site) -> None:
    office(site, count=3)
    site.put("/robots.txt", "User-agent: *\nDisallow: /zcwj/202601/t1.html\n", "text/plain")
    report = followed.follow("/zcwj/index.html")
    assert (report.new, codes(report)) == (2, ["follow_forbidden"])
    assert "/zcwj/202601/t1.html" not in site.asked


def test_robots_that_cannot_be_read_forbid_all(followed: Followed, site: Site) -> None:
    office(site)
    site.answer("/robots.txt", 503)
    assert codes(followed.follow("/zcwj/index.html")) == ["follow_forbidden"]
    assert set(site.asked) == {"/robots.txt"}


def test_requests_to_a_host_keep_their_distance(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.limits = replace(followed.limits, delay_s=2.0, contact="post@shili.example")
    followed.follow("/zcwj/index.html")
    assert followed.clock.waits == pytest.approx([2.0] * (len(site.asked) - 1), abs=0.01)
    assert "post@shili.example" in site.headers["User-Agent"]


def test_a_longer_distance_that_the_site_states_is_kept(followed: Followed, site: Site) -> None:
    office(site, count=3)
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 9\n", "text/plain")
    followed.follow("/zcwj/index.html")
    assert max(followed.clock.waits) == pytest.approx(9)


@pytest.mark.parametrize("stated", ["30", "date"])
def test_a_site_that_asks_for_a_while_gets_it(followed: Followed, site: Site, stated: str) -> None:
    when = formatdate(followed.clock.time + 30, usegmt=True) if stated == "date" else stated

    def first_refused(request: Any) -> None:
        del site.answers["/1.html"]
        request.send(429, b"", **{"Retry-After": when})

    site.put("/1.html", article(1))
    site.answers["/1.html"] = first_refused
    report = followed.follow("/1.html")
    assert (report.new, codes(report)) == (1, [])
    assert followed.clock.waits == [pytest.approx(30, abs=1)]


def test_a_site_that_asks_for_hours_is_read_then(followed: Followed, site: Site) -> None:
    site.answer("/1.html", 429, b"", **{"Retry-After": "86400"})
    report = followed.follow("/1.html")
    assert codes(report) == ["follow_deferred"]
    assert followed.source.next == pytest.approx(followed.clock.time + 86_400, abs=1)


def test_a_fault_of_the_site_is_tried_again_and_costs_no_article(
    followed: Followed, site: Site
) -> None:
    office(site, count=3)
    followed.follow("/zcwj/index.html")
    site.answer("/zcwj/202601/t1.html", 500)
    report = followed.read()
    assert (codes(report), report.gone, len(followed.articles)) == (["follow_status"], [], 3)
    assert site.asked.count("/zcwj/202601/t1.html") == ATTEMPTS


def test_a_redirect_is_followed_and_a_loop_is_not(followed: Followed, site: Site) -> None:
    site.put("/new.html", article(1))
    site.answer("/old.html", 301, Location="/new.html")
    site.answer("/loop.html", 302, Location="/loop.html")
    site.put("/list/index.html", listing(["/old.html", "/loop.html", "/new.html"]))
    report = followed.follow("/list/index.html")
    assert codes(report) == ["follow_redirects"]
    assert {each.url for each in followed.articles} == {f"{site.url}/new.html"}


def test_a_bomb_is_not_unpacked(followed: Followed, site: Site) -> None:
    bomb = gzip.compress(bytes(2_500_000))
    site.answer("/1.html", 200, bomb, **{"Content-Type": "text/html", "Content-Encoding": "gzip"})
    assert codes(followed.follow("/1.html")) == ["out_of_proportion"]


def test_a_packed_page_is_unpacked(followed: Followed, site: Site) -> None:
    packed = gzip.compress(article(1).encode())
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    site.answer("/1.html", 200, packed, **headers)
    assert followed.follow("/1.html").new == 1


def endless(request: Any) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        request.wfile.write(b"<p>" + b"x" * 60_000)


def stalled(request: Any) -> None:
    request.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<"
    )
    request.rfile.read(1)


def dripping(request: Any) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:  # each piece comes in time, the whole never
        request.wfile.write(b"<p>")
        time.sleep(0.02)


def garbled(request: Any) -> None:
    request.wfile.write(b"220 ready\r\nHTTP/9.9 -1\r\n\r\n")
    request.close_connection = True


def cut_off(request: Any) -> None:
    request.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<"
    )
    request.close_connection = True


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (endless, "follow_too_large"),
        (stalled, "follow_took_too_long"),
        (dripping, "follow_took_too_long"),
        (cut_off, "follow_broken"),
        (garbled, "follow_broken"),
    ],
    ids=["endless", "stalled", "dripping", "cut off", "garbled"],
)
def test_an_answer_without_an_end(followed: Followed, site: Site, answer: Any, code: str) -> None:
    followed.limits = replace(
        followed.limits, timeout_s=0.3 if answer in {stalled, dripping} else 5
    )
    site.answers["/1.html"] = answer
    assert codes(followed.follow("/1.html")) == [code]


def test_what_is_no_document_is_not_taken_in(followed: Followed, site: Site) -> None:
    site.put("/v/1", b"\x00\x00\x00\x18ftypmp42", "video/mp4")
    site.put("/v/2.html", "<html>", "application/zip-bomb")
    site.put("/index.html", listing(["/v/1", "/v/2.html"]))
    assert codes(followed.follow("/index.html")) == ["follow_type", "no_text"]
    assert followed.articles == []


def test_an_attachment_that_is_a_page_of_an_error_is_not_taken_in(
    followed: Followed, site: Site
) -> None:
    site.put("/1.html", article(1, attachments='<a href="/P1.pdf">附件：实施细则.pdf</a>'))
    site.put("/P1.pdf", article(404))
    report = followed.follow("/1.html")
    assert (report.new, codes(report)) == (1, ["follow_type"])


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/1", "http://u:p@[::1"])
def test_a_redirect_out_of_the_web_is_not_followed(
    followed: Followed, site: Site, target: str
) -> None:
    site.answer("/1.html", 302, Location=target)
    assert codes(followed.follow("/1.html")) == ["follow_address"]


def test_a_feed_of_entities_that_grow_lists_nothing(followed: Followed, site: Site) -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "x">{grown}]><rss><channel><item>'
    site.put("/feed.xml", f"{feed}<link>&e11;</link></item></channel></rss>", "text/xml")
    assert (followed.follow("/feed.xml").new, followed.articles) == (0, [])


@pytest.mark.parametrize("stated", ["soon", "-5", "Thu, 99 Foo 2026 25:00:00 GMT"])
def test_a_pause_that_cannot_be_read_is_a_short_one(
    followed: Followed, site: Site, stated: str
) -> None:
    site.answer("/1.html", 429, b"", **{"Retry-After": stated})
    assert codes(followed.follow("/1.html")) == ["follow_status"]
    assert followed.clock.waits == [FIRST_WAIT_S, 2 * FIRST_WAIT_S]


def test_an_address_in_the_own_network_is_not_asked(followed: Followed, site: Site) -> None:
    site.put("/1.html", article(1))
    followed.hosts = ()
    assert codes(followed.follow("/1.html")) == ["follow_private"]
    assert site.asked == []


def test_nor_is_a_name_that_stands_for_one(followed: Followed, site: Site) -> None:
    site.put("/1.html", article(1))
    followed.hosts = ()
    assert codes(followed.follow(f"http://localhost:{site.port}/1.html")) == ["follow_private"]
    assert site.asked == []


def test_nor_is_one_that_a_redirect_leads_to(followed: Followed, site: Site) -> None:
    site.put("/1.html", article(1))
    site.answer("/out.html", 302, Location=f"{site.url}/1.html")
    followed.hosts = ("localhost",)
    listed = f"http://localhost:{site.port}/out.html"
    assert codes(followed.follow(listed)) == ["follow_private"]
    assert "/1.html" not in site.asked


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    from ipaddress import ip_address

    assert is_public(ip_address(address)) is public
    assert Guard().admits(address) is public


def test_networks_may_be_listed() -> None:
    guard = Guard(["10.1.0.0/16", "intranet.example"])
    assert (guard.admits("10.1.2.3"), guard.admits("10.2.0.1")) == (True, False)
    assert guard.lists("Intranet.example")


@pytest.mark.parametrize(
    "written", ["ftp://a.example/", "file:///etc/passwd", "http://u:p@a.example/", "javascript:x"]
)
def test_what_is_no_address_of_a_page(written: str) -> None:
    with pytest.raises(WenceError):
        checked(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTP://A.Example:80/x#y", "http://a.example/x"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example/x;jsessionid=1?utm_source=q&id=2", "http://a.example/x?id=2"),
        ("../b.html", "http://base.example/b.html"),
    ],
)
def test_an_address_is_always_written_the_same_way(written: str, kept: str) -> None:
    assert canonical(written, "http://base.example/a/c.html") == kept


def test_a_host_that_does_not_answer_is_tried_again_later_and_later(
    followed: Followed, site: Site
) -> None:
    office(site, count=3)
    followed.follow("/zcwj/index.html")
    site.answers["/robots.txt"] = lambda request: request.connection.close()
    with FollowState.open(followed.home) as state:
        state.update(followed.source, url="http://127.0.0.1:1/")
    pauses = []
    for _ in range(3):
        began = followed.clock.time
        assert codes(followed.read()) == ["follow_unreachable"]
        pauses.append(round(followed.source.next - began))
    assert pauses == [900, 1800, 3600]
    assert len(followed.articles) == 3


@pytest.mark.parametrize(
    ("address", "admitted"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", True),
        ("10.2.0.1", False),
        ("fd00::7%eth0", True),
        ("fd00:1::7%eth0", False),
        ("10.1.2", False),
    ],
)
def test_addresses_are_public_or_of_a_network_that_is_listed(address: str, admitted: bool) -> None:
    assert Guard(["10.1.0.0/16", "fd00::/32", "intranet"]).admits(address) is admitted
