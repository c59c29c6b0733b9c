"""No wording is offered that only a hidden article answers."""

from __future__ import annotations

from pathlib import Path

from bot.visible import ask_visible
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths


def test_a_hidden_article_is_not_hinted_at(tmp_path: Path) -> None:
    folder, home = tmp_path / "in", Home(tmp_path / "home")
    folder.mkdir()
    (folder / "a.txt").write_text("牛奶补贴每人十元。", encoding="utf-8")
    (folder / "b.txt").write_text("公园周一闭园。", encoding="utf-8")
    index_paths(home, [folder])
    searcher = Searcher.open(home)
    (found,) = searcher.ask("牛奶", results=1).results
    assert ask_visible(searcher, {"another"}, "牛耐").suggestion == "牛奶"
    assert ask_visible(searcher, {found.article.id}, "牛耐").suggestion is None
    searcher.close()
