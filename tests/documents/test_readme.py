"""The README, in Chinese and in English: its commands run, and both say the same."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from retrieval.corpus.readers import SUFFIXES
from retrieval.resources import resource
from tests.conftest import Wence
from tests.documents.texts import OPERATING, READMES, shell_lines, text_of


@pytest.mark.parametrize("name", READMES)
def test_every_type_of_file_is_named(name: str) -> None:
    assert {suffix for suffix in SUFFIXES if f"`{suffix}`" not in text_of(name)} == set()


@pytest.mark.parametrize("name", READMES)
def test_the_three_steps_are_there(name: str) -> None:
    clone, *steps = shell_lines(name)[:4]
    assert clone.startswith("git clone ")
    assert steps == ["make run", "install -m 600 .env.example .env", "make run"]


def test_both_show_the_same_commands_pictures_and_documents() -> None:
    chinese, english = ([*shell_lines(name)[1:], *linked(text_of(name))] for name in READMES)
    assert chinese == english


def linked(text: str) -> list[str]:
    """What a README links to, in its order and once; its sibling aside."""
    return [target for target in re.findall(r"\]\(([^)]+)\)", text) if "README" not in target]


@pytest.mark.parametrize("name", [READMES[0], OPERATING])
def test_the_commands_that_are_shown_run(
    name: str, tmp_path: Path, wence: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one README: both show the same."""
    monkeypatch.setattr("bot.follow.fetching.FIRST_WAIT_S", 0)
    folder = tmp_path / "policies"
    shutil.copytree(resource("articles"), folder)
    shown = [line.removeprefix(".venv/bin/") for line in shell_lines(name)]
    ran = [line for line in shown if line.startswith("wence ")]
    assert ran
    for line in ran:
        _, *arguments = shlex.split(line.replace("~/policies", str(folder)))
        is_there = "--now" not in arguments  # nobody answers at the example's address
        assert wence(*arguments).code == (0 if is_there else 1), line
