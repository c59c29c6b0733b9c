"""The documents as tests read them."""

from __future__ import annotations

import re

from tests.paths import ROOT


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


READMES = ("README.md", "README.en.md")
OPERATING = "docs/operating.md"
EDITING = "docs/editing.md"
DEVELOPING = "docs/developing.md"
ALL = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
)

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(name: str, language: str) -> list[str]:
    """What stands between the fences of one language."""
    return [body for language_of, body in _FENCE.findall(text_of(name)) if language_of == language]


def shell_lines(name: str) -> list[str]:
    """The commands that a document shows, one a line, without their comments."""
    lines = "".join(blocks(name, "sh")).splitlines()
    return [line.split(" #")[0].strip() for line in lines if line.strip()]


def row(name: str, first: str) -> str:
    """The row of a table whose first cell begins so; "" where there is none."""
    found = re.search(rf"^\| `{re.escape(first)}(?![\w-]).*$", text_of(name), re.MULTILINE)
    return found.group() if found else ""
