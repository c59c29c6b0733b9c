"""The kind of answer that a question wants."""

from __future__ import annotations

import pytest

from retrieval.answer.question.question_type import QuestionType, form_of, kind_of, without_asking


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("枣强县三级干部大会是哪天召开的?", QuestionType.WHEN),
        ("补贴什么时候发放", QuestionType.WHEN),
        ("枣强大会有多少人参加?", QuestionType.NUMBER),
        ("一季度有几个集中开工项目?", QuestionType.NUMBER),
        ("静海区委书记是谁?", QuestionType.WHO),
        ("要融入哪里?", QuestionType.WHERE),
        ("为什么要实施三争行动?", QuestionType.WHY),
        ("有哪些特色产业集群?", QuestionType.LIST),
        ("什么是静海发展之魂?", QuestionType.WHAT),
        ("居住证怎么办理?", QuestionType.HOW),
        ("公积金贷款", QuestionType.OTHER),
    ],
)
def test_the_kind_of_a_question(question: str, kind: QuestionType) -> None:
    assert kind_of(question) is kind


def test_a_sentence_can_have_the_form_of_an_answer() -> None:
    assert has_form(QuestionType.WHEN, "2月16日上午召开")
    assert not has_form(QuestionType.WHEN, "大会胜利召开")
    assert has_form(QuestionType.WHO, "区委书记蔺雪峰主持会议")
    assert not has_form(QuestionType.OTHER, "任何句子")


def has_form(kind: QuestionType, sentence: str) -> bool:
    form = form_of(kind)
    return form is not None and form.search(sentence) is not None


def test_words_that_only_ask_become_spaces_of_the_same_length() -> None:
    assert without_asking("居住证怎么办理?") == "居住证  办理?"
    assert without_asking("三争行动是什么") == "三争行动   "
