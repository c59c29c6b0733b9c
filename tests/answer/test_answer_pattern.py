"""What the sentence that answers looks like."""

from __future__ import annotations

import time

import pytest

from retrieval.answer.question.answer_pattern import shape_of
from retrieval.answer.question.question_type import kind_of


def shaped(question: str, sentence: str) -> bool:
    shape = shape_of(question, kind_of(question))
    return shape is not None and shape.search(sentence) is not None


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("四创建包括哪些内容", "“四创建”就是聚焦创建文明县城", "开展“四创建”活动"),
        ("什么是居住证", "居住证是持证人居住的证明", "办理居住证须提交材料"),
        ("濮阳市长是谁?", "市长万正峰,市领导出席", "市长热线已经开通"),
        ("谁主持会议", "区委书记蔺雪峰主持会议并讲话", "会议在福州举行"),
        ("新增多少家企业", "新增企业5家", "新增企业若干"),
        ("有多少人参加", "全县2000余名党员参加", "全县党员参加"),
        ("补贴多少钱", "每人补贴三百元", "发放补贴"),
    ],
)
def test_shapes(question: str, yes: str, no: str) -> None:
    assert shaped(question, yes)
    assert not shaped(question, no)


def test_a_question_without_a_shape() -> None:
    assert shape_of("居住证怎么办理", kind_of("居住证怎么办理")) is None


def test_long_text_costs_little() -> None:
    began = time.perf_counter()
    shaped("是" * 250 + "包括哪些", "主持" * 1_000)
    shaped("谁" + "主" * 499, "持" * 2_000)
    assert time.perf_counter() - began < 1.0
