"""What lists, feeds and sitemaps lead to, in the ways in which offices' systems write them."""

from __future__ import annotations

import gzip

import pytest

from bot.follow.links import links_of
from tests.follow.conftest import Followed, codes
from tests.follow.site import Site, article, listing, office

HERE = "https://a.example/zcwj/index.html"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/zcwj/"><link rel="next" href="2.xml"/>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns="http://purl.org/rss/1.0/">'
)
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


@pytest.mark.parametrize(
    ("pager", "names"),
    [
        ('<script>createPageHTML(3, 0, "index", "html");</script>', "index_1 index_2"),
        (
            "<script>createPageHTML('page_div', 3, 1, 'index', 'html', 45);</script>",
            "index_2 index_3",
        ),
        (
            "<script>var countPage = 3;//共多少页\nfor (var i = 1; i < countPage; i++)"
            " document.write('<a href=\"index_' + i + '.html\">' + (i + 1) + '</a>');</script>",
            "index_1 index_2",
        ),
        ('<a href="index_2.html">下一页</a>', "index_2"),
        ('<a rel="next" href="index_2.html"><img src="n.png"></a>', "index_2"),
        ('<link rel="next" href="index_2.html">', "index_2"),
        ('<script>var countPage = 1; show("index_" + n + ".html");</script>', ""),
    ],
)
def test_where_a_list_goes_on(pager: str, names: str) -> None:
    links = links_of(listing([f"t{n}.html" for n in range(4)], pager=pager).encode(), HERE)
    assert links.more == tuple(f"https://a.example/zcwj/{name}.html" for name in names.split())
    assert len(links.items) == 4


@pytest.mark.parametrize(
    "feed",
    [
        f'{ATOM}<entry><link rel="self" href="x"/><link href="1.html"/></entry></feed>',
        "<rss><channel><item><link>1.html</link><guid>x</guid></item></channel></rss>",
        f"<rss><channel><item><guid>{HERE[:-10]}1.html</guid></item>"
        '<item><guid isPermaLink="false">/2.html</guid></item></channel></rss>',
        f"{RDF}<item><link>/zcwj/1.html</link></item></rdf:RDF>",
        f"<!-- {'x' * 3_000} -->{RDF}<item><link>1.html</link></item></rdf:RDF>",
    ],
    ids=["atom with a base", "rss", "rss by guid", "rdf", "rdf behind a comment"],
)
def test_what_a_feed_lists(feed: str) -> None:
    links = links_of(feed.encode(), HERE)
    assert [item.url for item in links.items] == ["https://a.example/zcwj/1.html"]
    assert links.more == (("https://a.example/zcwj/2.xml",) if ATOM in feed else ())


def test_a_packed_sitemap_is_read(followed: Followed, site: Site) -> None:
    office(site, count=2)
    locs = "".join(f"<url><loc>{site.url}/zcwj/202601/t{n}.html</loc></url>" for n in range(2))
    site.put("/map.xml.gz", gzip.compress(f"{MAP}{locs}</urlset>".encode()), "application/gzip")
    assert followed.follow("/map.xml.gz").new == 2


@pytest.mark.parametrize(
    ("packed", "code"),
    [
        (gzip.compress(b"<urlset>" + b" " * 2_900_000), "out_of_proportion"),
        (gzip.compress(b"<urlset>" + b" " * 3_100_000, 0), "follow_too_large"),
        (gzip.compress(MAP.encode())[:-9], "follow_broken"),
        (b"\x1f\x8b no gzip", "follow_broken"),
    ],
)
def test_a_packed_file_that_is_a_bomb_or_broken(
    followed: Followed, site: Site, packed: bytes, code: str
) -> None:
    site.put("/map.xml.gz", packed, "application/gzip")
    assert codes(followed.follow("/map.xml.gz")) == [code]


def test_an_article_that_moves_stays_one(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.follow("/zcwj/index.html")
    site.put("/new/1.html", article(1))
    site.answer("/zcwj/202601/t1.html", 301, Location="/new/1.html")
    followed.read()
    listed = ["202601/t0.html", "202601/t2.html", "/new/1.html"]
    site.put("/zcwj/index.html", listing(listed))
    site.answer("/zcwj/202601/t1.html", 404)
    report = followed.read()
    assert (report.new, report.gone, codes(report)) == (0, [], [])
    assert f"{site.url}/new/1.html" in {each.url for each in followed.articles}
    assert len(followed.articles) == 3


def test_an_article_that_is_listed_where_it_was_and_where_it_is_comes_once(
    followed: Followed, site: Site
) -> None:
    office(site, count=3)
    site.answer("/old.html", 301, Location="/zcwj/202601/t1.html")
    listed = ["202601/t0.html", "202601/t1.html", "202601/t2.html", "/old.html"]
    site.put("/zcwj/index.html", listing(listed))
    assert followed.follow("/zcwj/index.html").new == 3
    assert followed.read().new == 0


def test_a_page_that_was_cut_off_takes_no_articles_place(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.follow("/zcwj/index.html")
    half = article(1, more="逾期不再受理。").encode()[:-200]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"

    def cut_off(request: object) -> None:
        request.wfile.write(head + half)  # type: ignore[attr-defined]
        request.close_connection = True  # type: ignore[attr-defined]

    site.answers["/zcwj/202601/t1.html"] = cut_off
    report = followed.read()
    assert (report.changed, codes(report)) == (0, ["follow_broken"])
