"""Sentences and passages: whole, short enough, and nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.passages import LIMIT, passages, sentences
from tests.shared import CORPUS, needs_shared

TEXTS = st.text(alphabet="字词，；。！？!?”」）\n\t 　a1.：", max_size=900)


def shown(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def spread(text: str) -> list[str]:
    return [text[passage.start : passage.end] for passage in passages(text)]


def test_a_sentence_ends_at_its_mark_and_takes_its_closing_quote_along() -> None:
    assert shown("他说：“好！”大家笑了。散会？！\n 第二段") == [
        "他说：“好！”",
        "大家笑了。",
        "散会？！",
        "第二段",
    ]


def test_a_link_is_no_question() -> None:
    assert shown("见http://example.cn/a?id=1&b=2。行吗?行!") == [
        "见http://example.cn/a?id=1&b=2。",
        "行吗?",
        "行!",
    ]


def test_short_sentences_share_a_passage() -> None:
    assert spread("一。二。\n三。") == ["一。二。\n三。"]


def test_a_passage_is_never_over_the_limit_and_sentences_stay_whole() -> None:
    sentence = "字" * 89 + "。"
    assert spread(sentence * 5) == [sentence * 2, sentence * 2, sentence]


def test_a_paragraph_closes_a_passage_that_is_long_enough() -> None:
    first, second = "字" * 169 + "。", "词" * 10 + "。"
    assert spread(f"{first}\n{second}") == [first, second]
    assert spread(first + second) == [first + second]


def test_a_long_sentence_is_cut_at_a_semicolon_then_a_comma_then_the_limit() -> None:
    assert spread("甲" * 150 + "；" + "乙" * 30 + "，" + "丙" * 100 + "。")[0] == "甲" * 150 + "；"
    assert spread("甲" * 150 + "，" + "乙" * 100 + "。")[0] == "甲" * 150 + "，"
    assert [len(part) for part in spread("甲" * 450)] == [200, 200, 50]


@given(TEXTS)
def test_passages_tile_the_text(text: str) -> None:
    end = 0
    for passage in passages(text):
        assert not text[end : passage.start].strip()
        assert 0 < passage.end - passage.start <= LIMIT
        quote = text[passage.start : passage.end]
        assert quote == quote.strip()
        end = passage.end
    assert not text[end:].strip()


@given(TEXTS)
def test_a_sentence_that_is_short_enough_lies_in_one_passage(text: str) -> None:
    spans = passages(text)
    for start, end in sentences(text):
        if end - start <= LIMIT:
            assert any(span.start <= start and end <= span.end for span in spans)


@needs_shared
def test_most_passages_of_real_articles_are_of_a_good_length() -> None:
    for path in sorted(CORPUS.glob("*.txt")):
        lengths = [len(part) for part in spread(path.read_text(encoding="utf-8"))]
        assert max(lengths) <= LIMIT
        assert sum(lengths) / len(lengths) >= 80, path.name
