"""``wence evaluate``, through the front door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import wence
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.resources import resource

CONTRACT = {
    "questions", "hit@1", "hit@3", "hit@10", "mrr@10", "recall@100", "answer@1", "answer@3",
    "wrongly_none", "none_precision", "none_recall", "confident_of_right", "answer@1_of_confident",
    "wrongly_confident", "marked@1", "path@1", "p50_ms", "p99_ms",
}  # fmt: skip


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """Arguments that put two questions to the sample articles."""
    home = Home(tmp_path / "home")
    index_paths(home, [resource("articles")])
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "1", "question": "居住证怎么办理", "article_ids": ["x.txt"], "answers": ["居住证"]},
        {"id": "2", "question": "红烧肉", "article_ids": [], "answers": []},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    questions.write_text(text, encoding="utf-8")
    return ["evaluate", str(questions), "--home", str(home.path)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(wence, arguments)


def test_one_json_object_with_the_measures_of_the_contract(asked: list[str]) -> None:
    found = json.loads(run(*asked, "--json").stdout)
    assert set(found) >= CONTRACT
    assert (found["questions"], found["none_recall"], found["misquoted"]) == (2, 1.0, 0)


def test_a_table_for_people(asked: list[str]) -> None:
    assert "answer@1" in run(*asked).stdout


def test_two_runs_side_by_side(asked: list[str], tmp_path: Path) -> None:
    for name in "ab":
        assert run(*asked, "--save", str(tmp_path / name)).exit_code == 0
    found = json.loads(
        run("evaluate", "--compare", *(str(tmp_path / n) for n in "ab"), "--json").stdout
    )
    assert {one["p"] for one in found["measures"]} == {1.0}


def test_neither_questions_nor_runs_is_wrong_usage() -> None:
    assert run("evaluate").exit_code == 2
