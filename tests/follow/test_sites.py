"""Sites as offices build them: what is taken in, what comes again, what has gone."""

from __future__ import annotations

import pytest

from bot.follow import reading
from bot.follow.state import FollowState, Source
from tests.corpus.readers.papers import BODY, pdf
from tests.follow.conftest import Followed, codes
from tests.follow.site import Site, article, listing, office

LIST = "/zcwj/index.html"


def test_a_list_is_read_to_its_last_page_by_number(followed: Followed, site: Site) -> None:
    office(site, count=7)
    report = followed.follow(LIST)
    assert (report.new, codes(report)) == (7, [])
    urls = {article.url for article in followed.articles}
    assert urls == {f"{site.url}/zcwj/202601/t{n}.html" for n in range(7)}
    assert followed.articles[0].date == "2026-01-05"


def test_a_list_is_read_to_its_last_page_by_links(followed: Followed, site: Site) -> None:
    for number in range(6):
        site.put(f"/art/2026/{number}.html", article(number))
    pages = ["/col/1.html", "/col/1_2.html"]
    for at, page in enumerate(pages):
        pager = f'<a href="{pages[1 - at]}">{"下一页" if at == 0 else "上一页"}</a>'
        held = [f"/art/2026/{n}.html" for n in range(at * 4, min(6, at * 4 + 4))]
        site.put(page, listing(held, pager=pager))
    assert followed.follow("/col/1.html").new == 6


def test_a_list_that_goes_on_by_script_alone_says_so(followed: Followed, site: Site) -> None:
    office(site, count=3)
    pager = '<a href="javascript:void(0)" onclick="turn(2)">下一页</a>'
    site.put(LIST, listing([f"./202601/t{n}.html" for n in range(3)], pager=pager))
    report = followed.follow(LIST)
    assert (report.new, codes(report)) == (3, ["follow_paged_by_script"])


def test_unchanged_pages_cost_one_conditional_request_each(followed: Followed, site: Site) -> None:
    office(site)
    followed.follow(LIST)
    report = followed.read()
    assert (report.new, report.changed, codes(report)) == (0, 0, [])
    pages = [path for path in site.asked if path != "/robots.txt"]
    assert sorted(pages) == sorted(site.pages)
    assert set(site.unchanged) == set(site.pages)


def test_a_changed_text_is_a_new_version_and_a_new_page_a_new_article(
    followed: Followed, site: Site
) -> None:
    office(site)
    followed.follow(LIST)
    office(site, count=6)
    site.put("/zcwj/202601/t1.html", article(1, more="逾期不再受理。"))
    report = followed.read()
    assert (report.new, report.changed) == (1, 1)
    assert report.titles == ["示例市第5号补贴申请办法"]


def test_what_is_gone_is_marked_and_stays_and_may_come_back(followed: Followed, site: Site) -> None:
    office(site)
    followed.follow(LIST)
    page = site.pages.pop("/zcwj/202601/t2.html")
    report = followed.read()
    assert report.gone == [f"{site.url}/zcwj/202601/t2.html"]
    (gone,) = (article for article in followed.articles if "withdrawn" in article.meta)
    assert (gone.url, gone.meta["withdrawn"]) == (report.gone[0], followed.clock.today())
    assert followed.read().gone == []
    site.pages["/zcwj/202601/t2.html"] = page
    followed.read()
    assert [each for each in followed.articles if "withdrawn" in each.meta] == []


def test_what_a_list_names_no_more_stays(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.follow(LIST)
    site.put(LIST, listing(["./202601/t1.html", "./202601/t2.html"]))
    report = followed.read()
    assert (report.gone, len(followed.articles)) == ([], 3)
    assert "/zcwj/202601/t0.html" in site.asked


def test_a_site_with_another_layout_is_read_and_its_texts_are_the_same(
    followed: Followed, site: Site
) -> None:
    office(site, count=3)
    followed.follow(LIST)
    for number in range(3):
        old = article(number)
        new = old.replace('class="TRS_Editor"', 'id="UCAP-CONTENT"').replace("h1>", "h2>")
        site.put(f"/zcwj/202601/t{number}.html", new)
    report = followed.read()
    assert (report.new, len(followed.articles), codes(report)) == (0, 3, [])


def test_a_list_that_has_lost_its_entries_says_so(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.follow(LIST)
    site.put(LIST, "<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
    report = followed.read()
    assert ("follow_list_empty" in codes(report), len(followed.articles)) == (True, 3)


def test_a_page_that_a_script_draws_is_said_to_be_so(followed: Followed, site: Site) -> None:
    links = "".join(f"<p><a href='/x/{n}'>第{n}季度</a></p>" for n in range(9))
    site.put("/app", f"<html><body><div id='app'></div>{links}</body></html>")
    assert "page_drawn_by_script" in codes(followed.follow("/app", depth=0))


def test_an_error_page_that_is_said_to_be_well_takes_no_articles_place(
    followed: Followed, site: Site
) -> None:
    site.put("/1.html", article(1))
    followed.follow("/1.html", depth=0)
    site.put("/1.html", "<title>404</title><h1>抱歉，您访问的页面不存在</h1>")
    report = followed.read()
    (kept,) = followed.articles
    assert (codes(report), kept.title) == (["page_without_article"], "示例市第1号补贴申请办法")


def test_attachments_come_as_articles_that_name_their_page(followed: Followed, site: Site) -> None:
    files = '<a href="./P1.pdf">附件：实施细则.pdf</a><a href="/down?id=7">打印</a>'
    site.put("/n/1.html", article(1, attachments=files))
    site.put("/n/P1.pdf", pdf([BODY]), "application/pdf")
    report = followed.follow("/n/1.html")
    (attached,) = (each for each in followed.articles if "P1.pdf" in str(each.url))
    assert (report.new, attached.meta["attached_to"]) == (2, "示例市第1号补贴申请办法")


def test_attachments_behind_a_download_are_known_by_name(followed: Followed, site: Site) -> None:
    files = (
        '<a href="/down.jsp?id=1&filename=P1.pdf">附件一</a><a href="/down.jsp?id=2">附件二.pdf</a>'
    )
    site.put("/n/1.html", article(1, attachments=files))
    for path in ("/down.jsp?id=1&filename=P1.pdf", "/down.jsp?id=2"):
        disposition = {"Content_Disposition": 'attachment; filename="P.pdf"'}
        site.answer(path, 200, pdf([[f"{path}号申请表"], *[BODY]]), **disposition)
    report = followed.follow("/n/1.html")
    assert (report.new, codes(report)) == (3, [])


def test_a_large_site_comes_into_sight_bit_by_bit(
    followed: Followed, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "A_BATCH", 4)
    office(site, count=5)
    site.answer("/zcwj/202601/t4.html", 429, b"", **{"Retry-After": "86400"})
    report = followed.follow(LIST)
    assert (report.new, codes(report), len(followed.articles)) == (4, ["follow_deferred"], 4)
    del site.answers["/zcwj/202601/t4.html"]
    assert (followed.read().new, len(followed.articles)) == (1, 5)


def test_only_pages_whose_path_holds_what_was_said(followed: Followed, site: Site) -> None:
    office(site, count=3)
    site.put("/xw/1.html", article(77))
    site.put("/all.html", listing(["/xw/1.html", *(f"/zcwj/202601/t{n}.html" for n in range(3))]))
    assert followed.follow("/all.html", only_path="/zcwj/").new == 3


def test_lists_of_lists_are_read_as_deep_as_was_said(followed: Followed, site: Site) -> None:
    office(site, count=3)
    columns = [LIST, "/zcwj/a/index.html", "/zcwj/b/index.html"]
    for path in columns[1:]:
        site.put(path, listing(["/zcwj/202601/t0.html"]))
    site.put("/zcwj/map.html", listing(columns))
    assert followed.follow("/zcwj/map.html", depth=2).new == 3


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>{url}/</link>
{items}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
{items}</feed>"""
MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{items}</urlset>"""
INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{url}/map.xml</loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    ("around", "item"),
    [
        (RSS, "<item><title>t</title><link>{url}</link></item>"),
        (ATOM, '<entry><title>t</title><link href="{url}"/></entry>'),
        (MAP, "<url><loc>{url}</loc></url>"),
    ],
    ids=["rss", "atom", "sitemap"],
)
def test_feeds_and_sitemaps(followed: Followed, site: Site, around: str, item: str) -> None:
    office(site, count=4)
    urls = [f"{site.url}/zcwj/202601/t{n}.html" for n in range(4)]
    items = "".join(item.format(url=url) for url in urls)
    site.put("/feed.xml", around.format(url=site.url, items=items), "application/xml")
    report = followed.follow("/feed.xml")
    assert (report.new, codes(report)) == (4, [])


def test_a_sitemap_of_sitemaps(followed: Followed, site: Site) -> None:
    office(site, count=2)
    site.put("/index.xml", INDEX.format(url=site.url), "text/xml")
    locs = "".join(f"<url><loc>{site.url}/zcwj/202601/t{n}.html</loc></url>" for n in range(2))
    site.put("/map.xml", MAP.format(items=locs), "text/xml")
    assert followed.follow("/index.xml").new == 2


def test_a_broken_feed_says_that_it_lists_nothing(followed: Followed, site: Site) -> None:
    office(site, count=3)
    links = "".join(f"<item><link>{site.url}/zcwj/202601/t{n}.html</link></item>" for n in range(3))
    site.put("/feed.xml", RSS.format(url=site.url, items=links), "application/xml")
    followed.follow("/feed.xml")
    site.put("/feed.xml", "<?xml version='1.0'?><rss><channel><item><tit", "application/xml")
    report = followed.read()
    assert (codes(report), len(followed.articles)) == (["follow_list_empty"], 3)


@pytest.mark.parametrize("declared", ["gb2312", ""])
def test_pages_in_gbk(followed: Followed, site: Site, declared: str) -> None:
    page = article(8).replace('charset="utf-8"', f'charset="{declared}"' if declared else "")
    site.put("/8.html", page.encode("gb18030"), "text/html")
    followed.follow("/8.html")
    assert followed.articles[0].title == "示例市第8号补贴申请办法"


def test_another_name_is_shown_and_fetches_nothing_again(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.follow(LIST, name="旧名")
    report = followed.follow(LIST, name="新名")
    assert (report.new, len(followed.articles), codes(report)) == (0, 3, [])
    assert set(site.unchanged) == set(site.pages)


def test_a_name_that_has_come_free_may_be_given_again(followed: Followed, site: Site) -> None:
    office(site, count=3)
    followed.follow(LIST, name="旧名")
    followed.follow(LIST, name="新名")
    with FollowState.open(followed.home) as state:
        other = state.follow(Source(name="旧名", url="https://other.example/"))
    assert (other.name, other.folder) == ("旧名", "旧名-2")
