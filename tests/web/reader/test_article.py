"""An article in a browser: as it is kept, at a quote, in another version, in another script."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from bot.db.hidden import hide
from tests.web.collection import LAW, Pages, pages_of

QUOTE = "租房提取的，每年不超过一万二千元。"
START = LAW.index(QUOTE)
AT = f"q{START}-{START + len(QUOTE)}"


def text_of(page: str) -> str:
    """What a reader sees of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


async def test_an_article_is_shown_with_its_outline_and_what_is_known_of_it(pages: Pages) -> None:
    page = await pages.get(f"/a/{pages.key('law')}")
    assert page.status_code == 200
    for line in LAW.splitlines():
        assert line in text_of(page.text)
    for fact in (
        "福建省人民政府",
        "2023-12-01",
        "适用于福建省",
        "https://gov.example.com/law?a=1&amp;b=2",
    ):
        assert fact in page.text
    assert "识别自扫描件" not in page.text
    assert re.findall(r'<li class="l1"><a href="#s(\d+)">', page.text) == [
        "0",
        str(LAW.index("第二章")),
    ]


@pytest.mark.parametrize("address", [f"/a/KEY/{AT}", f"/a/KEY?q={AT[1:]}"])
async def test_a_quote_is_marked_without_any_script(pages: Pages, address: str) -> None:
    page = await pages.get(address.replace("KEY", pages.key("law")))
    assert re.findall(r'<mark id="q" tabindex="-1">(.*?)</mark>', page.text) == [QUOTE]
    assert "第二条：“租房提取的" in page.text


async def test_a_quote_on_a_later_part_opens_that_part(pages: Pages) -> None:
    start = 12_000
    page = await pages.get(f"/a/{pages.key('long')}/q{start}-{start + 20}")
    marked = "".join(re.findall("<mark.*?>(.*?)</mark>", page.text))
    whole = ("示例市应当落实各项要求，不得拖延。\n" * 1_000).strip()
    assert marked == whole[start : start + 20].replace("\n", "")
    assert 'rel="prev"' in page.text


async def test_every_character_of_a_long_article_is_on_one_of_its_parts(pages: Pages) -> None:
    key, shown, number = pages.key("long"), "", 1
    while True:
        page = (await pages.get(f"/a/{key}", params={"p": number})).text
        body = page.partition('<div class="text"')[2].partition("</div>")[0]
        shown += "".join(re.findall(r"<p>(.*?)</p>", body))
        if 'rel="next"' not in page:
            break
        number += 1
    assert number > 1
    assert shown == "示例市应当落实各项要求，不得拖延。" * 1_000


async def test_what_was_quoted_from_an_earlier_version_is_shown_in_it(pages: Pages) -> None:
    old = "每年不超过九千元"
    start = LAW.index("每年不超过")
    address = f"/a/{pages.key('law')}/q{start}-{start + len(old)}?v=1"
    page = (await pages.get(address)).text
    assert re.findall("<mark.*?>(.*?)</mark>", page) == [old]
    assert "所引的话在现在的版本里已经改了" in page
    changes = (await pages.get(f"/a/{pages.key('law')}/changes?v=1")).text
    assert re.findall("<del>(.*?)</del>", changes) == ["九千"]
    assert re.findall("<ins>(.*?)</ins>", changes) == ["一万二千"]


async def test_an_article_that_has_gone_is_shown_only_in_a_version_that_is_named(
    pages: Pages,
) -> None:
    key = pages.key("gone")
    page = await pages.get(f"/a/{key}")
    assert (page.status_code, f'href="/a/{key}?v=1"' in page.text) == (410, True)
    page = await pages.get(f"/a/{key}?v=1")
    assert (page.status_code, "已不在收录之列" in page.text) == (200, True)


async def test_the_other_script_is_a_click_away(pages: Pages) -> None:
    address = f"/a/{pages.key('untitled')}"
    page = (await pages.get(address)).text
    assert '<div class="text" lang="zh-Hant">' in page
    assert "script=zh-Hans" in page
    page = (await pages.get(address, params={"script": "zh-Hans"})).text
    assert "电动自行车应当登记上牌" in page
    assert "非原文字形" in page


async def test_title_and_outline_are_in_the_script_of_the_text(pages: Pages) -> None:
    page = (await pages.get(f"/a/{pages.key('law')}", params={"script": "zh-Hant"})).text
    assert re.findall("<h1.*?</h1>", page) == ['<h1 lang="zh-Hant">福建省住房公積金提取辦法</h1>']
    outline = re.findall('<nav class="outline".*?</nav>', page, re.DOTALL)[0]
    assert "總則" in outline
    assert "总则" not in outline


async def test_a_print_says_where_it_is_from(pages: Pages) -> None:
    address = f"/a/{pages.key('law')}/{AT}"
    page = (await pages.get(address)).text
    assert f'<p class="printed">http://wence.test{address}?v=2</p>' in page


@pytest.mark.parametrize("wrong", ["?v=7", "/q5-2", "/q0-99999"])
async def test_a_wrong_version_or_quote_leads_to_the_article(pages: Pages, wrong: str) -> None:
    address = f"/a/{pages.key('law')}"
    assert f'href="{address}"' in (await pages.get(f"{address}{wrong}")).text


async def test_nothing_of_a_hostile_article_runs(pages: Pages) -> None:
    page = (await pages.get(f"/a/{pages.key('hostile')}")).text
    assert "<img" not in page
    assert "javascript:" not in re.sub("<pre>.*?</pre>", "", page, flags=re.DOTALL)
    assert "\u202e" not in page
    assert re.findall("<script[^>]*>", page) == re.findall('<script src="/static/[^>]*>', page)
    assert "<script>alert(1)</script>的通知" in text_of(page)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/a/zzzz", 404, "没有这篇文章"),
        ("/a/KEY/q5-2", 400, "?q=120-180"),
        ("/a/KEY?q=1-2-3", 400, "?q=120-180"),
        ("/a/KEY/q0-99999", 404, f"共 {len(LAW)} 字"),
        ("/a/KEY?v=7", 404, "共有 2 版"),
        ("/a/KEY?v=1-2", 404, "共有 2 版"),
        ("/nowhere", 404, "没有这个地址"),
    ],
)
async def test_a_bad_address_gets_a_page_that_says_what_to_do(
    pages: Pages, address: str, status: int, says: str
) -> None:
    page = await pages.get(address.replace("KEY", pages.key("law")))
    assert page.status_code == status
    assert says in text_of(page.text)


async def test_a_hidden_article_is_as_good_as_none(home: Path) -> None:
    async with pages_of(home) as pages:
        hide(pages.state.chats, "law")
        for address in ("", "?v=1", "/changes?v=1", f"/{AT}"):
            page = await pages.get(f"/a/{pages.key('law')}{address}")
            assert (page.status_code, "福建省" in page.text) == (404, False)


async def test_where_only_some_may_ask_a_link_of_the_bot_opens_its_article(home: Path) -> None:
    async with pages_of(home, allow_ids="42") as pages:
        address = f"/a/{pages.key('law')}"
        signature = pages.state.chats.signed("law")
        assert (await pages.get(address)).status_code == 403
        page = await pages.get(address, params={"s": signature})
        assert page.status_code == 200
        assert f"s={signature}" in page.text
        other = await pages.get(f"/a/{pages.key('long')}", params={"s": signature})
        assert other.status_code == 403


async def test_a_page_speaks_the_language_of_its_reader(pages: Pages) -> None:
    address = f"/a/{pages.key('law')}"
    for accepted, tag, word in (
        ("zh-TW,zh;q=0.9,en;q=0.5", "zh-Hant", "目錄"),
        ("fr, en-GB;q=0.8, zh;q=0.4", "en", "Outline"),
        ("*", "zh-Hans", "目录"),
    ):
        page = await pages.get(address, headers={"accept-language": accepted})
        assert f'<html lang="{tag}">' in page.text
        assert f">{word}</h2>" in page.text
    page = await pages.get(address, params={"lang": "en"}, headers={"accept-language": "zh"})
    assert '<html lang="en">' in page.text


async def test_every_page_forbids_what_it_does_not_need(pages: Pages) -> None:
    for address in (f"/a/{pages.key('law')}", "/nowhere", "/static/wence.css"):
        page = await pages.head(address)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.content == b""
