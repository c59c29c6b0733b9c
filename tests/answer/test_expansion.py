"""Other ways to write what a question names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.expansion import Form, arabic, chinese, forms, spelt


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("新增5家企业", Form("5家", "五家")),
        ("新增五家企业", Form("五家", "5家")),
        ("共12个项目", Form("12个", "十二个")),
        ("共十二个项目", Form("十二个", "12个")),
        ("2024年的补贴", Form("2024年", "二〇二四年")),
        ("二〇二四年的补贴", Form("二〇二四年", "2024年")),
        ("二零二四年的补贴", Form("二零二四年", "2024年")),
    ],
)
def test_numbers_in_the_other_notation(question: str, form: Form) -> None:
    assert form in forms(question, [], {})


def test_equivalents_of_the_lexicon() -> None:
    found = forms("社保怎么办", ["社保", "办"], {"社保": ("社会保险",)})
    assert found == [Form("社保", "社会保险")]


def test_a_number_that_counts_nothing_stays() -> None:
    assert forms("第3.5号附件", [], {}) == []
    assert forms("电话12345678", [], {}) == []


@given(st.integers(1, 99))
def test_there_and_back(number: int) -> None:
    assert arabic(chinese(number)) == str(number)


@given(st.integers(1900, 2099))
def test_years_there_and_back(year: int) -> None:
    assert arabic(spelt(str(year))) == str(year)
