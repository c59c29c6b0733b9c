"""Windows: stretches of whole sentences, and what of the question they hold."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.question_type import QuestionType
from retrieval.answer.sentences import pieces, stretches
from retrieval.answer.term_weights import Evidence
from retrieval.answer.windows import Window, highlights, windows

EVIDENCE = Evidence({"医保": 3.0, "备案": 4.0}, QuestionType.HOW)


def look(text: str, limit: int, evidence: Evidence = EVIDENCE) -> list[Window]:
    return windows(text, text, frozenset(), evidence, limit)


def test_a_window_takes_as_many_whole_sentences_as_fit() -> None:
    text = "异地就医先备案。医保照常报销。其他事项另行通知。"
    assert [text[w.start : w.end] for w in look(text, 16)] == [
        "异地就医先备案。医保照常报销。",
        "医保照常报销。其他事项另行通知。"[:16],
    ]


def test_the_sentence_with_most_of_the_question_answers() -> None:
    text = "本通知自今日起施行。医保备案可以在手机上办理。"
    (window,) = look(text, 200)
    assert text[slice(*window.answer)] == "医保备案可以在手机上办理。"
    assert (window.window, window.sentence, window.with_title, window.lead) == (7.0, 7.0, 7.0, 0.0)


def test_a_sentence_of_the_right_form_goes_before_one_with_slightly_more_words() -> None:
    text = "医保备案很重要。备案通过手机办理。"
    evidence = Evidence({"备案": 4.0, "医保": 1.0}, QuestionType.WHEN)
    (window,) = look(text + "备案7月1日开始。", 200, evidence)
    assert (text + "备案7月1日开始。")[slice(*window.answer)] == "备案7月1日开始。"


def test_a_sentence_longer_than_the_limit_is_cut_at_its_marks() -> None:
    text = "一是医保，二是备案；三是" + "很长" * 30 + "。"
    found = [text[w.start : w.end] for w in look(text, 20)]
    assert found[0] == "一是医保，二是备案；"
    assert all(len(quote) <= 20 for quote in found)


def test_numbers_match_as_a_whole_only() -> None:
    evidence = Evidence({"20": 2.0}, QuestionType.OTHER)
    assert look("一共2024人。", 200, evidence) == []
    assert len(look("一共20人。", 200, evidence)) == 1


def test_without_any_term_there_is_no_window() -> None:
    assert look("春天来了。", 200) == []
    assert look("", 200) == []


@given(st.text(alphabet="医保备案，；。！\n ab1", max_size=300), st.integers(1, 60))
def test_windows_keep_to_the_limit_and_go_from_left_to_right(text: str, limit: int) -> None:
    found = look(text, limit)
    assert all(0 <= w.start < w.end <= len(text) and w.end - w.start <= limit for w in found)
    assert all(w.start <= w.answer[0] < w.answer[1] <= w.end for w in found)
    assert all(a.start < b.start and a.end < b.end for a, b in pairwise(found))


def test_highlights_are_joined_and_ascending() -> None:
    assert highlights("备案医保，医保", ["医保", "备案"], EVIDENCE) == ((0, 4), (5, 7))


def test_another_form_of_a_term_counts_as_the_term() -> None:
    evidence = Evidence({"医保": 3.0}, QuestionType.OTHER, others={"医保": ("医疗保险",)})
    (window,) = look("医疗保险照常报销。", 200, evidence)
    assert window.window == 3.0
    assert highlights("医疗保险照常", ["医保"], evidence) == ((0, 4),)


def test_the_lead_of_an_article_whose_title_has_terms_is_marked() -> None:
    text = "医保备案指南。" + "其他事项另行通知。" * 3 + "备案要快。"
    found = windows(text, text, frozenset({"医保"}), EVIDENCE, 20)
    assert [window.lead for window in found] == [1.0] + [0.0] * (len(found) - 1)
    sections = text.replace("。", "。\n")
    assert not any(w.lead for w in windows(sections, sections, frozenset({"医保"}), EVIDENCE, 20))


def quoted(text: str, evidence: Evidence, limit: int = 60) -> tuple[str, str]:
    """The best window's quote and the sentence that answers, by what they hold."""
    found = look(text, limit, evidence)
    best = max(found, key=lambda w: (w.window, w.sentence, w.under - w.cut, w.shape))
    return text[best.start : best.end], text[slice(*best.answer)]


def test_a_quote_goes_on_after_the_heading_that_matches() -> None:
    text = "一、申领条件\n失业登记满一年。\n二、领取期限\n最长不超过24个月。\n三、附则\n另行规定。"
    quote, answer = quoted(text, Evidence({"领取": 3.0, "期限": 3.0}, QuestionType.WHEN), 30)
    assert answer == "最长不超过24个月。"
    assert "二、领取期限" in quote


def test_a_question_in_the_text_does_not_answer_what_follows_it_does() -> None:
    text = "问：怎么备案？答：打电话备案即可。\n问：报销比例会降低吗？答：不会降低。"
    assert quoted(text, EVIDENCE)[1] == "答：打电话备案即可。"
    asked = Evidence({"报销": 3.0, "比例": 3.0}, QuestionType.OTHER)
    assert quoted(text, asked)[1] == "答：不会降低。"


def test_a_list_is_quoted_from_its_head() -> None:
    text = (
        "其他事项另行通知，请留意公告。\n二、申领材料如下：\n"
        "（一）身份证；\n（二）照片；\n（三）住址证明。"
    )
    quote, _ = quoted(text, Evidence({"申领": 3.0, "材料": 3.0}, QuestionType.LIST), 40)
    assert quote.endswith("（三）住址证明。")
    assert quote.startswith("二、申领材料如下：")


@given(st.text(alphabet="医保备案，；。！？：\n ab1一、", max_size=300), st.integers(1, 60))
def test_no_quote_ends_with_a_lead_in_where_it_could_do_otherwise(text: str, limit: int) -> None:
    found = pieces(text, limit)
    for first, last in stretches(found, limit):
        assert first == last or not found[last].leads
    assert all(a.end <= b.start for a, b in pairwise(found))
