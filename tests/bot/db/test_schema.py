"""A ``chats.db`` of any version opens with everything in it, or is left as it is."""

from __future__ import annotations

import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.db import watches
from bot.db.bans import is_banned
from bot.db.database import Chats
from bot.db.hidden import hidden
from bot.db.preferences import Preferences, preferences_of
from bot.db.query_log import questions
from bot.db.query_log.gaps import gaps
from bot.db.query_log.qrels import export
from bot.db.query_log.wishes import Wish, add
from bot.db.schema import CHAT_HASHES, CHAT_IDS
from bot.db.supergroups import move
from bot.db.unanswered import Unanswered, note_taken
from retrieval.errors import WenceError
from retrieval.home import Home
from tests.forks.server import PYTHON

ALICE, BOB, GROUP = 4711, 4712, -1001
RELEASE_ONE = Path(__file__).with_name("release_one.sql")
"""A home in which Alice and Bob did a bit of everything, its key the bytes from 0 to 31."""

SCHEMA = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
"""What a new file is made of, and by which migrations; only ever added to."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def old(home: Home) -> Home:
    with closing(sqlite3.connect(home.chats_db)) as db:
        db.executescript(RELEASE_ONE.read_text(encoding="utf-8"))
    (home.path / "chats.key").write_bytes(bytes(range(32)))
    return home


def dump(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.chats_db)) as db:
        return list(db.iterdump())


def tables(chats: Chats) -> dict[str, str]:
    """Every table but the migrations' with all its rows as text."""
    with chats.reading() as db:
        names = [name for name in db.table_names() if not name.startswith("_")]
        return {name: str(list(db.table(name).rows)) for name in names}


def test_a_file_of_release_one_opens_with_everything_in_it(old: Home) -> None:
    chats = Chats.open(old)
    asked = questions.asked_by(chats, GROUP, 9)
    assert asked is not None
    assert (asked.text, asked.results[0]["answer"]) == ("公积金怎么提取？", [3, 14])
    assert preferences_of(chats, ALICE) == Preferences(script="hant")
    assert preferences_of(chats, GROUP) == Preferences(address="every")
    assert is_banned(chats, [666])
    assert hidden(chats) == {"a9"}
    assert [gap.down for gap in gaps(chats)] == [1]
    assert [each["article_ids"] for each in export(chats)] == [["a1"], ["a1"]]
    assert [(each.chat, each.thread) for each in watches.of_chat(chats, GROUP)] == [(GROUP, 5)]
    (waiting,) = watches.due(chats)[ALICE]
    assert (waiting.watch.phrase, waiting.article) == ("公积金", "a3")


def test_what_nothing_reads_is_not_kept_on(old: Home) -> None:
    chats = Chats.open(old)
    held = tables(chats)
    assert chats.hashed(BOB) in held["questions"]
    assert chats.hashed(BOB) not in held["watches"]
    assert str(BOB) not in held["chats"]


def test_a_file_that_only_some_commands_have_made_gets_the_other_tables(old: Home) -> None:
    with closing(sqlite3.connect(old.chats_db)) as db, db:
        for name in ("watches", "alerts", "alerted", "looked", "banned", "hidden"):
            db.execute(f"drop table {name}")
        late = "('watches_and_alerts', 'bans', 'hidden_articles_by_id')"
        db.execute(f"delete from _sqlite_migrations where name in {late}")
    chats = Chats.open(old)
    assert watches.add(chats, "医保", "hans", chat=GROUP, thread=None).id == 1
    assert preferences_of(chats, ALICE) == Preferences(script="hant")
    assert hidden(chats) == frozenset()


def test_a_newer_file_is_refused_in_one_sentence_and_left_as_it_is(old: Home) -> None:
    with closing(sqlite3.connect(old.chats_db)) as db, db:
        db.execute("insert into _sqlite_migrations values (99, 'chats', 'of_tomorrow', '2030')")
    before = old.chats_db.read_bytes()
    with pytest.raises(WenceError, match=r"newer version .*install that version.*copy"):
        Chats.open(old)
    assert old.chats_db.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(old: Home) -> None:
    with closing(sqlite3.connect(old.chats_db)) as db, db:
        db.execute("delete from _sqlite_migrations where name = 'hidden_articles_by_id'")
    before = dump(old)
    with pytest.raises(WenceError, match="cannot be opened"):
        Chats.open(old)
    assert dump(old) == before


def test_what_a_migration_has_done_never_changes(home: Home) -> None:
    Chats.open(home)
    with closing(sqlite3.connect(home.chats_db)) as db:
        made = [sql for (sql,) in db.execute("select sql from sqlite_master where sql is not null")]
        done = [name for (name,) in db.execute("select name from _sqlite_migrations order by id")]
    assert [*made, *(f"-- {name}" for name in done)] == SCHEMA.split(";\n")[:-1]


def test_several_may_open_a_new_file_at_once(home: Home) -> None:
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(Chats.open, [home] * 8))
    assert len({each.hashed(ALICE) for each in opened}) == 1


@pytest.mark.parametrize(
    ("module", "call"),
    [
        ("forgetting", "forget(chats, 1)"),
        ("forgetting", "sweep(chats, 90)"),
        ("supergroups", "move(chats, 1, 2)"),
        ("hidden", "hidden(chats)"),
    ],
)
def test_every_table_is_there_whatever_was_imported(home: Home, module: str, call: str) -> None:
    program = f"""
from pathlib import Path
from retrieval.home import Home
from bot.db.{module} import *
chats = Chats.open(Home(Path({str(home.path)!r})))
{call}
"""
    ran = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True)
    assert ran.stderr == ""


def test_nothing_stays_behind_when_a_group_becomes_a_supergroup(old: Home) -> None:
    chats, new = Chats.open(old), -100_777
    before = tables(chats)
    move(chats, GROUP, new)
    assert tables(chats) == {
        name: rows.replace(str(GROUP), str(new)).replace(chats.hashed(GROUP), chats.hashed(new))
        for name, rows in before.items()
    }


def test_every_column_of_an_id_is_known(old: Home) -> None:
    chats = Chats.open(old)
    waiting = Unanswered(update_id=1, chat=GROUP, person=ALICE, update={})
    note_taken(chats, 1, [waiting], None)
    add(chats, Wish(question="q", chat=GROUP, thread=None, message=None))
    marks = (str(ALICE), str(GROUP), chats.hashed(ALICE), chats.hashed(GROUP))
    with chats.reading() as db:
        holding = {
            (name, column)
            for name in db.table_names()
            for row in db.table(name).rows
            for column, value in row.items()
            if str(value) in marks
        }
    people = {("questions", "person"), ("feedback", "person"), ("unanswered", "person")}
    assert holding == {*CHAT_IDS, *CHAT_HASHES, *people} - {("banned", "id")}
