"""An operator's own words, in the folder ``lexicon`` of the home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Wence

TEXT = "示例市数据港湾每周一闭馆，其余时间九点开放。"


@pytest.fixture
def filled(wence: Wence, tmp_path: Path) -> Wence:
    article = tmp_path / "library.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert wence("index", article).code == 0
    return wence


def lexicon(home: Path, name: str, content: str) -> None:
    (home / "lexicon").mkdir(exist_ok=True)
    (home / "lexicon" / name).write_text(content, encoding="utf-8")


def test_an_equivalent_finds_what_it_stands_for(filled: Wence, home: Path) -> None:
    question = ("ask", "机房展馆", "--json")
    assert filled(*question).lines[0]["verdict"] == "none"
    lexicon(home, "words.txt", "数据港湾 100 n\n机房展馆 100 n\n")
    lexicon(home, "equivalents.txt", "# 馆名\n机房展馆 数据港湾\n")
    assert "reindex --stored" in filled("doctor").out
    assert filled("reindex", "--stored").code == 0
    assert TEXT[:10] in filled(*question).lines[0]["results"][0]["quote"]
    assert filled("doctor").code == 0


def test_a_line_that_is_none_is_named(filled: Wence, home: Path) -> None:
    lexicon(home, "words.txt", "数据港湾 很多\n")
    for command in (["ask", "数据港湾"], ["reindex"], ["reindex", "--stored"]):
        run = filled(*command)
        assert run.code == 1
        assert "words.txt 第 1 行" in run.err
    assert "words.txt" in filled("doctor").out
