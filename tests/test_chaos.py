"""``make chaos`` notices what was lost, and goes through where nothing was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import chaos
from benchmarks.chaos import Lost, Trial, begin, finish


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    monkeypatch.setattr(chaos, "LINES", 50)
    return begin(tmp_path, seed=1)


def a_version_is_lost(trial: Trial) -> None:
    trial.done += 1


def what_was_removed_is_back(trial: Trial) -> None:
    trial.removed.add("3")


def a_hidden_article_shows(trial: Trial) -> None:
    with closing(sqlite3.connect(trial.home.chats_db)) as db, db:
        db.execute("DELETE FROM hidden")


def a_question_is_forgotten(trial: Trial) -> None:
    trial.answered += 1


LOSSES: list[Callable[[Trial], None]] = [
    a_version_is_lost,
    what_was_removed_is_back,
    a_hidden_article_shows,
    a_question_is_forgotten,
]


@pytest.mark.parametrize("lose", LOSSES)
def test_a_loss_is_noticed(trial: Trial, lose: Callable[[Trial], None]) -> None:
    lose(trial)
    with pytest.raises(Lost):
        trial.check()


@pytest.mark.parametrize("verb", [chaos.index, chaos.back_up])
def test_a_kill_that_loses_nothing_goes_through(trial: Trial, verb: chaos.Verb) -> None:
    verb(trial)
    trial.check()
    finish(trial)
