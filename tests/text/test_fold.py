from __future__ import annotations

import gzip
import json
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.fold import convert, fold_question, fold_text, script_of
from tests.shared import LOAD, needs_shared


@pytest.mark.parametrize(
    ("question", "folded"),
    [
        ("「三爭」行動", "「三争」行动"),
        ("ＡＢＣ　２０２４", "abc 2024"),
        ("Wence的API", "wence的api"),
        ("說明与説明", "说明与说明"),
        ("破坏土地怎么处罚", "破坏土地怎么处罚"),
        ("破坏土地怎麼处罚", "破坏土地怎么处罚"),
        ("顯著", "显著"),
        ("显著", "显著"),
        ("天氣乾燥", "天气干燥"),
        ("乾隆", "乾隆"),
        ("乾隆皇帝做了什麼", "乾隆皇帝做了什么"),
        ("以後", "以后"),
        ("⼀⼿", "一手"),
        ("", ""),
    ],
)
def test_a_question_is_folded(question: str, folded: str) -> None:
    assert fold_question(question) == folded


def test_traditional_text_is_converted_by_phrases() -> None:
    assert (
        fold_text("省委召開會議，說明乾燥地區的著作權。") == "省委召开会议,说明干燥地区的著作权。"
    )


def test_simplified_text_keeps_its_characters() -> None:
    text = "破坏土地的后果显著。他引用了一句話。" + "依法处理。" * 20
    assert fold_text(text) == text.replace("話", "话")


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold_text(text)) == len(fold_question(text)) == len(text)


@given(st.text(alphabet="三爭行動争行动的ＡbＣ12，。破坏乾坤後于於"))
def test_a_folded_question_stays_as_it_is(text: str) -> None:
    assert fold_question(fold_question(text)) == fold_question(text)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("三爭行動", "hant"),
        ("三争行动", "hans"),
        ("省委", "hans"),
        ("破坏怎麼说处罚", "hans"),
        ("", "hans"),
    ],
)
def test_the_script_is_told(text: str, script: str) -> None:
    assert script_of(text) == script


def test_words_are_converted_across_the_strait() -> None:
    assert convert("没有找到信息", "hant") == "沒有找到資訊"
    assert convert("沒有找到資訊", "hans") == "没有找到信息"
    assert convert("显著破坏", "hans") == "显著破坏"


@needs_shared
@pytest.mark.parametrize(("name", "odd"), [("laws_hans", False), ("laws_hant", True)])
def test_the_gate_tells_real_statutes_apart(name: str, odd: bool) -> None:
    with gzip.open(LOAD / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 3000)]
    right = [script_of(text) == ("hant" if odd else "hans") for text in texts if len(text) > 40]
    assert sum(right) / len(right) >= 0.999
    assert all(len(fold_text(text)) == len(text) for text in texts)
