"""Windows: stretches of whole sentences, and what of the question they hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.question.question_type import QuestionType
from retrieval.answer.ranking.rerank import choices
from retrieval.answer.ranking.term_weights import Evidence
from retrieval.answer.reading.read_text import ReadText
from retrieval.answer.reading.windows import SIGNS, Windows, highlights, windows
from retrieval.answer.retrieve import Candidate
from retrieval.corpus.article import Article

EVIDENCE = Evidence({"医保": 3.0, "备案": 4.0}, QuestionType.OTHER)


def look(
    text: str, limit: int = 200, evidence: Evidence = EVIDENCE, title: str | None = None
) -> Windows:
    article = Article(id="a", key="aaaa", text=text, title=title)
    return windows([ReadText(article, limit)], evidence)


def quotes(text: str, limit: int = 200, evidence: Evidence = EVIDENCE) -> list[str]:
    return [text[start:end] for start, end in look(text, limit, evidence).ranges]


def answer(text: str, evidence: Evidence = EVIDENCE) -> str:
    (found,) = look(text, 200, evidence).answers
    return text[slice(*found)]


def sign(name: str, found: Windows) -> list[float]:
    return [round(value, 6) for value in found.signs[:, SIGNS.index(name)].tolist()]


def test_a_window_takes_as_many_whole_sentences_as_fit() -> None:
    text = "异地就医先备案。医保照常报销。其他事项另行通知。"
    assert quotes(text, 16) == [
        "异地就医先备案。医保照常报销。",
        "医保照常报销。其他事项另行通知。",
    ]


def test_a_heading_that_ends_a_text_can_be_quoted() -> None:
    text = "第一条 医保照常报销，备案在先。\n第二章 异地就医备案"
    assert quotes(text, 18) == text.splitlines()


def test_a_window_keeps_to_its_article() -> None:
    text = "第一条 医保应当备案。\n第二条 医保照常报销。\n第三条 其他事项另行通知。"
    assert quotes(text) == ["第一条 医保应当备案。", "第二条 医保照常报销。"]


def test_a_window_begins_at_the_head_of_its_paragraph() -> None:
    text = "参保人先备案。医保随后报销。\n经办机构核对备案。医保中心付款。"
    assert quotes(text, 20) == ["参保人先备案。医保随后报销。", "经办机构核对备案。医保中心付款。"]


def test_the_sentence_with_most_of_the_question_answers() -> None:
    text = "本通知自今日起施行。医保备案可以在手机上办理。"
    assert answer(text) == "医保备案可以在手机上办理。"
    assert look(text).held.tolist() == [7.0]


def test_of_sentences_alike_the_one_behind_the_case_that_is_asked_for_answers() -> None:
    evidence = Evidence({"医保": 3.0, "备案": 4.0, "报销": 2.0}, QuestionType.OTHER)
    text = "门诊报销从严。到外地住院，医保先备案。报销七成。"
    assert answer(text, replace(evidence, weights={"报销": 2.0, "外地": 0.5})) == "报销七成。"
    assert answer(text, evidence) == "到外地住院，医保先备案。"


def test_a_sentence_of_the_right_form_goes_before_one_with_slightly_more_words() -> None:
    evidence = Evidence({"备案": 4.0, "医保": 1.0}, QuestionType.WHEN)
    assert answer("医保备案很重要。备案7月1日开始。", evidence) == "备案7月1日开始。"


def test_a_sentence_longer_than_the_limit_is_cut_at_its_marks() -> None:
    found = quotes("一是医保，二是备案；三是" + "很长" * 30 + "。", 20)
    assert found[0] == "一是医保，二是备案；"
    assert all(len(quote) <= 20 for quote in found)


def test_numbers_match_as_a_whole_only() -> None:
    evidence = Evidence({"20": 2.0}, QuestionType.OTHER)
    assert quotes("一共2024人。", 200, evidence) == []
    assert quotes("一共20人。", 200, evidence) == ["一共20人。"]


def test_without_any_term_there_is_no_window() -> None:
    assert quotes("春天来了。") == []


def test_an_article_without_a_sentence_is_passed_over() -> None:
    texts = [ReadText(Article(id=id, key=id, text=id), 200) for id in ("", "医保备案。", " ")]
    looked = [(Candidate(n, 1.0, (n,), (1.0,), ((0, 5),)), text) for n, text in enumerate(texts)]
    assert [choice.candidate.n for choice in choices(looked, EVIDENCE, {})] == [1]


def test_single_characters_are_evidence_of_their_own() -> None:
    evidence = Evidence({"遛狗": 9.0}, QuestionType.OTHER, characters={"遛": 5.0, "犬": 3.0})
    found = look("携犬出户应当束犬链。", 200, evidence)
    assert sign("characters", found) == [3.0]
    assert found.words.tolist() == [False]


def test_what_a_heading_says_counts_for_what_it_leads_to() -> None:
    text = "一、医保备案\n拨打电话或者到窗口办理。\n二、其他\n另行通知。"
    found = look(text)
    assert text[slice(*found.answers[0])] == "拨打电话或者到窗口办理。"


def test_what_an_article_refers_to_counts_for_it() -> None:
    text = "第一条 遛狗应当束犬链。\n第二条 违反本办法第一条规定的，处五百元罚款。"
    found = look(text, 200, Evidence({"遛狗": 5.0, "罚款": 2.0}, QuestionType.PENALTY))
    held = {text[a:b][:3]: value for (a, b), value in zip(found.ranges, found.held, strict=True)}
    assert held == {"第一条": 5.0, "第二条": 7.0}


def test_the_signature_of_a_document_is_known_to_be_formal() -> None:
    text = f"一、医保应当备案，{'详见附件，' * 12}。\n二、另行通知。\n示例市医保局\n2024年3月1日"
    found = look(text)
    at = {
        text[a:b][:2]: value
        for (a, b), value in zip(found.ranges, sign("formal", found), strict=True)
    }
    assert at == {"一、": 0.0, "示例": 1.0}


@given(
    st.text(alphabet="医保备案，；。！\n 第一条ab1", max_size=300).filter(str.strip),
    st.integers(1, 60),
)
def test_windows_keep_to_the_limit_and_go_from_left_to_right(text: str, limit: int) -> None:
    found = look(text, limit)
    assert all(0 <= a < b <= len(text) and b - a <= limit for a, b in found.ranges)
    pairs = zip(found.ranges, found.answers, strict=True)
    assert all(a <= first < last <= b for (a, b), (first, last) in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(found.ranges))
    assert found.signs.shape == (len(found.ranges), len(SIGNS))


def test_highlights_are_joined_and_ascending() -> None:
    assert highlights("备案医保，医保", ["医保", "备案"], EVIDENCE) == ((0, 4), (5, 7))


def test_another_form_of_a_term_counts_by_how_surely_it_means_the_same() -> None:
    evidence = Evidence({"医保": 3.0}, QuestionType.OTHER, others={"医保": (("医疗保险", 0.8),)})
    assert look("医疗保险照常报销。", 200, evidence).held.tolist() == [3.0 * 0.8]
    assert highlights("医疗保险照常", ["医保"], evidence) == ((0, 4),)
