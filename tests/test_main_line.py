"""The main line: the real articles go in, and a question comes back with the right quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Wence
from tests.shared import CORPUS, EVAL, needs_shared


@pytest.fixture
def five(wence: Wence) -> Wence:
    run = wence("index", CORPUS, "--json")
    assert run.code == 0
    assert run.lines[-1]["new"] == 5
    return wence


@needs_shared
@pytest.mark.parametrize(
    "question",
    ["三争行动是什么？", "三爭行動是什麼？", "“三争”行动是什么", "什么是三争行动?", "三爭"],
)
def test_the_first_question_of_all(five: Wence, question: str) -> None:
    (answer,) = five("ask", question, "--json").lines
    first = answer["results"][0]
    assert first["article"]["file"].startswith("003_")
    assert (first["article"]["date"], first["article"]["source"]) == (
        "2024-01-31",
        "福建日報·新福建客戶端",
    )
    assert "三爭" in first["quote"] or "深學爭優" in first["quote"]


@needs_shared
def test_the_seeds_reach_the_goals_of_the_main_line(five: Wence) -> None:
    seeds = EVAL / "seeds" / "questions.jsonl"
    (measured,) = five("evaluate", seeds, "--json").lines
    assert measured["hit@1"] >= 0.94
    assert measured["answer@1"] >= 0.80
    assert measured["answer@3"] >= 0.90
    assert measured["none_recall"] >= 6 / 8


@needs_shared
def test_every_quote_is_in_its_source(five: Wence, tmp_path: Path) -> None:
    seeds = EVAL / "seeds" / "questions.jsonl"
    texts = {
        line["id"]: five("show", line["id"], "--json").lines[0]["text"]
        for line in five("articles", "--json").lines
    }
    answers = five("ask", "--questions", seeds, "--json").lines
    assert len(answers) == 98
    for answer in answers:
        for result in answer["results"]:
            text = texts[result["article"]["id"]]
            assert result["quote"] == text[result["start"] : result["end"]]
            assert len(result["quote"]) <= 200
