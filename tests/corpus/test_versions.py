"""Citations that were sent stay valid."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Wence

OLD = "示例市的公积金每年可以提取一次，窗口设在市民中心。"
NEW = "示例市的公积金每年可以提取两次，窗口设在市民中心。"


def test_show_gives_what_was_quoted_with_its_version(wence: Wence, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(OLD, encoding="utf-8")
    wence("index", folder)
    (answer,) = wence("ask", "公积金每年可以提取几次？", "--json").lines
    cited = answer["results"][0]
    (folder / "a.txt").write_text(NEW, encoding="utf-8")
    (folder / "a.txt").rename(folder / "b.txt")
    wence("reindex")
    key = cited["article"]["key"]
    (now,) = wence("show", key, "--json").lines
    assert (now["id"], now["version"]) == (cited["article"]["id"], 2)
    assert "两次" in now["text"]
    assert [one["version"] for one in now["versions"]] == [2, 1]
    (then,) = wence("show", key, "--quote", cited["quote"], "--json").lines
    assert then["version"] == 1
    assert then["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert "一次" in wence("show", key, "--version", "1").out
    assert "版本：1" in wence("show", key, "--version", "1").out


def test_an_article_that_is_gone_is_still_there_for_its_citations(
    wence: Wence, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(OLD, encoding="utf-8")
    wence("index", path)
    (listed,) = wence("articles", "--json").lines
    path.unlink()
    wence("reindex")
    gone = wence("show", listed["key"])
    assert gone.code == 1
    assert "--version 1" in gone.err
    assert "一次" in wence("show", listed["key"], "--version", "1").out


def test_what_cannot_be_shown_is_one_sentence(wence: Wence, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(OLD, encoding="utf-8")
    wence("index", path)
    (listed,) = wence("articles", "--json").lines
    for arguments in (["--version", "7"], ["--quote", "没有这句。"]):
        run = wence("show", listed["key"], *arguments)
        assert run.code == 1
        assert run.err.startswith("wence: ")
    wence("remove", listed["key"])
    assert wence("show", listed["key"], "--version", "1").code == 1
