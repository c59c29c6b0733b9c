"""Other ways to write what a question names."""

from __future__ import annotations

import pytest

from retrieval.answer.question.expansion import MOST, Form, forms
from retrieval.text.lexicon import Lexicon, Synonym

NOTHING = Lexicon({}, frozenset(), ())


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("新增5家企业", Form("5家", "五家")),
        ("新增五家企业", Form("五家", "5家")),
        ("共12个项目", Form("12个", "十二个")),
        ("共十二个项目", Form("十二个", "12个")),
        ("分两批发放", Form("两批", "2批")),
        ("分2批发放", Form("2批", "两批")),
        ("满2年", Form("2年", "二年")),
        ("共120家企业", Form("120家", "一百二十家")),
        ("共一百零五家企业", Form("一百零五家", "105家")),
        ("2024年的补贴", Form("2024年", "二〇二四年")),
        ("二〇二四年的补贴", Form("二〇二四年", "2024年")),
        ("二零二四年的补贴", Form("二零二四年", "2024年")),
    ],
)
def test_numbers_in_the_other_notation(question: str, form: Form) -> None:
    assert form in forms(question, [], NOTHING)


def test_equivalents_of_the_lexicon() -> None:
    lexicon = Lexicon({}, frozenset(), (Synonym("社保", "社会保险", 0.5),))
    assert forms("社保怎么办", {0, 2}, lexicon) == [Form("社保", "社会保险", 0.5)]


def test_the_likeliest_forms_are_kept() -> None:
    pairs = tuple(Synonym("社保", f"保险{at}", at / 40) for at in range(1, 41))
    found = forms("社保怎么办", {0, 2}, Lexicon({}, frozenset(), pairs))
    assert [form.weight for form in found] == [at / 40 for at in range(40, 40 - MOST, -1)]


def test_a_number_that_counts_nothing_stays() -> None:
    assert forms("第3.5号附件", [], NOTHING) == []
    assert forms("电话12345678", [], NOTHING) == []
    assert forms("十十个", [], NOTHING) == []


def test_a_second_month_is_never_a_pair() -> None:
    assert forms("2月的补贴", [], NOTHING) == [Form("2月", "二月")]
