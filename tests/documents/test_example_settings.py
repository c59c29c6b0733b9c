"""``.env.example`` lists every setting, with its default and what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.settings import Settings
from tests.documents.texts import text_of

EXAMPLE = text_of(".env.example")


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
    described = Settings.model_fields[name].description or ""
    assert comment.lower().strip(".").split()[:3] == described.lower().split()[:3]


def test_the_example_can_be_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    from_example = Settings()
    (tmp_path / ".env").unlink()
    assert from_example == Settings()
