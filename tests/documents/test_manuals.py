"""The manuals: every command, option, setting and example is in them, and is as it is now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.routes import ROUTES
from bot.settings import Settings
from retrieval.corpus.readers import SUFFIXES
from retrieval.resources import resource
from tests.documents.commands import COMMANDS, options
from tests.documents.texts import DEVELOPING, EDITING, OPERATING, blocks, row, text_of
from tests.paths import ROOT


@pytest.mark.parametrize("name", COMMANDS)
def test_operators_find_every_command_with_its_options(name: str) -> None:
    shown = row(OPERATING, f"wence {name}")
    assert shown, f"{OPERATING} has no row for wence {name}"
    own = {option for option in options(name) if option.startswith("--")} - {"--home", "--json"}
    missing = [option for option in sorted(own) if option not in shown]
    assert missing == [], f"{OPERATING}: the row of wence {name} misses {missing}"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_operators_find_every_setting_with_its_default(name: str) -> None:
    shown = row(OPERATING, f"WENCE_{name.upper()}")
    assert shown, f"{OPERATING} has no row for WENCE_{name.upper()}"
    default = Settings.model_fields[name].default
    if default not in (None, PydanticUndefined, frozenset(), ""):
        assert str(default) in shown


def test_operators_find_every_file_of_the_lexicon() -> None:
    names = {path.name for path in resource("lexicon").iterdir()}
    assert {name for name in names if not row(OPERATING, name)} == set()


def test_operators_find_every_type_of_file() -> None:
    assert {each for each in SUFFIXES if f"`{each}`" not in text_of(OPERATING)} == set()


def test_the_answer_that_is_shown_quotes_a_sample_as_it_is() -> None:
    (shown,) = (block for block in blocks(OPERATING, "text") if block.startswith("问："))
    quote = "".join(re.findall(r"^ +│ (.*)$", shown, re.MULTILINE))
    texts = [path.read_text(encoding="utf-8") for path in resource("articles").iterdir()]
    assert any(re.sub(r"[*\s]", "", quote) in re.sub(r"[*\s]", "", text) for text in texts)


def test_editors_find_every_command_of_the_bot() -> None:
    names = {name for row in ROUTES for name in re.findall(r"^/[a-z_]+", row.comes)}
    assert "/ask" in names
    assert {name for name in names if f"`{name}" not in text_of(EDITING)} == set()


def test_developers_find_every_make_target() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", text_of("Makefile"), re.MULTILINE)
    assert {each for each in targets if f"`make {each}`" not in text_of(DEVELOPING)} == set()


def test_the_example_in_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks(DEVELOPING, "python")
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, DEVELOPING, "exec"), {})
    assert "公积金" in capsys.readouterr().out
