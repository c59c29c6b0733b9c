"""What is said of an error, and the code with which a bot that it ends tells its supervisor."""

from __future__ import annotations

import errno
import os
import sqlite3

import pytest

from bot.cli.failures import exit_code_for_restarts, reason_of
from retrieval.errors import EngineUnavailable, WenceError

TOKEN = WenceError("settings_invalid", names="WENCE_TOKEN")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TOKEN, "settings_invalid"),
        (sqlite3.DatabaseError("malformed"), "database_unusable"),
        (PermissionError(errno.EACCES, "denied", "/a"), "place_unusable"),
        (OSError(errno.EBADF, "bad"), "output_unusable"),
    ],
)
def test_an_error_is_told_by_what_it_is_about(error: Exception, code: str) -> None:
    assert reason_of(error).code == code


def test_a_fault_is_told_with_its_place_in_the_program() -> None:
    with pytest.raises(AttributeError) as fault:
        reason_of(None)  # type: ignore[arg-type]
    told = reason_of(fault.value)
    assert (told.code, told.fields["error"]) == ("program_fault", "AttributeError")
    assert str(told.fields["place"]).startswith("failures.py:")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TOKEN, os.EX_CONFIG),
        (EngineUnavailable("engine_full"), os.EX_TEMPFAIL),
        (ValueError("a fault"), os.EX_TEMPFAIL),
    ],
)
def test_only_what_somebody_has_to_see_to_keeps_a_bot_from_coming_back(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, exit_code_for_restarts():
        raise error
    assert ended.value.code == code
    assert capsys.readouterr().err.startswith("wence: ")
