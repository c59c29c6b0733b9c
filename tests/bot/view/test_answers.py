"""An answer as blocks: what is said beside the quote, and what a message has room for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.view.answers.answer_blocks import answer_blocks, card_blocks
from bot.view.answers.quote_spans import MARKS
from bot.view.article_blocks import origin_line, page_blocks
from bot.view.blocks import MESSAGE_UNITS, html, length, plain
from bot.view.callback_data import View
from retrieval.answer.answer import Answer, AppliedFilter, Result, Verdict
from retrieval.corpus.article import Article
from retrieval.text.divisions import Division

REGULATION = (
    "第一章 总则\n第一条 为了惠民，制定本办法。\n第二条 需要：\n（一）身份证；\n（二）申请表。"
)
TEXT = "第一条为了惠民，制定本办法。" + "各地应当执行本办法。" * 40


def article(**fields: object) -> Article:
    return Article(**{"id": "a", "key": "a7k2", "text": TEXT, "title": "办法", **fields})  # type: ignore[arg-type]


def result(rank: int = 1, start: int = 0, end: int = 60, **fields: object) -> Result:
    of = fields.pop("article", None) or article()
    assert isinstance(of, Article)
    quote = of.text[start:end]
    values = {"rank": rank, "score": 1.0, "article": of, "quote": quote, "start": start, "end": end}
    return Result(**{**values, **fields})  # type: ignore[arg-type]


def answer(*results: Result, verdict: Verdict = Verdict.CONFIDENT) -> Answer:
    return Answer(question="？", verdict=verdict, results=results)


def test_the_three_verdicts_look_different() -> None:
    sure = plain(answer_blocks(answer(result()), "hans"))
    weak = plain(answer_blocks(answer(result(), verdict=Verdict.WEAK), "hans"))
    none = plain(answer_blocks(answer(verdict=Verdict.NONE), "hans"))
    assert weak == "❔ 可能相关，请核对原文：\n\n" + sure
    assert "没有找到" in none


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("2023-05-06", "没有找到2025年以后的；以下是较早的："),
        ("2026-05-06", "没有找到2025年以后的；以下不是那时的："),
        (None, "没有找到2025年以后的；以下不是那时的："),
    ],
)
def test_where_nothing_is_of_the_asked_time_the_line_above_says_so(
    date: str | None, line: str
) -> None:
    asked = AppliedFilter("date", "2025年以后", False, "2025-01-01", "2025-12-31")
    shown = answer(result(article=article(date=date)), verdict=Verdict.WEAK)
    blocks = answer_blocks(replace(shown, filters=(asked,)), "hans")
    assert plain(blocks).startswith(f"❔ {line}\n\n")
    card = card_blocks(replace(shown, filters=(asked,)), "hant", View(), 1)
    assert plain(card).startswith("❔ 沒有找到2025年以后的；以下")
    assert "没有找到" not in plain(answer_blocks(shown, "hans"))


def test_what_holds_elsewhere_is_told_above_and_where_it_holds_below_the_title() -> None:
    found = result(article=article(place=Division("371000", "威海市"), source="示例日报"))
    asked = AppliedFilter("place", "开封", satisfied=False)
    shown = replace(answer(found, verdict=Verdict.WEAK), filters=(asked,))
    text = plain(answer_blocks(shown, "hans"))
    assert text.startswith("❔ 没有找到适用于开封的；以下适用的地方不同，请核对：\n")
    assert "示例日报\n适用于威海市\n" in text
    assert "適用於威海市" in plain(answer_blocks(shown, "hant"))


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (None, "办法"),
        (Division("000000", "全国"), "办法"),
        (Division("371000", "威海市"), "威海办法"),
    ],
)
def test_where_it_holds_is_told_where_that_says_more(place: Division | None, title: str) -> None:
    text = plain(answer_blocks(answer(result(article=article(place=place, title=title))), "hans"))
    assert "适用于" not in text


def test_the_answering_sentence_is_bold_and_matched_words_are_underlined() -> None:
    shown = html(answer_blocks(answer(result(highlights=((5, 7),), answer=(0, 14))), "hans"))
    assert "<b>第一条为了</b><b><u>惠民</u></b><b>，制定本办法。</b>各地" in shown


def test_a_quote_that_is_cut_has_its_dots_outside() -> None:
    blocks = answer_blocks(answer(result(start=3, end=20)), "hans")
    assert plain(blocks).splitlines()[-1] == "…" + TEXT[3:20] + "…"


def test_at_most_twenty_words_of_a_message_are_marked() -> None:
    many = tuple((n, n + 1) for n in range(0, 60, 2))
    shown = html(answer_blocks(answer(result(highlights=many), result(2, highlights=many)), "hans"))
    assert shown.count("<u>") == MARKS


def test_what_was_recognised_from_a_scan_is_said() -> None:
    scan = article(meta={"recognised": "yes"})
    sure, unsure = (
        plain(answer_blocks(answer(result(article=scan, doubtful=doubtful)), "hans"))
        for doubtful in ((), ((3, 9),))
    )
    assert "识别自扫描件" in sure
    assert "没有把握" not in sure
    assert "识别自扫描件，有的字没有把握" in unsure
    assert "疑似乱码" not in unsure


def test_what_may_be_corrupt_is_said() -> None:
    assert "疑有" not in plain(answer_blocks(answer(result()), "hans"))
    assert "疑似乱码" in plain(answer_blocks(answer(result(doubtful=((3, 9),))), "hans"))


def test_reposts_are_counted() -> None:
    assert "另有 3 篇转载" in plain(answer_blocks(answer(result(reposts=3)), "hans"))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"source": "甲报", "date": "2099-01-02", "author": "乙 丙"}, "甲报 · 2099-01-02 · 乙 丙"),
        ({"date": "--07-17", "inferred": ("date",)}, "07-17（年份不详）（推定）"),
        ({"meta": {"lapsed": "yes"}, "source": "甲报"}, "甲报 · ⚠ 已失效"),
        ({}, ""),
    ],
)
def test_origins(fields: dict[str, object], line: str) -> None:
    assert origin_line(article(**fields), "hans") == line


def test_what_is_older_than_three_years_says_how_old() -> None:
    today = dt.date.today()
    assert "年前" not in origin_line(article(date=f"{today.year - 2}-01-01"), "hans")
    assert "4 年前" in origin_line(article(date=f"{today.year - 4}-01-01"), "hans")


def test_what_is_too_long_for_one_message_keeps_the_open_result() -> None:
    long = article(text="各地应当执行本办法。" * 600)
    wide = [result(rank, 0, 3000, article=long) for rank in (1, 2)]
    blocks = answer_blocks(answer(*wide), "hans", View(2))
    assert length(blocks) <= MESSAGE_UNITS
    assert html(blocks).count("<blockquote") == 1


def test_a_card_has_at_most_eight_lines() -> None:
    results = [result(rank, reposts=2, doubtful=((1, 2),)) for rank in (1, 2, 3)]
    blocks = card_blocks(answer(*results, verdict=Verdict.WEAK), "hans", View(), 1)
    assert len(plain(blocks).splitlines()) <= 8
    assert html(blocks).count("<blockquote expandable>") == 1


def test_a_card_begins_with_the_answering_sentence() -> None:
    found = result(end=60, answer=(14, 24), highlights=((5, 7), (18, 20)))
    shown = html(card_blocks(answer(found), "hans", View(), 1))
    assert "<blockquote expandable><b>各地应当</b><b><u>执行</u></b><b>本办法。</b>各地" in shown


def test_an_answer_says_where_it_stands_above_the_quote() -> None:
    found = result(article=article(text=REGULATION), start=7, end=46, answer=(34, 38))
    lines = plain(answer_blocks(answer(found), "hans")).splitlines()
    assert lines[1] == "📍 第一章 总则 › 第二条第（一）项"
    assert lines[2].startswith("第一条")


def test_what_stands_in_no_section_says_nothing_of_it() -> None:
    assert "📍" not in plain(
        answer_blocks(answer(result(article=article(text="甲。" * 50))), "hans")
    )


def test_a_quote_of_one_line_is_shown_in_its_paragraphs() -> None:
    text = " ".join(f"第{n}条 {'各地应当执行本办法。' * 6}" for n in "一二三四五六七八九")
    of = article(text=text)
    start, end = text.index("第二条"), text.index("第四条") - 1
    lines = plain(answer_blocks(answer(result(article=of, start=start, end=end)), "hans"))
    assert [line[:3] for line in lines.splitlines()[-2:]] == ["第二条", "第三条"]
    assert "\n第三条" in plain(page_blocks(of, "hans", (0, len(text)), (start, end)))
