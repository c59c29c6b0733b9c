"""``wence export`` and ``wence import``: the collection in another home, or for people."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from retrieval.corpus.exchange import importing
from retrieval.corpus.ingest.workers import prepare_all
from retrieval.corpus.store import Store
from retrieval.home import Home
from tests.conftest import Wence

QUESTIONS = ("公积金怎么提取？", "居住证怎么续签？", "三争行动是什么？")
TEXT = "示例市的公积金窗口设在市民中心二楼。"


@pytest.fixture
def used(wence: Wence, tmp_path: Path) -> Wence:
    """A home with samples, a corrected article, one with two versions, and one that is hidden."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(TEXT.replace("公积金", "医保"), encoding="utf-8")
    (folder / "articles.csv").write_text("file,标题,适用地区\nb.txt,医保窗口,370100\n", "utf-8")
    assert wence("index", folder, *sample_articles()).code == 0
    (folder / "a.txt").write_text(TEXT.replace("二", "三"), encoding="utf-8")
    assert wence("reindex").code == 0
    assert wence("hide", next(key for key, title in listed(wence) if title == "医保窗口")).code == 0
    return wence


def sample_articles() -> list[Path]:
    from retrieval.resources import resource

    return [resource("articles")]


def listed(wence: Wence, *more: str | Path) -> list[tuple[str, str | None]]:
    return [(line["key"], line["title"]) for line in wence("articles", "--json", *more).lines]


@pytest.fixture
def there(used: Wence, tmp_path: Path) -> Path:
    """Another home, into which all was imported, while the folders of the first are gone."""
    assert used("export", tmp_path / "wence.export").code == 0
    (tmp_path / "given").rename(tmp_path / "lost")
    assert used("import", tmp_path / "wence.export", "--home", tmp_path / "there").code == 0
    return tmp_path / "there"


def answers(wence: Wence, home: Path) -> list[str]:
    asked = [
        wence("ask", question, "--json", "--explain", "--home", home) for question in QUESTIONS
    ]
    return [
        line.out.partition('"took_ms"')[0] + line.out.partition('"results"')[2] for line in asked
    ]


def test_an_import_answers_byte_for_byte_as_the_home_did(
    used: Wence, home: Path, there: Path
) -> None:
    assert answers(used, there) == answers(used, home)
    assert used("articles", "--json", "--home", there).out == used("articles", "--json").out


@pytest.mark.parametrize(("own_words", "cut"), [("", 0), ("公积金窗口 1000\n", 1)])
def test_articles_are_cut_again_only_where_the_words_are_others(
    used: Wence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_words: str, cut: int
) -> None:
    cutting = Mock(side_effect=prepare_all)
    monkeypatch.setattr(importing, "prepare_all", cutting)
    assert used("export", tmp_path / "wence.export").code == 0
    lexicon = tmp_path / "there" / "lexicon"
    lexicon.mkdir(parents=True)
    (lexicon / "words.txt").write_text(own_words, encoding="utf-8")
    assert used("import", tmp_path / "wence.export", "--home", tmp_path / "there").code == 0
    assert cutting.call_count == cut
    asked = used("ask", "公积金窗口在哪里？", "--json", "--home", tmp_path / "there").lines[0]
    assert "三楼" in asked["results"][0]["quote"]


def test_versions_corrections_places_and_hidden_marks_come_along(used: Wence, there: Path) -> None:
    (changed,) = (key for key, title in listed(used) if title is None)
    assert "二楼" in used("show", changed, "--version", "1", "--home", there).out
    key = next(key for key, title in listed(used) if title == "医保窗口")
    shown = used("show", key, "--json", "--home", there)
    assert "370100" in shown.out
    assert "医保窗口" not in used("ask", "医保窗口在哪里？", "--home", there).out


def test_the_word_of_the_operator_on_a_repeal_comes_along(
    used: Wence, home: Path, tmp_path: Path
) -> None:
    keys = [key for key, _ in listed(used)]
    assert used("repeals", "--confirm", keys[0], keys[1]).code == 0
    assert used("export", tmp_path / "wence.export").code == 0
    assert used("import", tmp_path / "wence.export", "--home", tmp_path / "there").code == 0
    for place in (home, tmp_path / "there"):
        with Store.open(Home(place)) as store:
            kept = store.connection.execute("SELECT count(*) FROM repeal_decisions").fetchone()
        assert kept == (1,)


def test_a_file_that_was_imported_is_found_again_by_its_bytes(
    used: Wence, there: Path, tmp_path: Path
) -> None:
    (done,) = (
        line
        for line in used("index", tmp_path / "lost", "--json", "--home", there).lines
        if line["event"] == "done"
    )
    assert (done["new"], done["changed"], done["unchanged"]) == (0, 0, 2)


def test_what_is_here_already_stays_once_and_what_was_removed_stays_out(
    used: Wence, tmp_path: Path, there: Path
) -> None:
    key = listed(used)[0][0]
    assert used("remove", key, "--home", there).code == 0
    again = used("import", tmp_path / "wence.export", "--json", "--home", there).lines[-1]
    assert (again["new"], again["changed"]) == (0, 0)
    assert key not in dict(listed(used, "--home", there))


def test_an_article_that_is_here_gets_what_is_said_there_as_its_newest_version(
    used: Wence, tmp_path: Path, there: Path
) -> None:
    (tmp_path / "lost" / "a.txt").write_text(TEXT.replace("二", "九"), encoding="utf-8")
    (tmp_path / "lost").rename(tmp_path / "given")
    assert used("reindex").code == 0
    assert used("export", tmp_path / "newer").code == 0
    assert used("import", tmp_path / "newer", "--json", "--home", there).lines[-1]["changed"] == 1
    assert "九楼" in used("ask", "公积金窗口在几楼？", "--home", there).out


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_an_export_that_was_cut_off_is_refused(used: Wence, tmp_path: Path, share: float) -> None:
    copy = tmp_path / "wence.export"
    assert used("export", copy).code == 0
    content = copy.read_bytes()
    copy.write_bytes(content[: int(share * len(content))])
    refused = used("import", copy, "--home", tmp_path / "there")
    assert (refused.code, "wence import" in refused.err) == (1, True)
    assert used("articles", "--json", "--home", tmp_path / "there").lines == []


def test_a_backup_is_no_export(used: Wence, tmp_path: Path) -> None:
    assert used("backup", tmp_path / "backup").code == 0
    assert "wence restore" in used("import", tmp_path / "backup").err


KILLED = """
import os, signal, sys
import {module} as module
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
module.{victim} = die
from bot.cli.main import main
sys.argv[0] = "wence"
main()
"""


@pytest.mark.parametrize("victim", ["_Taking.finish", "CollectionWriter.fold_reposts"])
def test_a_killed_import_leaves_nothing(used: Wence, tmp_path: Path, victim: str) -> None:
    assert used("export", tmp_path / "wence.export").code == 0
    module = "retrieval.corpus.exchange.importing"
    command = ["import", tmp_path / "wence.export", "--home", tmp_path / "there"]
    program = [sys.executable, "-c", KILLED.format(module=module, victim=victim)]
    ran = subprocess.run([*program, *map(str, command)], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert used("articles", "--json", "--home", tmp_path / "there").lines == []
    assert used(*command).code == 0
    assert listed(used, "--home", tmp_path / "there") == listed(used)


def test_markdown_for_people_can_be_read_in_again(used: Wence, tmp_path: Path) -> None:
    assert used("export", "--markdown", tmp_path / "plain").code == 0
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "plain").glob("*.md")]
    assert len(texts) == len(listed(used)) - 1  # what is hidden is left out
    assert used("index", tmp_path / "plain", "--home", tmp_path / "there").code == 0
    keep = ("id", "title", "source", "date", "author", "url", "place")
    for line in used("articles", "--json", "--home", tmp_path / "there").lines:
        first = used("show", line["id"], "--json").lines[0]
        again = used("show", line["id"], "--json", "--home", tmp_path / "there").lines[0]
        assert {name: again[name] for name in keep} == {name: first[name] for name in keep}
        assert again["text"].split() == first["text"].split()


def test_an_export_never_takes_the_place_of_a_file(used: Wence, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    assert used("export", tmp_path / "there").code != 0
    assert used("export", "--markdown", tmp_path / "there").code == 1
    assert list((tmp_path / "there").iterdir()) == []
