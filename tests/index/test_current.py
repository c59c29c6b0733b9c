"""``index/CURRENT`` is emptied, deleted or overwritten; the collection below the index replaced."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.corpus.ingest.intake import take_in
from retrieval.corpus.store import Store
from retrieval.home import Home
from tests.conftest import Run, Wence

TEXT = "示例市的公积金窗口设在市民中心二楼。"
OTHER = "示例市的公积金窗口搬到行政大厅三楼。"
QUESTION = "公积金窗口在哪里？"

HARM: dict[str, Callable[[Path], object]] = {
    "empty": lambda current: current.write_bytes(b""),
    "deleted": lambda current: current.unlink(),
    "other bytes": lambda current: current.write_bytes(b"\xff\0" * 9),
    "another name": lambda current: current.write_text("../../../etc"),
}


@pytest.fixture
def filled(wence: Wence, tmp_path: Path) -> Wence:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert wence("index", tmp_path / "a.txt").code == 0
    return wence


def finding(run: Run, check: str) -> tuple[str, str | None]:
    """State and fix of one check of ``wence doctor --json``."""
    (found,) = (line for line in run.lines if line["check"] == check)
    return found["state"], found["fix"]


@pytest.mark.parametrize("verb", [("reindex",), ("reindex", "--stored"), ("index", "a.txt")])
@pytest.mark.parametrize("harm", HARM)
def test_without_a_name_the_newest_answers_and_any_verb_names_it(
    filled: Wence, home: Path, tmp_path: Path, harm: str, verb: tuple[str, ...]
) -> None:
    HARM[harm](home / "index" / "CURRENT")
    assert TEXT in filled("ask", QUESTION).out
    assert finding(filled("doctor", "--json"), "index") == ("wrong", "wence reindex")
    paths = (str(tmp_path / part) if part == "a.txt" else part for part in verb)
    assert filled(*paths).code == 0
    assert finding(filled("doctor", "--json"), "index") == ("ok", None)
    assert TEXT in filled("ask", QUESTION).out


def test_without_an_index_nobody_is_told_that_nothing_was_found(filled: Wence, home: Path) -> None:
    shutil.rmtree(home / "index")
    asked = filled("ask", QUESTION)
    assert (asked.code, asked.out) == (1, "")
    assert "wence reindex" in asked.err
    assert finding(filled("doctor", "--json"), "index")[0] == "wrong"
    assert filled("reindex").code == 0
    assert TEXT in filled("ask", QUESTION).out


def test_a_collection_that_was_made_anew_is_indexed_anew(
    filled: Wence, home: Path, tmp_path: Path
) -> None:
    """It has as many versions with the same numbers, and says something else."""
    for path in home.glob("articles.db*"):
        path.unlink()
    (tmp_path / "a.txt").write_text(OTHER, encoding="utf-8")
    assert filled("index", tmp_path / "a.txt").code == 0
    assert OTHER in filled("ask", QUESTION).out


def test_an_index_of_another_collection_does_not_answer(
    filled: Wence, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.txt").write_text(OTHER, encoding="utf-8")
    other = tmp_path / "other"
    assert filled("index", tmp_path / "b.txt", "--home", other).code == 0
    shutil.rmtree(home / "index")
    shutil.copytree(other / "index", home / "index")
    asked = filled("ask", QUESTION)
    assert (asked.code, asked.out) == (1, "")
    assert finding(filled("doctor", "--json"), "index")[0] == "wrong"
    assert filled("reindex").code == 0
    assert TEXT in filled("ask", QUESTION).out


def test_what_is_stored_but_not_indexed_is_noticed(
    filled: Wence, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.txt").write_text(OTHER, encoding="utf-8")
    with Home(home).writer(), Store.open(Home(home), write=True) as store:
        take_in(store, [tmp_path / "b.txt"])
    assert finding(filled("doctor", "--json"), "index") == ("wrong", "wence reindex")
    assert filled("reindex").code == 0
    assert finding(filled("doctor", "--json"), "index") == ("ok", None)
