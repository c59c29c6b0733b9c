"""A home that cannot be used says why, as an event and on standard error."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.view.reasons import reason_in
from retrieval.home import Home
from retrieval.reasons import Reason, disk_fault
from retrieval.reasons.codes import Code
from retrieval.reasons.simplified import SIMPLIFIED
from tests.conftest import Run, Wence
from tests.reasons.inputs import TEXT
from tests.reasons.test_tables import pattern


@pytest.fixture
def articles(wence: Wence, tmp_path: Path) -> Path:
    """A folder that the home was indexed from."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert wence("index", tmp_path / "articles").code == 0
    return tmp_path / "articles"


def of_a_newer_version(home: Path) -> None:
    db = sqlite3.connect(home / "articles.db", isolation_level=None)
    db.execute("PRAGMA user_version = 99")
    db.close()


def no_database(home: Path) -> None:
    for path in home.glob("articles.db*"):
        path.unlink()
    (home / "articles.db").write_bytes(b"no database " * 99)


def lexicon(name: str, content: bytes) -> Callable[[Path], None]:
    def write(home: Path) -> None:
        (home / "lexicon").mkdir()
        (home / "lexicon" / name).write_bytes(content)

    return write


def index_in_a_place_without_files(home: Path) -> None:
    (home / "index").rename(home / "was")
    (home / "index").symlink_to("/proc")


FAULTS: dict[Code, Callable[[Path], None]] = {
    "collection_newer": of_a_newer_version,
    "collection_not_opened": no_database,
    "lexicon_not_read": lexicon("words.txt", b"\xff\xff"),
    "lexicon_word": lexicon("words.txt", b"word\n"),
    "lexicon_group": lexicon("equivalents.txt", b"alone\n"),
    "lexicon_everyday": lexicon("everyday_words.txt", b"alone\n"),
    "lexicon_division": lexicon("divisions.tsv", b"37\tplace\n"),
    "index_not_written": index_in_a_place_without_files,
}


def failed(run: Run) -> Reason:
    """Why a run failed, by its event; standard error says it in one sentence."""
    (event,) = (line for line in run.lines if line["event"] == "failed")
    reason = Reason.from_json(event)
    assert (run.code, run.err) == (1, f"wence: {reason_in(reason, 'hans')}\n")
    return reason


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("code", FAULTS)
def test_a_home_with_a_fault_gives_its_code(wence: Wence, home: Path, code: Code) -> None:
    FAULTS[code](home)
    assert failed(wence("reindex", "--stored", "--json")).code == code


def test_who_writes_is_named(wence: Wence, home: Path) -> None:
    with Home(home).writer():
        assert failed(wence("reindex", "--json")).code == "home_busy"


def test_what_cannot_be_removed_or_made(wence: Wence, home: Path, tmp_path: Path) -> None:
    assert failed(wence("remove", "a7k2", "--json")).code == "article_unknown"
    assert failed(wence("index", tmp_path / "none", "--json")).code == "path_missing"
    (tmp_path / "file").touch()
    run = wence("reindex", "--json", "--home", tmp_path / "file" / "home")
    assert failed(run).fields["error"] == "ENOTDIR"


SAID: dict[Code, tuple[str, ...]] = {
    "question_empty": ("ask", " "),
    "question_line": ("ask", "--questions", "bad.jsonl"),
    "questions_not_read": ("evaluate", "none.jsonl"),
    "evaluation_line": ("evaluate", "bad.jsonl"),
    "run_missing": ("evaluate", "--compare", "none", "none"),
    "article_unknown": ("show", "nosuch"),
    "version_of_article_unknown": ("show", "ID", "--version", "7"),
    "quote_unknown": ("show", "ID", "--quote", "没有这一句"),
    "chats_not_opened": ("stats",),
    "hidden_not_read": ("ask", "怎么提取住房公积金？"),
}


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("code", SAID)
def test_a_command_that_fails_says_why(wence: Wence, home: Path, code: Code) -> None:
    Path("bad.jsonl").write_text("[]\n", encoding="utf-8")
    if code in {"chats_not_opened", "hidden_not_read"}:
        (home / "chats.db").write_bytes(b"no database " * 99)
    id = wence("articles", "--json").lines[0]["id"]
    run = wence(*(id if argument == "ID" else argument for argument in SAID[code]))
    assert re.fullmatch(f"wence: {pattern(SIMPLIFIED.texts[code])}\n", run.err)
    assert (run.code, run.out) == (1, "")


@pytest.mark.parametrize("file", ["*/manifest.json", "*/lease"])
def test_a_damaged_index_says_what_helps_and_it_helps(
    wence: Wence, home: Path, articles: Path, file: str
) -> None:
    (path,) = (home / "index").glob(file)
    path.unlink() if path.name == "lease" else path.write_bytes(b"\xff")
    asked = wence("ask", "怎么提取住房公积金？")
    assert f"（{path}），文章没有丢" in asked.err
    assert "wence reindex --stored" in asked.err
    assert wence("reindex", "--stored").code == 0
    assert TEXT in wence("ask", "怎么提取住房公积金？").out


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ENOSPC", "disk_full"),
        ("EDQUOT", "disk_full"),
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_IOERR_SHMSIZE", "disk_full"),
        ("EROFS", "disk_read_only"),
        ("SQLITE_READONLY_DIRECTORY", "disk_read_only"),
        ("EACCES", None),
        ("SQLITE_CORRUPT", None),
    ],
)
def test_when_the_disk_as_a_whole_is_to_blame(name: str, code: Code | None) -> None:
    error = sqlite3.OperationalError("")
    if name.startswith("SQLITE"):
        error.sqlite_errorname = name
    reason = disk_fault(error if name.startswith("SQLITE") else OSError(getattr(errno, name), ""))
    assert (reason and reason.code) == code
