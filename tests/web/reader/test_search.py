"""The search page: the bot's answers, and what they can be narrowed to."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from bot.db.hidden import hide
from tests.web.collection import Pages, pages_of

ASK = "租房提取住房公积金每年多少钱？"


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


async def test_a_question_is_answered_with_a_quote_that_leads_into_its_article(
    pages: Pages,
) -> None:
    page = await pages.get("/", params={"q": ASK})
    assert page.status_code == 200
    assert "每年不超过一万二千元" in text_of(page.text)
    (address, *_) = re.findall(r'<h2><a href="(/a/[^"]+)#q">', page.text)
    quoted = (await pages.get(html.unescape(address))).text
    assert "每年不超过一万二千元" in text_of("".join(re.findall("<mark.*?</mark>", quoted)))


async def test_facets_narrow_the_question_as_its_words_would(pages: Pages) -> None:
    page = (await pages.get("/", params={"q": ASK})).text
    offered = {text_of(each) for each in re.findall(r"<li><a [^>]*>(.*?)</a> <span", page)}
    assert offered >= {"福建省", "2023", "福建省人民政府"}
    narrowed = (await pages.get("/", params={"q": ASK, "source": "福建省人民政府"})).text
    assert "每年不超过一万二千元" in text_of(narrowed)
    nothing = (await pages.get("/", params={"q": ASK, "source": "别处"})).text
    assert "没有找到相关内容" in text_of(nothing)
    assert "每年不超过" not in text_of(nothing)


async def test_where_nothing_is_found_there_is_nothing_to_narrow(pages: Pages) -> None:
    page = (await pages.get("/", params={"q": "量子力学的波函数"})).text
    assert 'class="facets"' not in page


async def test_an_answer_of_another_year_says_so(pages: Pages) -> None:
    page = text_of((await pages.get("/", params={"q": ASK, "year": "2021"})).text)
    assert "没有找到2021年的；以下不是那时的" in page


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        ("", 200, "收录文章 4 篇"),
        ("？！", 200, "请"),
        ("长" * 501, 400, "500"),
        ("量子力学的波函数", 200, "没有找到相关内容"),
    ],
)
async def test_what_cannot_be_answered_says_what_to_do(
    pages: Pages, question: str, status: int, says: str
) -> None:
    page = await pages.get("/", params={"q": question})
    assert (page.status_code, says in text_of(page.text)) == (status, True)


async def test_what_is_typed_is_shown_and_never_run(pages: Pages) -> None:
    typed = '"><script>alert(1)</script> 公积金'
    page = (await pages.get("/", params={"q": typed, "source": "<b>", "year": "x"})).text
    assert "<script>alert" not in page
    assert f'value="{html.escape(typed)}"'.replace("&quot;", "&#34;") in page
    assert "来源" not in re.findall('<ul class="chosen".*?</ul>', page, re.DOTALL)


async def test_what_is_too_long_to_ask_is_not_sent_back_whole(pages: Pages) -> None:
    answer = await pages.get("/", params={"q": "问" * 5_000})
    assert (answer.status_code, len(answer.content) < 20_000) == (400, True)


async def test_a_hidden_article_is_in_no_answer_facet_or_feed(home: Path) -> None:
    async with pages_of(home) as pages:
        hide(pages.state.chats, "law")
        for address in (f"/?q={ASK}", "/feed.xml", "/api/articles", f"/api/ask?q={ASK}"):
            page = (await pages.get(address)).text
            assert "福建省人民政府" not in page
            assert "一万二千" not in page


async def test_where_only_some_may_ask_nobody_searches_in_a_browser(home: Path) -> None:
    async with pages_of(home, allow_ids="42") as pages:
        for address in ("/", f"/?q={ASK}", "/feed.xml"):
            page = await pages.get(address)
            assert (page.status_code, "一万二千" in page.text) == (403, False)


async def test_the_feed_has_the_newest_articles_first(pages: Pages) -> None:
    from defusedxml.ElementTree import fromstring

    feed = fromstring((await pages.get("/feed.xml")).content)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert entries[0].findtext(f"{atom}title") == "福建省住房公积金提取办法"
    assert entries[0].findtext(f"{atom}id") == f"http://wence.test/a/{pages.key('law')}"
    assert len(entries) == 4
