"""What was forgotten is gone, from the bytes of the files too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.database import DAY_S, Chats, now
from bot.db.forgetting import forget, sweep
from bot.db.query_log.gaps import State, close, gaps
from bot.db.query_log.questions import Asked, keep
from bot.db.unanswered import Unanswered, note_taken
from retrieval.home import Home

ALICE, TEXT = 4711, "三争行动是什么？"


@pytest.fixture
def chats(tmp_path: Path) -> Chats:
    return Chats.open(Home(tmp_path))


def asked(chats: Chats) -> Asked:
    who = chats.hashed(ALICE)
    return Asked(
        id="q1",
        asked_at=now(),
        person=who,
        chat=who,
        kind="private",
        script="hans",
        text=TEXT,
        verdict="none",
        took_ms=1.5,
        generation="g1",
        results=[],
        message_id=7,
    )


def traces(folder: Path) -> list[str]:
    """The files of ``chats.db`` that hold the question, in whatever corner."""
    files = sorted(folder.glob("chats.db*"))
    return [file.name for file in files if TEXT.encode() in file.read_bytes()]


def test_no_file_holds_what_was_forgotten(tmp_path: Path, chats: Chats) -> None:
    keep(chats, asked(chats))
    update = {"message": {"text": TEXT}}
    note_taken(chats, 1, [Unanswered(update_id=7, chat=-1, person=ALICE, update=update)], None)
    assert traces(tmp_path)
    assert forget(chats, ALICE) == 1
    assert traces(tmp_path) == []


def test_no_file_holds_what_has_grown_old(tmp_path: Path, chats: Chats) -> None:
    keep(chats, replace(asked(chats), asked_at=now() - 91 * DAY_S))
    assert sweep(chats, 90) == 1
    assert traces(tmp_path) == []


@pytest.mark.parametrize(("state", "left"), [(State.ADDED, []), (State.IGNORED, [TEXT])])
def test_a_gap_that_was_filled_goes_with_its_questions(
    chats: Chats, state: State, left: list[str]
) -> None:
    keep(chats, asked(chats))
    (gap,) = gaps(chats)
    close(chats, gap, state)
    chats.db.execute("update closed_gaps set at = at - ?", [91 * DAY_S])
    sweep(chats, 90)
    with chats.reading() as db:
        assert [row["text"] for row in db.table("closed_gaps").rows] == left
