"""Questions that ask for a time, put to the sample articles."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answer.answer import Verdict
from retrieval.answer.searcher import Searcher

TODAY = date(2024, 12, 20)


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("去年出台的电动自行车上牌规定", "06-e-bike-plates.txt"),
        ("2024年以后公积金提取有什么新规定", "04-provident-fund.txt"),
        ("今年以来生育津贴怎么申请", "14-maternity.md"),
        ("近三年養老服務補貼的規定", "12-elder-care.md"),
        ("2022年的失业保险金申领办法", "08-unemployment.txt"),
        ("2021到2022年公租房申请的规定", "10-public-rental-housing.md"),
        ("今年上半年停车收费调整的公告", "11-parking.txt"),
    ],
)
def test_what_is_of_the_time_is_answered_from_it(
    samples: Searcher, question: str, file: str
) -> None:
    answer = samples.ask(question, today=TODAY)
    assert answer.results[0].article.file == file
    assert [each.satisfied for each in answer.filters] == [True]


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("今年以来公租房申请有什么规定", "10-public-rental-housing.md"),
        ("2025年以后灵活就业养老保险怎么缴", "05-pension.md"),
        ("上个月失业保险金申领的规定", "08-unemployment.txt"),
        ("2022年以前電動自行車上牌的規定", "06-e-bike-plates.txt"),
        ("近两年生活垃圾分类投放的规定", "13-waste-sorting.txt"),
        ("前年出台的公积金提取规定", "04-provident-fund.txt"),
    ],
)
def test_where_nothing_is_of_the_time_it_is_said(
    samples: Searcher, question: str, file: str
) -> None:
    answer = samples.ask(question, today=TODAY)
    assert answer.verdict is Verdict.WEAK
    assert answer.results[0].article.file == file
    assert answer.missed_time is not None
