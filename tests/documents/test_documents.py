"""What holds for every document: it names what there is, and links to what there is."""

from __future__ import annotations

import re

import pytest

from bot.settings import Settings
from tests.documents.commands import COMMANDS, options
from tests.documents.texts import ALL, text_of
from tests.paths import ROOT

COMMAND = re.compile(r"(?:`|/|^)wence ([a-z]+(?:-[a-z]+)*)\b([^|`\n，。；]*)", re.MULTILINE)
MAKE = re.compile(r"(?:`|^)make ([a-z-]+)\b", re.MULTILINE)


@pytest.mark.parametrize("name", ALL)
def test_its_commands_of_wence_exist(name: str) -> None:
    for command, rest in COMMAND.findall(text_of(name)):
        assert command in COMMANDS, f"{name}: wence {command}"
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in options(command), f"{name}: wence {command} {option}"


@pytest.mark.parametrize("name", ALL)
def test_its_make_targets_exist(name: str) -> None:
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)
    assert set(MAKE.findall(text_of(name))) <= set(targets)


@pytest.mark.parametrize("name", ALL)
def test_its_settings_exist(name: str) -> None:
    known = {f"WENCE_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"`(WENCE_[A-Z_]+)", text_of(name))) <= known


@pytest.mark.parametrize("name", ALL)
def test_what_it_links_to_exists(name: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text_of(name)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = ((ROOT / name).parent / path) if path else ROOT / name
        assert file.exists(), f"{name}: {target}"
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), (
            f"{name}: {target}"
        )


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a text."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_changelog_has_an_unreleased_part() -> None:
    assert "\n## Unreleased\n" in text_of("CHANGELOG.md")
