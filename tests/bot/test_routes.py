"""The table of handlers: every row of it tested from end to end."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.routes import ROUTES


def marked_rows() -> set[str]:
    """The rows that some test is marked with; ``conftest`` sees to it that it reaches them."""
    found: set[str] = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.handler":
                found |= {str(ast.literal_eval(each)) for each in node.args}
    return found


def test_every_row_has_an_end_to_end_test() -> None:
    assert {row.name for row in ROUTES} - marked_rows() == set()


def test_no_test_is_marked_with_a_row_that_is_gone() -> None:
    assert marked_rows() - {row.name for row in ROUTES} == set()


def test_names_are_unique() -> None:
    assert len({row.name for row in ROUTES}) == len(ROUTES)
