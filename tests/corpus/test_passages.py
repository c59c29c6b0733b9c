"""Sentences and passages: whole, short enough, and nothing lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.article import Content
from retrieval.corpus.ingest.term_numbers import Vocabulary
from retrieval.corpus.ingest.tokenisation import Cutter
from retrieval.corpus.outline.reading import outline
from retrieval.corpus.passages import LIMIT, passages, sentences
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
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
    paths = sorted(CORPUS.glob("*.txt"))
    assert len(paths) == 5
    for path in paths:
        lengths = [len(part) for part in spread(path.read_text(encoding="utf-8"))]
        assert max(lengths) <= LIMIT
        assert sum(lengths) / len(lengths) >= 80, path.name


def sectioned(text: str) -> list[str]:
    return [text[one.start : one.end] for one in passages(text, outline(text))]


def test_chapters_and_long_articles_begin_a_passage_and_short_articles_share_one() -> None:
    first, long = "第一条 " + "甲" * 40 + "。", "第二条 " + "乙" * 130 + "。"
    text = f"第一章 总则\n{first}\n{long}\n第三条 丙。\n第二章 附则\n第四条 丁。\n第五条 戊。"
    assert sectioned(text) == [
        f"第一章 总则\n{first}\n{long}",
        "第三条 丙。\n第二章 附则\n第四条 丁。\n第五条 戊。",
    ]


def test_a_section_ends_a_passage_also_where_no_line_and_no_sentence_ends() -> None:
    first, second = "一、基本原则 " + "甲" * 170, "二、保障措施 " + "乙" * 170
    assert sectioned(f"{first} {second}。") == [first, second + "。"]


def test_the_words_of_the_headings_above_are_searched_with_a_passage() -> None:
    text = f"一、保障措施\n{'各区要抓好落实。' * 22}\n{'费用由财政承担。' * 22}\n二、附则\n完。"
    vocabulary = Vocabulary()
    tokenised = Cutter(Tokenizer(Lexicon.load()), vocabulary).cut(Content(title="通知", text=text))
    bounds, words = (np.frombuffer(ids, "<i4") for ids in (tokenised.bounds, tokenised.words))
    of = [set(words[start:end].tolist()) for start, end in pairwise(bounds)]
    assert vocabulary["措施"] in of[1]
    assert vocabulary["措施"] not in of[2]


@given(
    TEXTS
    | st.lists(st.sampled_from(["第一条 ", "第二条 ", "一、", "二、", "。", "甲" * 90, "\n"])).map(
        "".join
    )
)
def test_passages_of_sections_tile_the_text_too(text: str) -> None:
    shown = sectioned(text)
    assert all(1 <= len(passage) <= LIMIT for passage in shown)
    assert "".join("".join(shown).split()) == "".join(text.split())
