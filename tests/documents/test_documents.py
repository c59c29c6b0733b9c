"""The documents say what the program does: commands, options, settings."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from pydantic_core import PydanticUndefined

from bot.cli.main import COMMANDS
from bot.routes import ROUTES
from bot.settings import Settings
from retrieval.corpus.readers import SUFFIXES
from retrieval.resources import resource
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")

SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def shell_lines() -> list[str]:
    """The commands that the README shows, one a line, without their comments."""
    lines = "\n".join(SHELL.findall(README)).splitlines()
    return [line.split(" #")[0].strip() for line in lines if line.strip()]


def command(name: str) -> click.Command:
    if find_spec(COMMANDS[name]) is None:
        pytest.skip(f"wence {name} has yet to be written")
    found = getattr(import_module(COMMANDS[name]), name)
    assert isinstance(found, click.Command)
    return found


def options(name: str) -> set[str]:
    return {option for parameter in command(name).params for option in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    row = re.search(rf"^\| `wence {name}\b.*$", README, re.MULTILINE)
    assert row, f"README.md has no row for wence {name}"
    own = {option for option in options(name) if option.startswith("--")} - {"--home", "--json"}
    missing = [option for option in sorted(own) if option not in row.group()]
    assert missing == [], f"README.md: the row of wence {name} misses {missing}"


def test_the_commands_of_the_readme_exist() -> None:
    for name, rest in re.findall(r"\bwence ([a-z]+)\b([^|`\n]*)", README):
        assert name in COMMANDS, f"README.md: wence {name}"
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in options(name), f"README.md: wence {name} {option}"


def test_every_command_of_the_bot_is_in_the_readme() -> None:
    names = {name for row in ROUTES for name in re.findall(r"^/[a-z_]+", row.comes)}
    assert "/ask" in names
    assert {name for name in names if f"`{name}" not in README} == set()


def test_the_picture_quotes_a_sample_article_as_it_is() -> None:
    (picture,) = re.findall(r"```text\n(问：.*?)```", README, re.DOTALL)
    quote = "".join(re.findall(r"^ +│ (.*)$", picture, re.MULTILINE))
    texts = [path.read_text(encoding="utf-8") for path in resource("articles").iterdir()]
    assert any(re.sub(r"[*\s]", "", quote) in re.sub(r"[*\s]", "", text) for text in texts)


def test_every_type_of_file_is_in_the_readme() -> None:
    assert {suffix for suffix in SUFFIXES if f"`{suffix}`" not in README} == set()


def test_the_make_targets_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    for text in (README, ARCHITECTURE):
        assert set(re.findall(r"\bmake ([a-z-]+)\b", text)) <= targets
    assert {"make run", "make test"} <= set(shell_lines())


def test_the_files_that_the_documents_link_to_exist() -> None:
    for text in (README, ARCHITECTURE):
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("https://") or (ROOT / target).exists(), target


def documented_settings() -> dict[str, tuple[str, str]]:
    """Variable → (its comment, its value) in ``.env.example``."""
    found = {}
    comment = ""
    for line in EXAMPLE.splitlines():
        if line.startswith("#"):
            comment = f"{comment} {line[1:].strip()}".strip()
        elif "=" in line:
            name, value = line.split("=", 1)
            found[name] = (comment, value)
            comment = ""
        else:
            comment = ""
    return found


def test_the_example_lists_every_setting_and_no_other() -> None:
    names = {f"WENCE_{name.upper()}" for name in Settings.model_fields}
    assert set(documented_settings()) == names


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_shows_the_default_and_says_what_it_is(name: str) -> None:
    comment, value = documented_settings()[f"WENCE_{name.upper()}"]
    default = Settings.model_fields[name].default
    unset = default in (None, PydanticUndefined) or default == frozenset()
    assert value == ("" if unset else str(default))
    assert comment.endswith(".")


def test_the_example_can_be_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    from_example = Settings()
    (tmp_path / ".env").unlink()
    assert from_example == Settings()


def test_the_changelog_has_an_unreleased_part() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
