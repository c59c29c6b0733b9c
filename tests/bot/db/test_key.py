"""``chats.key`` and ``chats.db`` belong together, and are noticed where they are lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.db import watches
from bot.db.database import Chats, now
from bot.db.hidden import hidden, hide
from bot.db.query_log import questions
from bot.db.query_log.questions import Asked
from retrieval.errors import WenceError
from retrieval.home import Home
from tests.conftest import Wence

HARM: dict[str, Callable[[Home], object]] = {
    "emptied": lambda home: home.chats_key.write_bytes(b""),
    "cut off": lambda home: home.chats_key.write_bytes(bytes(31)),
    "another": lambda home: home.chats_key.write_bytes(bytes(32)),
    "lost": lambda home: home.chats_key.unlink(),
}


@pytest.fixture
def used(home: Path) -> Home:
    """A home in whose chats something is kept."""
    chats = Chats.open(Home(home))
    hide(chats, "a")
    chats.close()
    return Home(home)


def found(wence: Wence, check: str) -> tuple[str, str]:
    (line,) = (line for line in wence("doctor", "--json").lines if line["check"] == check)
    return line["state"], str(line["fix"])


@pytest.mark.parametrize("harm", HARM)
def test_nothing_is_hashed_with_another_key(used: Home, wence: Wence, harm: str) -> None:
    assert found(wence, "chats.key")[0] == "ok"
    HARM[harm](used)
    left = used.chats_key.exists()
    with pytest.raises(WenceError, match=r"not the key of chats\.db: put back the copy"):
        Chats.open(used)
    assert used.chats_key.exists() == left
    state, fix = found(wence, "chats.key")
    assert (state, "chats.key" in fix) == ("wrong", True)


def test_a_key_of_an_earlier_release_is_taken_for_what_it_is(used: Home) -> None:
    with closing(sqlite3.connect(used.chats_db)) as db, db:
        db.execute("delete from facts")
    key = used.chats_key.read_bytes()
    Chats.open(used).close()
    assert used.chats_key.read_bytes() == key
    used.chats_key.write_bytes(bytes(32))
    with pytest.raises(WenceError):
        Chats.open(used)


def test_an_emptied_file_is_not_taken_for_a_new_one(used: Home, wence: Wence) -> None:
    for path in used.path.glob("chats.db*"):
        path.unlink()
    used.chats_db.touch()
    with pytest.raises(WenceError, match=r"has lost what it held: put back a copy"):
        Chats.open(used)
    assert found(wence, "chats.db")[0] == "wrong"
    assert "chats.db" in wence("ask", "公积金？").err


def test_a_file_and_key_that_were_moved_away_start_anew(used: Home) -> None:
    for path in used.path.glob("chats.*"):
        path.unlink()
    chats = Chats.open(used)
    assert len(used.chats_key.read_bytes()) == 32
    chats.close()


def test_what_is_committed_survives_a_power_cut(used: Home) -> None:
    with Chats.open(used).reading() as db:
        (level,) = db.execute("pragma synchronous").fetchone()
    assert level == 2


def test_a_watch_never_gets_the_number_of_one_that_ended(used: Home) -> None:
    chats = Chats.open(used)
    first = watches.add(chats, "医保", "hans", chat=1, thread=None)
    assert watches.end(chats, 1, first.id)
    assert watches.add(chats, "社保", "hans", chat=2, thread=None).id > first.id


@pytest.mark.parametrize("harm", HARM)
def test_a_new_key_keeps_all_but_the_questions(used: Home, wence: Wence, harm: str) -> None:
    chats = Chats.open(used)
    watches.add(chats, "医保", "hans", chat=1, thread=None)
    questions.keep(chats, asked(person := chats.hashed(1)))
    chats.close()
    HARM[harm](used)
    assert wence("renew-key", "--json").lines == [{"event": "done", "questions": 1}]
    chats = Chats.open(used)
    assert not chats.same(1, person)
    assert [one.phrase for one in watches.of_chat(chats, 1)] == ["医保"]
    assert hidden(chats) == {"a"}
    assert questions.find(chats, "question") is None
    chats.close()
    assert person.encode() not in used.chats_db.read_bytes()


def test_a_key_is_not_changed_under_a_running_bot(used: Home, wence: Wence) -> None:
    chats, key = Chats.open(used), used.chats_key.read_bytes()
    refused = wence("renew-key")
    assert (refused.code, "先停下机器人" in refused.err) == (1, True)
    assert used.chats_key.read_bytes() == key
    chats.close()
    assert wence("renew-key").code == 0
    assert used.chats_key.read_bytes() != key


def test_a_home_without_chats_gets_its_first_key(home: Path, wence: Wence) -> None:
    assert wence("renew-key", "--json").lines == [{"event": "done", "questions": 0}]
    Chats.open(Home(home)).close()


def asked(person: str) -> Asked:
    return Asked(
        id="question",
        asked_at=now(),
        person=person,
        chat=person,
        kind="private",
        script="hans",
        text="三争行动是什么？",
        verdict="none",
        took_ms=1.0,
        generation="g",
        results=(),
        message_id=1,
    )
