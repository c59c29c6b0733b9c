"""``make chaos`` notices what was lost, and goes through where nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.chaos import verbs
from benchmarks.chaos.__main__ import begin, finish
from benchmarks.chaos.lost import Lost
from benchmarks.chaos.trial import Trial
from benchmarks.chaos.website import Website
from tests.follow.site import serving


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with serving() as site:
        yield begin(tmp_path_factory.mktemp("chaos"), 1, site, lines=50)


@pytest.mark.long
def test_what_came_through_goes_through(trial: Trial) -> None:
    for verb in (verbs.index, verbs.back_up, verbs.follow, verbs.export, verbs.import_):
        verb(trial)
        trial.check()
    finish(trial)


@pytest.mark.parametrize(
    "promised",
    [
        {"done": 9},
        {"removed": {"3"}},
        {"hidden": {"7"}},
        {"answered": 1},
        {"imported": 99},
    ],
    ids=str,
)
def test_a_loss_is_noticed(trial: Trial, promised: dict[str, Any]) -> None:
    with pytest.raises(Lost):
        replace(trial, **promised).check()


def test_a_page_that_is_older_than_what_was_read_is_noticed(trial: Trial) -> None:
    assert trial.website
    website = Website(trial.website.site, trial.website.issue, trial.website.issue + 1)
    with pytest.raises(Lost):
        replace(trial, website=website).check()
