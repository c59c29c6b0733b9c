"""Settings that say nothing, or are misspelt: ``wence serve`` as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Wence


def serve(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start without a token: what is said before that is missed is said of the other settings."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "serve", "--home", str(home)],
        env={**os.environ, "WENCE_LANG": "en", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("value", [",", " ", "，", " , "])
@pytest.mark.parametrize("name", ["WENCE_ALLOW_IDS", "WENCE_ADMIN_IDS", "WENCE_EDITOR_IDS"])
def test_a_list_that_names_nobody_refuses_to_start(home: Path, name: str, value: str) -> None:
    ran = serve(home, **{name: value})
    assert ran.returncode == 78
    assert ran.stderr.startswith(f"wence: {name}: not a valid value")
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["WENCE_ALLOWED_IDS", "WENCE_ALLOW_ID", "wence_allow_list"])
def test_a_misspelt_list_of_who_may_ask_refuses_to_start(home: Path, name: str) -> None:
    ran = serve(home, **{name: "42"})
    assert ran.returncode == 78
    assert f"{name.upper()} is not a setting: it may be meant to be WENCE_ALLOW_IDS" in ran.stderr
    assert "WENCE_TOKEN" not in ran.stderr


def test_a_misspelt_setting_in_the_file_is_named_with_the_likeliest(home: Path) -> None:
    Path(".env").write_text("WENCE_KEEPDAYS=9\nWENCE_ZZZZZ=1\nWENCE_WATCH=True\n", encoding="utf-8")
    said = serve(home, WENCE_SHARED="elsewhere").stderr.splitlines()
    assert "WENCE_KEEPDAYS is not a setting: it may be meant to be WENCE_KEEP_DAYS" in said[0]
    assert "WENCE_ZZZZZ is not a setting: see .env.example" in said[1]
    assert "WENCE_TOKEN is not set" in said[2]
    assert len(said) == 3


@pytest.mark.parametrize(
    ("name", "state"), [("WENCE_ADMINS", "wrong"), ("WENCE_QUOTA", "note"), ("WENCE_LANG", "ok")]
)
def test_the_doctor_knows_what_is_no_setting(
    wence: Wence, monkeypatch: pytest.MonkeyPatch, name: str, state: str
) -> None:
    monkeypatch.setenv(name, "en")
    (found,) = (each for each in wence("doctor", "--json").lines if each["check"] == "settings")
    assert found["state"] == state
    assert name in f"{found['said']} {found['fix']}" or state == "ok"
