"""Words for a time, and the days that they name."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.text.time_expressions import time_expressions

TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2023年以后", "2023-01-01", None),
        ("2023之后", "2023-01-01", None),
        ("2023年起", "2023-01-01", None),
        ("二〇二三年以来", "2023-01-01", None),
        ("二零二三年至今", "2023-01-01", None),
        ("民国112年以后", "2023-01-01", None),
        ("22年以后", "2022-01-01", None),
        ("零八年以前", None, "2007-12-31"),
        ("2021、2022年", "2021-01-01", "2022-12-31"),
        ("2020年以前", None, "2019-12-31"),
        ("2019到2021年", "2019-01-01", "2021-12-31"),
        ("2019年至2021年间", "2019-01-01", "2021-12-31"),
        ("去年到今年", "2025-01-01", "2026-12-31"),
        ("2022年", "2022-01-01", "2022-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("前年", "2024-01-01", "2024-12-31"),
        ("今年以来", "2026-01-01", None),
        ("年初以来", "2026-01-01", None),
        ("今年上半年", "2026-01-01", "2026-06-30"),
        ("去年第四季度", "2025-10-01", "2025-12-31"),
        ("近三年", "2023-05-01", None),
        ("最近两年", "2024-05-01", None),
        ("过去5年", "2021-05-01", None),
        ("近半年", "2025-11-01", None),
        ("最近三个月", "2026-02-01", None),
        ("最近30天", "2026-04-01", None),
        ("上个月", "2026-04-01", "2026-04-30"),
        ("这个月", "2026-05-01", "2026-05-31"),
        ("本月", "2026-05-01", "2026-05-31"),
        ("昨天", "2026-04-30", "2026-04-30"),
        ("3月份", "2026-03-01", "2026-03-31"),
        ("下半年", "2025-07-01", "2025-12-31"),
        ("最近半个月", "2026-04-16", None),
        ("上周", "2026-04-20", "2026-04-26"),
        ("2024年3月以后", "2024-03-01", None),
        ("2024年3月到6月", "2024-03-01", "2024-06-30"),
        ("2024.3以后", "2024-03-01", None),
        ("2024-03-15之前", None, "2024-03-14"),
        ("去年12月以后", "2025-12-01", None),
        ("2024年2月29日", "2024-02-29", "2024-02-29"),
    ],
)
def test_the_days_that_words_name(words: str, first: str | None, last: str | None) -> None:
    found = list(time_expressions(f"甲{words}的", TODAY))
    assert [(each.first, each.last) for each in found] == [(first, last)]
    assert (found[0].start, found[0].end) == (1, 1 + len(words))


@pytest.mark.parametrize(
    "words",
    [
        "疫情期间",
        "3个月",
        "5月龄",
        "一二三年间隔",
        "1990年代",
        "年初的",
        "三年内",
        "30年的房龄",
        "2023年2月29日",
        "2023年2月30日到2024年3月",
        "〔2014〕8号",
        "90后",
        "最近",
    ],
)
def test_what_names_no_time(words: str) -> None:
    assert not list(time_expressions(words, TODAY))


def test_a_range_that_ends_before_it_begins_is_none() -> None:
    assert not list(time_expressions("2021到2019年", TODAY))


@pytest.mark.parametrize(("today", "first"), [("2024-02-29", "2023-02-28"), ("2026-03-31", None)])
def test_years_and_months_count_back_to_a_day_that_there_is(today: str, first: str | None) -> None:
    (found,) = time_expressions("近一年" if first else "近一个月", date.fromisoformat(today))
    assert found.first == (first or "2026-02-28")
