"""Pages of two decades ago: laid out with tables, without headings, followed by comments."""

from __future__ import annotations

import pytest

from tests.corpus.readers.test_page import HTML, LINKS, TEXT, TITLE, one, told


def old_page(*lines: str, title: str = f"{TITLE}_财经_示例网", below: str = "") -> str:
    """A page that has its ``<title>`` in the body, as broken ones do."""
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in lines)
    return f"<center><title>{title}</title><table>{rows}<tr><td>{HTML}{below}</td></tr></table>"


def test_a_title_that_stands_in_the_body_is_without_the_site() -> None:
    draft = one(old_page("2005年3月21日 11:21 示例日报"))
    assert (draft.title, draft.date, draft.source) == (TITLE, "2005-03-21", "示例日报")


def test_what_has_marks_of_sentences_is_no_site() -> None:
    title = f"{TITLE} | 停车有序，出行更畅"
    assert one(old_page(title=title)).title == title


def test_several_lines_of_reporters() -> None:
    draft = told("本报实习生 马小娟 周举例</div><div>本报记者 王示例 方样本")
    assert draft.author == "马小娟 周举例 王示例 方样本"


@pytest.mark.parametrize(
    ("line", "author"),
    [("执笔人：马小娟 周举例", "马小娟 周举例"), ("示例月刊编", None)],
)
def test_who_held_the_pen(line: str, author: str | None) -> None:
    assert one(f"<h1>{TITLE}</h1><div>{HTML}<p>{line}</p></div>").author == author


def test_the_author_behind_other_labels() -> None:
    assert told("连载：停车二十年 出版社：示例出版社 作者：马小娟").author == "马小娟"


def test_the_issue_of_a_magazine_below_the_text() -> None:
    draft = one(f"<h1>{TITLE}</h1><div>{HTML}<p>——《示例月刊》1996年6月号</p></div>")
    assert (draft.source, draft.date, draft.text) == ("示例月刊", "1996-06", "\n".join(TEXT))


@pytest.mark.parametrize(
    ("written", "date"),
    [("9/17/2004 5:54:13 AM", "2004-09-17"), ("17/9/2004", "2004-09-17"), ("7/5/2005", None)],
)
def test_a_year_behind_day_and_month(written: str, date: str | None) -> None:
    """Which of the two is the month is not guessed."""
    assert told(f"来源：示例日报 发布日期：{written}").date == date


@pytest.mark.parametrize(
    "line", ["编辑：马小娟", "《停车》已有1件评论", "本文引用(Trackback)链接: /wp-trackback.php"]
)
def test_what_stands_below_the_end_is_left_out(line: str) -> None:
    below = f"<p>{line}</p><p>这是别人的话。</p>"
    assert one(f"<h1>{TITLE}</h1><div>{HTML}{below}</div>").text.split("\n")[:3] == TEXT
    assert "别人" not in one(f"<h1>{TITLE}</h1><div>{HTML}{below}</div>").text


def test_a_table_of_links_is_left_out() -> None:
    links = LINKS.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>")
    draft = one(f"<h1>{TITLE}</h1><div><table>{links}</table>{HTML}</div>")
    assert draft.text == "\n".join(TEXT)


def test_markup_in_a_stated_title() -> None:
    head = f'<meta name="ArticleTitle" content="{TITLE}&lt;div&gt;——热烈祝贺&lt;/div&gt;">'
    assert told("2024-05-09", head).title == f"{TITLE} ——热烈祝贺"
