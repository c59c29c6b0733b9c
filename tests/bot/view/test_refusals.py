"""Every reason for which a file is refused is known in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from bot.view.refusals import reason
from tests.paths import ROOT


def sentences() -> Iterator[str]:
    """What the readers say when they raise Unreadable; 1 stands for whatever is filled in."""
    for path in [*ROOT.glob("retrieval/corpus/**/*.py"), ROOT / "bot" / "uploads" / "preview.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) == "Unreadable"
            if isinstance(node, ast.Call) and called and node.args:
                said = _text(node.args[0])
                if said:
                    yield said


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "1" for part in node.values)
        return "".join(map(str, parts))
    return ""


@pytest.mark.parametrize("said", sorted(set(sentences())))
def test_every_refusal_is_translated(said: str) -> None:
    assert reason(said, "hans").isascii() is False
    assert reason(said, "hans") != said


def test_the_script_is_followed_and_the_unknown_is_shown_as_it_is() -> None:
    assert reason("The file is empty.", "hant") == "裡面沒有文字"
    assert reason("Line 7 is no JSON: mend that line.", "hans") == "第 7 行读不了，请改正"
    assert reason("Something new.", "hans") == "Something new."
