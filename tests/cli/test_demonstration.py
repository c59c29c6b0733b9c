"""``make run`` without a token: a demonstration with the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.demonstration import SAMPLE_QUESTION, demonstrate
from retrieval.home import Home


def test_without_a_terminal_one_sample_question_is_answered(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demonstrate(Home(home), interactive=False)
    first = capsys.readouterr().out
    assert SAMPLE_QUESTION in first
    assert "备案" in first
    assert "示例省医疗保障局" in first
    assert ".venv/bin/wence index" in first
    demonstrate(Home(home), interactive=False)
    again = capsys.readouterr().out
    assert "新增 0 " in again
    assert again.split(SAMPLE_QUESTION)[1] == first.split(SAMPLE_QUESTION)[1]
