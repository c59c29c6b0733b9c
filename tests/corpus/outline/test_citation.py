"""A place is cited as lawyers and officials do."""

from __future__ import annotations

import pytest

from retrieval.corpus.outline.citation import citation, pinpoint, trail
from retrieval.corpus.outline.reading import outline
from tests.corpus.outline.documents import ANSWERS, JOINED, NOTICE, REGULATION, flat

TAIWAN = """第 14 條
雇主有下列情形之一者，處罰鍰：
一、未申報。
二、申報不實：
（一）偽造文件。
（二）變造文件。
前項罰鍰，得分期繳納。
"""
ITEMS_TWICE = """第一条 申请人应当提交：
（一）申请书；
（二）身份证。
代理人还应当提交：
（一）委托书；
（二）代理人身份证。
第二条 本办法自公布之日起施行。
第三条 这一条在句中
断了行，不知道有几款。
"""
ENCLOSED = NOTICE + "附件2\n供热办法\n第一条 为了供热，制定本办法。\n第二条 供热期为四个月。\n"


def cited(text: str, words: str) -> str:
    return pinpoint(text, outline(text), span(text, words))


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        (REGULATION, "适用本条例", "第二条第一款"),
        (REGULATION, "军用、警用", "第二条第二款"),
        (flat(REGULATION), "军用、警用", "第二条第二款"),
        (REGULATION, "有固定住所", "第三条第（一）项"),
        (REGULATION, "符合前款", "第三条第二款"),
        (REGULATION, "接种疫苗的，凭证", "第四条"),
        (REGULATION, "逾期半年", "第五条第（二）项第2目"),
        (ITEMS_TWICE, "身份证。", "第一条第一款第（二）项"),
        (ITEMS_TWICE, "委托书", "第一条第二款第（一）项"),
        (ITEMS_TWICE, "断了行", "第三条"),
        (REGULATION, "（一）有固定住所；\n（二）犬只", "第三条第一款"),
        (REGULATION, "（二）犬只已经接种疫苗。\n符合前款", "第三条"),
        (NOTICE, "二、工作任务\n（一）加强热源保障。各供热", "二"),
        (TAIWAN, "變造", "第14條第二款第（二）目"),
        (TAIWAN, "分期", "第14條第二項"),
        (NOTICE, "热线二十四小时", "二、（二）"),
        (NOTICE, "投诉后", "二、（二）2"),
        (NOTICE, "为保障居民", ""),
        (NOTICE, "5550102", "附件1"),
        (ENCLOSED, "四个月", "附件2第二条"),
        (ANSWERS, "住所证明", "“谁可以申请居住证？”2"),
        (JOINED, "攀折", "第三条第（二）项"),
    ],
)
def test_a_place_is_cited(text: str, words: str, where: str) -> None:
    assert cited(text, words) == where


def test_a_trail_names_the_headings_above() -> None:
    place = span(REGULATION, "逾期半年")
    assert (
        trail(REGULATION, outline(REGULATION), place) == "第三章 法律责任 › 第五条第（二）项第2目"
    )
    place = span(NOTICE, "投诉后")
    assert trail(NOTICE, outline(NOTICE), place) == "二、工作任务 › （二）优化服务平台 › 2"


@pytest.mark.parametrize(
    ("title", "where", "whole"),
    [
        ("示例市养犬条例", "第三条", "《示例市养犬条例》第三条"),
        ("《示例市养犬条例》", "", "《示例市养犬条例》"),
        ("关于《养犬条例》的通知", "三", "《关于〈养犬条例〉的通知》三"),
        (None, "第三条", "第三条"),
        (None, "", None),
    ],
)
def test_titles_in_citations(title: str | None, where: str, whole: str | None) -> None:
    assert citation(title, where) == whole
