"""``chats.db``: nobody is named, nothing is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.database import Chats, now
from bot.db.preferences import Preferences, keep_preferences, preferences_of
from bot.db.query_log.feedback import rate
from bot.db.query_log.questions import (
    Asked,
    answered_by,
    asked_by,
    find,
    forget_older,
    keep,
    new_id,
    set_answer,
)
from bot.db.supergroups import move
from retrieval.errors import WenceError
from retrieval.home import Home

ALICE, GROUP = 4711, -1001234567890


@pytest.fixture
def chats(tmp_path: Path) -> Chats:
    return Chats.open(Home(tmp_path))


def asked(chats: Chats, text: str = "三争行动是什么？", *, age_days: int = 0) -> Asked:
    return Asked(
        id=new_id(),
        asked_at=now() - age_days * 86_400,
        person=chats.hashed(ALICE),
        chat=chats.hashed(GROUP),
        kind="group",
        script="hans",
        text=text,
        verdict="none",
        took_ms=1.5,
        generation="g1",
        results=[{"article": "a", "start": 3}],
        message_id=7,
    )


def test_a_question_comes_back_as_it_was_kept(tmp_path: Path, chats: Chats) -> None:
    question = asked(chats)
    keep(chats, question)
    set_answer(chats, question.id, 8)
    chats.close()
    again = Chats.open(Home(tmp_path))
    assert find(again, question.id) == replace(question, answer_id=8)
    assert asked_by(again, GROUP, 7) == answered_by(again, GROUP, 8)
    assert asked_by(again, ALICE, 7) is None


def test_the_file_names_nobody(tmp_path: Path, chats: Chats) -> None:
    keep(chats, asked(chats))
    rows = sqlite3.connect(tmp_path / "chats.db").execute("select * from questions").fetchall()
    assert str(ALICE) not in str(rows)
    assert str(GROUP) not in str(rows)
    other = Chats.open(Home(tmp_path / "other"))
    assert other.hashed(ALICE) != chats.hashed(ALICE)


@pytest.mark.parametrize("mode", [None, 0o644])
def test_its_files_are_for_their_owner_alone(tmp_path: Path, mode: int | None) -> None:
    if mode is not None:
        (tmp_path / "chats.db").touch(mode=mode)
    chats = Chats.open(Home(tmp_path))
    keep(chats, asked(chats))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("chats.*")}
    assert modes == dict.fromkeys(["chats.db", "chats.db-wal", "chats.db-shm", "chats.key"], 0o600)
    chats.close()


def test_old_questions_go_with_their_feedback(chats: Chats) -> None:
    old, fresh = asked(chats, age_days=91), asked(chats)
    for question in (old, fresh):
        keep(chats, question)
        rate(chats, question.id, ALICE, 1, 1)
    assert forget_older(chats, 90) == 1
    assert find(chats, old.id) is None
    assert find(chats, fresh.id) is not None
    assert chats.db.table("feedback").count == 1


def test_rating_again_takes_it_back(chats: Chats) -> None:
    assert rate(chats, "q", ALICE, 1, 1) == 1
    assert rate(chats, "q", ALICE, 1, -1) == -1
    assert rate(chats, "q", ALICE, 1, -1) is None


def test_a_group_that_moves_takes_its_settings_and_questions_along(chats: Chats) -> None:
    question = asked(chats)
    keep(chats, question)
    keep_preferences(chats, GROUP, Preferences(script="hant"))
    move(chats, GROUP, -42)
    assert preferences_of(chats, -42) == Preferences(script="hant")
    assert preferences_of(chats, GROUP) == Preferences()
    assert asked_by(chats, -42, 7) is not None


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "chats.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(WenceError, match=r"cannot be opened"):
        Chats.open(Home(tmp_path))
