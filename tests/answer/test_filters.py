"""Filters in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answer.question.filters import NO_FILTERS, Filters, read_filters
from retrieval.answer.question.periods import Period
from retrieval.corpus.article import Article

TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("来源:福建日报 三争", Filters(source=("福建日报",))),
        ("标题: 三争 考核", Filters(title=("三争",))),
        ('"一事一议"怎么办', Filters(phrases=("一事一议",))),
        ("补贴 -农业", Filters(without=("农业",))),
        ("补贴怎么领", NO_FILTERS),
        ("covid-19补贴", NO_FILTERS),
        ("最新的补贴", Filters(newest=True)),
        ("最近出台了什么补贴政策", Filters(newest=True)),
        ("最新时代的名称是什么", NO_FILTERS),
    ],
)
def test_reading(question: str, filters: Filters) -> None:
    found, rest = read_filters(question, TODAY)
    assert found == filters
    assert len(rest) == len(question)


def test_a_time_and_a_source_filter_together() -> None:
    filters, rest = read_filters("来源:福建日报 2023年以后的补贴", TODAY)
    assert filters.source == ("福建日报",)
    assert filters.period is not None
    assert filters.period.first == "2023-01-01"
    assert rest.strip() == "补贴"


def test_what_filters_is_not_searched_but_a_phrase_is() -> None:
    assert read_filters("来源:福建日报 三争", TODAY)[1].strip() == "三争"
    assert "一事一议" in read_filters('"一事一议"怎么办', TODAY)[1]


def article(
    *, date: str | None = None, source: str | None = None, title: str | None = None
) -> Article:
    return Article(id="a", key="k", text="农业补贴。", date=date, source=source, title=title)


def test_what_is_admitted() -> None:
    since = Filters(period=Period(0, 0, "2023-01-01", None))
    assert since.admit(article(date="2023-05-01"))
    assert not since.admit(article(date="2022-05-01"))
    assert Filters(source=("福建日报",)).admit(article(source="福建日報·新福建客戶端"))
    either, _ = read_filters("来源:福建日报|海峡导报 三争", TODAY)
    assert either.admit(article(source="福建日報"))
    assert either.admit(article(source="海峡导报"))
    assert not either.admit(article(source="人民日报"))
    assert not Filters(source=("福建日报|",)).admit(article(source="人民日报"))
    assert Filters(title=("三争",)).admit(article(title="「三爭」行動"))
    assert not Filters(without=("农业",)).admit(article())
    assert Filters(phrases=("业补",)).admit(article())
