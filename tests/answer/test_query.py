"""What a question looks for."""

from __future__ import annotations

import pytest

from retrieval.answer.question.query import Query, read_question
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(Lexicon.load())


def read(tokenizer: Tokenizer, question: str) -> Query:
    return read_question(question, tokenizer)


def test_both_scripts_read_the_same(tokenizer: Tokenizer) -> None:
    here = read(tokenizer, "三争行动怎么纳入考核?")
    there = read(tokenizer, "三爭行動怎麼納入考核？")
    assert (here.words, here.bigrams, here.kind) == (there.words, there.bigrams, there.kind)
    assert "考核" in here.words


@pytest.mark.parametrize(
    "question",
    ["", " \n", "😀😀😀", "？！", "你好", "您好！", "谢谢！", "謝謝", "哈哈哈哈", "是什么？"],
)
def test_nothing_to_look_for(tokenizer: Tokenizer, question: str) -> None:
    assert read(tokenizer, question).empty


def test_a_greeting_before_a_question_does_no_harm(tokenizer: Tokenizer) -> None:
    assert "居住证" in "".join(read(tokenizer, "你好，请问居住证怎么办？").words)


def test_a_very_long_question_is_read_from_its_beginning(tokenizer: Tokenizer) -> None:
    query = read(tokenizer, "医保备案" * 1_250)
    assert len(query.folded) == 500
    assert len(query.bigrams) <= 4


def test_laughing_for_long_costs_nothing(tokenizer: Tokenizer) -> None:
    assert not read(tokenizer, "哈" * 4_000 + "医保").folded.endswith("保")
