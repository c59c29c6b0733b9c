"""Files as operators have them are read, and what is broken or a trap is refused."""

from __future__ import annotations

import gzip
import io
import json
import quopri

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import kind_of, read, read_lines
from retrieval.corpus.readers.jsonl import Line
from retrieval.errors import Unreadable
from retrieval.reasons import Reason
from tests.corpus.readers.papers import BODY, TITLE, ofd, packed, page, pdf, word

LIMIT = 1_000_000
SIGNED = ["示例市人民政府", "2023年5月6日"]
META = (
    '<meta name="SiteName" content="示例市人民政府"><meta name="ArticleTitle" content="示例标题">'
    '<meta name="PubDate" content="2023-05-06 09:10"><meta name="ContentSource" content="示例日报">'
    '<meta name="Url" content="https://www.example.org/a.html">'
)
PAGE = (
    "<div>首页 &gt; 政务公开 &gt; 政策文件</div><h1>{title}</h1>"
    "<div>发布时间：2023-05-06 09:10 来源：示例日报 字号：大 中 小</div>"
    "<div{attribute}>{text}</div>"
    "<div>分享到：</div><div>扫一扫在手机打开当前页</div>"
    "<div>版权所有 示例市人民政府 示ICP备1号</div>"
)


def one(name: str, data: bytes) -> Draft:
    (draft,) = read(name, data)
    return draft


def refused(name: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        list(read(name, data))
    return refusal.value.reason.code


def article(attribute: str = "", title: str = TITLE) -> str:
    text = "".join(f"<p>　　{line}</p>" for line in BODY)
    return PAGE.format(title=title, attribute=attribute, text=text)


def test_word() -> None:
    draft = one("a.docx", word(["示政发〔2023〕12号", *BODY, *SIGNED], title=TITLE))
    assert (draft.title, draft.date) == (TITLE, "2023-05-06")
    assert draft.meta["number"] == "示政发〔2023〕12号"
    assert draft.text == "\n".join([*BODY, *SIGNED])


def headings(draft: Draft) -> list[tuple[str, int]]:
    """The headings that the format of the source knows, each with its level."""
    lines = ((draft.text[start:].split("\n")[0], level) for start, level in draft.levels)
    return list(lines)


def test_a_word_file_says_which_paragraphs_are_headings() -> None:
    data = word([*BODY, "申请条件", "年满十八周岁。"], title=TITLE, headings={"申请条件": 2})
    assert headings(one("a.docx", data)) == [("申请条件", 2)]


def test_a_markdown_file_says_which_lines_are_headings() -> None:
    text = f"# {TITLE}\n\n{BODY[0]}\n\n## **申请条件** ##\n\n年满十八周岁。\n\n### 材料\n\n身份证。"
    assert headings(one("a.md", text.encode())) == [("申请条件", 2), ("材料", 3)]


def test_a_page_says_which_lines_are_headings() -> None:
    text = (
        "".join(f"<p>{line}</p>" for line in BODY)
        + "<h3>申请 <b>条件</b></h3><p>年满十八周岁。</p>"
    )
    data = PAGE.format(title=TITLE, attribute=' id="zoom"', text=text).encode()
    assert headings(one("a.html", data)) == [("申请 条件", 3)]


def test_the_rows_of_a_word_table_are_lines() -> None:
    draft = one("a.docx", word(BODY, [["项目", "金额"], ["补贴", "100元"]], TITLE))
    assert draft.text.endswith("项目 | 金额\n补贴 | 100元")


def test_pdf_lines_become_paragraphs_without_heads_and_page_numbers() -> None:
    first = [
        "示例市人民政府公报",
        TITLE,
        BODY[0],
        "    为了推进示例工作，现将有关事项通知如下，请认真贯",
    ]
    second = ["示例市人民政府公报", "彻执行，不得推诿。", "    一、按照方案组织实施。", "- 2 -"]
    third = ["示例市人民政府公报", *SIGNED, "- 3 -"]
    draft = one("a.pdf", pdf([[*first, "- 1 -"], second, third]))
    assert draft.title == TITLE
    assert draft.text.split("\n") == [
        BODY[0],
        "为了推进示例工作，现将有关事项通知如下，请认真贯彻执行，不得推诿。",
        "一、按照方案组织实施。",
        *SIGNED,
    ]


def test_pdf_characters_with_a_space_behind_each() -> None:
    lines = [TITLE, BODY[0], " ".join("为了推进示例工作，现通知如下。"), "共 有 5 个 A 类 项 目。"]
    assert one("a.pdf", pdf([lines])).text.split("\n")[1:] == [
        "为了推进示例工作，现通知如下。",
        "共有 5 个 A 类项目。",
    ]


def test_a_scan_is_reported_as_one() -> None:
    assert refused("a.pdf", pdf([[], []])) == "pdf_scan"


def test_a_locked_pdf() -> None:
    assert refused("a.pdf", pdf([BODY], password="geheim")) == "file_locked"


@pytest.mark.parametrize("attribute", [' id="zoom"', ' class="TRS_Editor"', ""])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_without_meta_tags(attribute: str, charset: str) -> None:
    draft = one("a.html", page(article(attribute), "<title>x</title>", charset))
    assert (draft.title, draft.date, draft.source) == (TITLE, "2023-05-06", "示例日报")
    assert draft.text == "\n".join(BODY)
    assert draft.inferred == ()


def test_the_meta_tags_of_government_sites_win() -> None:
    draft = one("a.htm", page(article(title="别的标题"), META))
    assert (draft.title, draft.source) == ("示例标题", "示例日报")
    assert draft.url == "https://www.example.org/a.html"


def test_open_graph_and_json_ld() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2023-05-06T08:00:00+08:00",
        "author": [{"name": "张三"}, {"name": "李四"}],
        "publisher": {"name": "示例晚报"},
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(linked)}</script>'
        '<meta property="og:url" content="https://example.org/b">'
    )
    draft = one("a.html", page("".join(f"<p>{line}</p>" for line in BODY), head))
    assert (draft.title, draft.date) == (TITLE, "2023-05-06")
    assert (draft.author, draft.source, draft.url) == (
        "张三 李四",
        "示例晚报",
        "https://example.org/b",
    )


def test_the_site_is_the_source_only_where_none_is_named() -> None:
    head = '<meta name="SiteName" content="示例网">'
    assert one("a.html", page("".join(f"<p>{line}</p>" for line in BODY), head)).source == "示例网"
    assert one("a.html", page(article(), head)).source == "示例日报"


def test_a_page_saved_in_one_file() -> None:
    body = quopri.encodestring(page(article(), META))
    data = (
        b"Snapshot-Content-Location: https://example.org/x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + body + b"\r\n--B--\r\n"
    )
    assert one("a.mhtml", data).title == "示例标题"


def lines(name: str, data: bytes) -> list[Line]:
    return list(read_lines(name, io.BytesIO(data), limit=LIMIT))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv(encoding: str) -> None:
    table = '标题,正文,日期\n甲,"第一行，\n第二行。",2024-01-02\n乙,,\n'
    first, blank = (line.draft for line in lines("a.csv", table.encode(encoding)))
    assert isinstance(first, Draft)
    assert (first.title, first.text, first.date) == ("甲", "第一行，\n第二行。", "2024-01-02")
    assert blank is None


def test_csv_without_a_column_for_the_text_says_which_ones_it_has() -> None:
    with pytest.raises(Unreadable, match=r"文号、标题.*正文"):
        lines("a.csv", "文号,标题\n1,2\n".encode())


def test_a_table_of_questions_and_their_answers() -> None:
    (line,) = lines("a.csv", "问题,答案\n怎么上牌？,到派出所窗口办理，当场办结。\n".encode())
    assert isinstance(line.draft, Draft)
    assert line.draft.title == "怎么上牌？"
    assert line.draft.text == "到派出所窗口办理，当场办结。"


def test_csv_with_the_names_of_columns_that_offices_give() -> None:
    table = (
        "文件标题（必填）,文章内容,发文日期,来源单位,发文字号\n"
        "停车办法,小型车五元。,2024年3月1日,示例日报,示政发〔2024〕1号\n"
    )
    (line,) = lines("a.csv", table.encode("gb18030"))
    draft = line.draft
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text, draft.source) == ("停车办法", "小型车五元。", "示例日报")
    assert (draft.date, draft.meta["number"]) == ("2024-03-01", "示政发〔2024〕1号")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_csv_whose_first_chinese_stands_far_down(encoding: str) -> None:
    table = "title,text\n" + "Notice,five yuan.\n" * 9000 + "停車,小型車每小時五元。\n"
    last = lines("a.csv", table.encode(encoding))[-1].draft
    assert isinstance(last, Draft)
    assert (last.title, last.text) == ("停車", "小型車每小時五元。")


def test_of_two_columns_for_the_text_the_first_counts() -> None:
    (line,) = lines("a.csv", "正文,内容\n甲。,乙。\n".encode())
    assert isinstance(line.draft, Draft)
    assert line.draft.text == "甲。"


def test_jsonl() -> None:
    rows = [
        '{"text": "一。", "title": "t", "author": ["甲", "乙"], "other": {"a": 1}}',
        " ",
        "{",
        "[]",
    ]
    first, blank, broken, other = (
        line.draft for line in lines("a.jsonl", "\n".join(rows).encode())
    )
    assert isinstance(first, Draft)
    assert (first.text, first.author) == ("一。", "甲 乙")
    assert blank is None
    assert isinstance(broken, Reason)
    assert isinstance(other, Reason)


def test_a_date_that_is_none_is_no_reason_to_lose_the_article() -> None:
    (line,) = lines("a.jsonl", '{"text": "一。", "date": "unknown"}'.encode())
    assert isinstance(line.draft, Draft)
    assert line.draft.date is None
    assert line.draft.warnings[0].fields == {"key": "date", "written": "unknown"}


def test_a_long_line_is_refused_and_the_next_one_read() -> None:
    long = json.dumps({"text": "长" * LIMIT}).encode()
    first, second = (line.draft for line in lines("a.jsonl", long + b"\n" + b'{"text": "x"}\n'))
    assert isinstance(first, Reason)
    assert isinstance(second, Draft)


def test_gzip_cut_short() -> None:
    data = gzip.compress(b'{"text": "x"}\n' * 1000)
    with pytest.raises(Unreadable, match="compress"):
        lines("a.jsonl.gz", data[:-20])


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "{}">]><a>&c;</a>'.format(
    "长" * 1000, "&b;" * 1000
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.ofd", "OFD.xml")])
def test_entities_in_xml(name: str, part: str, encoding: str) -> None:
    assert refused(name, packed({part: BOMB.encode(encoding)})) == "xml_entities"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.ofd", "a.html", "a.mhtml", "a.txt", "a.md"])
def test_empty_files(name: str) -> None:
    assert refused(name, b"") == "file_empty"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.ofd"])
def test_broken_files(name: str) -> None:
    whole = {"a.docx": word(BODY), "a.pdf": pdf([BODY]), "a.ofd": ofd([[(1.0, 1.0, "好")]])}[name]
    assert refused(name, whole[: len(whole) // 2]) in {"file_damaged", "pdf_scan"}
    assert refused(name, b"no such thing") == "file_damaged"


def test_a_broken_old_file() -> None:
    assert refused("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "old_office"


def test_the_table_of_types() -> None:
    assert kind_of("A.PDF") == "document"
    assert kind_of("b.jsonl.gz") == "lines"
    assert kind_of("c.zip") == "archive"
    assert kind_of("d.exe") is None
    assert refused("d.exe", b"x") == "unknown_type"


NEWSPAPER = (
    "<div><a>示例网</a>&gt;&gt;<a>社会</a></div><h3>聚焦民生</h3><h1>社保新政惠及百姓</h1>"
    "<h2>——各地落实情况观察</h2><p>2024年03月05日08:12 | 来源：<a>示例日报</a></p>"
    "<div>本报记者 张 三 李小四</div>{text}<p>《 示例日报 》（ 2024年03月05日 第 01 版）</p>"
    "<div>(责编：王五、赵六)</div><div>推荐阅读</div><ul><li><a>示例一条新闻</a></li></ul>"
)


def test_the_headlines_around_the_text_of_a_newspaper() -> None:
    text = "".join(f"<p>{line}</p>" for line in BODY)
    head = "<title>社保新政惠及百姓--社会--示例网</title>"
    draft = one("a.html", page(NEWSPAPER.format(text=text), head))
    assert (draft.title, draft.kicker) == ("社保新政惠及百姓", "聚焦民生")
    assert (draft.subtitle, draft.source) == ("——各地落实情况观察", "示例日报")
    assert (draft.author, draft.date) == ("张三 李小四", "2024-03-05")
    assert draft.meta["editor"] == "王五、赵六"
    assert draft.text == "\n".join(BODY)


def test_an_old_page_laid_out_in_tables() -> None:
    text = "<br>".join(f"　　{line}" for line in BODY)
    cells = [
        "首页 | 机构 | 政策",
        "<b>关于推进示例工作的通知</b>",
        "作者：张三 来源：本站原创 点击数：12 更新时间：2008-5-6",
        text,
        "上一篇：无",
        "版权所有 示例市",
    ]
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    head = "<title>关于推进示例工作的通知-示例市教育局</title>"
    draft = one("a.html", page(f"<table>{rows}</table>", head, "gb2312"))
    assert (draft.title, draft.author) == ("关于推进示例工作的通知", "张三")
    assert (draft.date, draft.source) == ("2008-05-06", None)
    assert draft.text == "\n".join(BODY)


def test_the_table_of_an_official_document() -> None:
    table = (
        "<table><tr><td>发文机关：</td><td>示例市人民政府</td><td>成文日期：</td>"
        "<td>2023年05月06日</td></tr><tr><td>发文字号：</td><td>示政发〔2023〕12号</td>"
        "<td>发布日期：</td><td>2023年05月10日</td></tr></table>"
    )
    text = "".join(f"<p>{line}</p>" for line in (TITLE, *BODY))
    draft = one("a.html", page(f'{table}<div id="UCAP-CONTENT">{text}</div>'))
    assert (draft.title, draft.date) == (TITLE, "2023-05-10")
    assert draft.meta["issued"] == "2023-05-06"
    assert draft.meta["number"] == "示政发〔2023〕12号"
    assert draft.meta["issuer"] == "示例市人民政府"


def test_facts_side_by_side_in_a_line() -> None:
    told = "<span>2024-02-03 08:00:01</span><span>作者：李小四</span><span>来源：示例晚报</span>"
    text = "".join(f"<p>{line}</p>" for line in BODY)
    draft = one("a.html", page(f"<h1>{TITLE}</h1><p>{told}</p><div>{text}</div>"))
    assert (draft.date, draft.author, draft.source) == ("2024-02-03", "李小四", "示例晚报")
    assert draft.text == "\n".join(BODY)
