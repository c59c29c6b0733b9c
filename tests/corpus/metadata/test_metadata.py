"""Dates and metadata: at least 98 of 100 hand-made lines are read exactly, and none is invented."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.text.dates import first_date, mentions
from tests.corpus.metadata.metadata_lines import ABOVE, BELOW, DATES, OPENING

TITLE = "示例市推进示例工作"
TEXT = "会议研究了下一步的工作，要求各单位认真落实。"

Row = tuple[str, str, object, object]
"""The line, the field, what it should be, what it is."""


def draft(*lines: str) -> Draft:
    (found,) = read("a.txt", "\n".join(lines).encode())
    return found


def fields(found: Draft) -> dict[str, object]:
    named = {name: getattr(found, name) for name in ("date", "source", "author")}
    return {**named, **found.meta, "inferred": " ".join(found.inferred) or None}


def rows() -> Iterator[Row]:
    for line, date in DATES:
        yield line, "date", date, first_date(line)
    for line, stated in ABOVE:
        found = fields(draft(TITLE, line, TEXT))
        yield from ((line, name, value, found.get(name)) for name, value in stated.items())
    for line, stated in BELOW:
        found = fields(draft(TITLE, TEXT, line))
        yield from ((line, name, value, found.get(name)) for name, value in stated.items())
    for line, stated in OPENING:
        found = fields(draft(TITLE, line, TEXT))
        yield from ((line, name, value, found.get(name)) for name, value in stated.items())


def test_there_are_enough_lines() -> None:
    assert len(DATES) + len(ABOVE) + len(BELOW) + len(OPENING) >= 150


def test_all_are_exact_but_the_american_order_of_words() -> None:
    assert [row for row in rows() if row[2] != row[3]] == [
        ("Fri Dec 01 2023", "date", "2023-12-01", None)
    ]


@pytest.mark.parametrize(
    ("lunar", "date"),
    [
        ("6月25日，农历六月初一", "2025-06-25"),
        ("7月25日，农历闰六月初一", "2025-07-25"),
        ("7月25日，農曆閏六月初一", "2025-07-25"),
        ("8月23日，农历七月初一", "2025-08-23"),
        ("8月22日，农历闰六月廿九", "2025-08-22"),
        ("7月25日，农历六月初一", "--07-25"),
        ("8月23日，农历闰七月初一", "--08-23"),
        ("8月23日，农历闰六月三十", "--08-23"),
    ],
)
def test_a_day_of_the_chinese_calendar_settles_the_year_by_its_leap_month(
    lunar: str, date: str
) -> None:
    """2025 has a sixth month and a leap sixth month of 29 days, which begins on 25 July."""
    assert draft(TITLE, f"{lunar}，全市总结2025年的工作。").date == date


@pytest.mark.parametrize(("count", "taken"), [(1, True), (20, True), (21, False)])
def test_a_byline_has_up_to_twenty_names(count: int, taken: bool) -> None:
    names = [f"张{digit}{other}" for digit in "一二三四五" for other in "甲乙丙丁戊"][:count]
    found = draft(TITLE, f"记者 {'、'.join(names)}", TEXT)
    assert found.author == (" ".join(names) if taken else None)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("记者 欧阳明月", "欧阳明月"),
        ("记者 欧阳明月圆", None),
        ("张三", "张三"),
        ("张三丰", "张三丰"),
        ("张三丰田", None),
    ],
)
def test_how_long_a_name_may_be(line: str, author: str | None) -> None:
    """Four characters behind 记者; three where nothing but the surname says that it is one."""
    assert draft(TITLE, line, TEXT).author == author


def test_every_date_in_a_line() -> None:
    line = "会议于2024年1月31日至2月5日举行，民國113年3月1日公布，2024-04-01施行。"
    dates = [mention.date for mention in mentions(line)]
    assert dates == ["2024-01-31", "--02-05", "2024-03-01", "2024-04-01"]


def test_what_is_understood_is_taken_out_of_the_text() -> None:
    found = draft(TITLE, "发布时间：2024-01-31 来源：示例网", TEXT, "责任编辑：李四")
    assert (found.title, found.text) == (TITLE, TEXT)


def test_a_prefix_before_the_title_is_the_stated_day() -> None:
    found = draft("05.11 " + TITLE, TITLE, TEXT)
    assert (found.title, found.date, found.inferred) == (TITLE, "--05-11", ())


@pytest.mark.parametrize(
    "form",
    [
        ["实施主体：示例市民政局", "事项类型：公共服务"],
        ["申请条件：年满十八周岁"],
        ["优惠对象：学生", "折扣：五折"],
    ],
)
def test_the_lines_of_a_form_are_no_titles(form: list[str]) -> None:
    found = draft("办理示例证", "", *form, TEXT)
    assert (found.title, found.kicker) == ("办理示例证", None)
    assert found.text == "\n".join([*form, TEXT])


def test_a_headline_may_name_a_speaker() -> None:
    found = draft("要闻一则", "张三：推动示例工作", TEXT)
    assert (found.title, found.kicker) == ("张三：推动示例工作", "要闻一则")


HEADED = ["发文机关 | 备注 | 文号 | 成文日期", "示例市政府 | | 示政发〔2023〕5号 | 2023-05-06"]


@pytest.mark.parametrize(
    "lines", [[TITLE, *HEADED, TEXT], [*HEADED, TITLE, TEXT], [TITLE, TEXT, *HEADED]]
)
def test_a_row_of_labels_above_a_row_of_values(lines: list[str]) -> None:
    found = draft(*lines)
    assert (found.title, found.text, found.date) == (TITLE, TEXT, "2023-05-06")
    assert (found.meta["number"], found.meta["issuer"]) == ("示政发〔2023〕5号", "示例市政府")


def test_a_list_of_documents_under_labels_is_text() -> None:
    rows = [
        "标题 | 文号 | 成文日期",
        *(f"通知 | 示政发〔2023〕{n}号 | 2023-05-0{n}" for n in (1, 2)),
    ]
    found = draft(TITLE, *rows, TEXT)
    assert ("number" in found.meta, found.date) == (False, None)
    assert found.text.split("\n") == [*rows, TEXT]
