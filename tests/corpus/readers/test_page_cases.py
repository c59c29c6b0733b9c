"""Pages and printed files from beside the checkout: what of each must be known, and what not."""

from __future__ import annotations

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.corpus.readers.paged import recognition
from retrieval.errors import Unreadable
from tests.shared import INTAKE, needs_shared

pytestmark = needs_shared

Facts = dict[str, str | None]

KNOWN: dict[str, Facts] = {
    "20-html-title-quote.html": {"title": '停车收费"新规"解读：哪些车免费？'},
    "23-html-wechat.html": {"source": "示例发布", "date": "2024-05-09"},
    "24-html-site-as-author.html": {"author": None, "source": "示例日报"},
    "25-html-author-follow-button.html": {"author": None, "source": "示例新闻"},
    "28-html-wrapper-article-content.html": {"source": "示例日报", "date": "2019-11-25"},
    "30-html-publisher-after-date.html": {"source": "示例日报", "author": "周举例"},
    "35-html-nbsp-before-source.html": {"source": "示例日报", "date": "2024-05-09"},
    "37-html-taiwan-byline.html": {"author": "周舉例"},
    "47-ofd-text-in-template.ofd": {"title": "示例市建筑工程施工许可证", "author": None},
    "60-pdf-overprinted-bold.pdf": {"title": "示例市停车管理办法"},
    "66-pdf-owner-password.pdf": {},
    "66-pdf-owner-password-aes_128.pdf": {},
}
TEXTS = {
    "27-html-rowspan.html": "一类区 | 大型车 | 八元",
    "47-ofd-text-in-template.ofd": "合同工期： | 三百日 | 五千平方米",
    "61-pdf-table-rows.pdf": "\n小型车，一类区，包括老城区和商业中心 | 五元 | 二元\n",
    "63-pdf-vertical.pdf": "小型车每小时收费五元\n大型车每小时收费八元",
    "64-pdf-radicals.pdf": "关于方便用户停车的通知",
}
REFUSED = {
    "29-html-js-rendered.html": "page_drawn_by_script",
    "65-pdf-glyph-names.pdf": "pdf_unmapped",
    "67-pdf-user-password.pdf": "file_locked",
}


def one(name: str) -> Draft:
    (draft,) = read(name, (INTAKE / name).read_bytes())
    return draft


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_of_an_article(name: str) -> None:
    draft = one(name)
    assert {field: getattr(draft, field) for field in KNOWN[name]} == KNOWN[name]


@pytest.mark.parametrize("name", TEXTS)
def test_what_it_says(name: str) -> None:
    assert TEXTS[name] in one(name).text


def test_what_stands_beside_the_article_is_left_out() -> None:
    text = one("28-html-wrapper-article-content.html").text
    assert "明星" not in text
    assert "反馈" not in text


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_available", lambda: False)
    with pytest.raises(Unreadable) as refusal:
        one(name)
    assert refusal.value.reason.code == REFUSED[name]
