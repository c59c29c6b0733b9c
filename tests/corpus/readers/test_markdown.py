"""What a Markdown text shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.readers.markdown import LONGEST, lines_of


def shown(text: str) -> list[str]:
    return [line.text for line in lines_of(text) if line.text]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**注意：**请带*身份证*。", ["注意：请带身份证。"]),
        ("国发\\[2014\\]8号，`2.1` &amp; 3", ["国发[2014]8号，2.1 & 3"]),
        ("1. 甲\n2. 乙\n   - 丙\n3) 丁", ["1. 甲", "2. 乙", "丙", "3) 丁"]),
        ("    缩进的**段落**\n　　下一行", ["缩进的段落", "　　下一行"]),
        ("甲<br>乙 <font color=red>丙</font>，<通知>", ["甲", "乙 丙，<通知>"]),
        ("<div>甲</div>\n\n乙", ["甲", "乙"]),
        ("<!-- 隐去 -->\n> 甲\n> 乙", ["甲", "乙"]),
        ("[办法](http://a.b)和![图](a.png)", ["办法和图"]),
        ("见注[^1]。\n\n[^1]: 来源", ["见注[^1]。", "[^1]: 来源"]),
        ("|甲|乙|\n|---|---|\n|一<br>二|三|", ["甲 | 乙", "一 二 | 三"]),
        ("```\n*甲*\n```\n---\n乙", ["*甲*", "乙"]),
        ("|甲|\n|-|\n|乙|丙\\|丁|", ["甲", "乙 | 丙|丁"]),
        ("> |甲|乙|\n> |-|-|\n> |丙||", ["甲 | 乙", "丙 | "]),
        (
            "<table><tr><th>甲</th><th>乙</th></tr>\n\n<tr><td>*一*</td><td>二</td></tr></table>丙",
            ["甲 | 乙", "*一* | 二", "丙"],
        ),
        ("前<TABLE border=1><tr><td>甲<td>乙</TABLE>后", ["前", "甲 | 乙", "后"]),
        ("35*45mm或`48*33`，a_b_c，2024年*", ["35*45mm或48*33，a_b_c，2024年*"]),
    ],
)
def test_the_words_are_shown_without_their_marks(text: str, lines: list[str]) -> None:
    assert shown(text) == lines


def test_headings_have_their_level() -> None:
    text = "# **办法** #\n\n章\n---\n正文\n\n### 一、`总则`\n"
    levels = [(line.text, line.level) for line in lines_of(text) if line.level]
    assert levels == [("办法", 1), ("章", 2), ("一、总则", 3)]


def test_what_would_take_long_is_shown_as_it_is_written() -> None:
    text = "# 办法\n" + "[" * LONGEST
    assert [line.text for line in lines_of(text)] == text.split("\n")


@given(st.text("甲乙1.）# *_-+`>|[]<!\\&\n\t　~:=", max_size=200))
def test_no_word_is_lost(text: str) -> None:
    assert [each for each in "".join(shown(text)) if each in "甲乙"] == [
        each for each in text if each in "甲乙"
    ]
