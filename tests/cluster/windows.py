"""A collection of windows and what they charge, and what is said where it cannot be asked."""

from __future__ import annotations

import json

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.conftest import Run

QUESTION = "第8号窗口收费多少"


def index_windows(home: Home, count: int) -> None:
    file = home.path.with_name("few.jsonl")
    texts = (f"第{n}号窗口办理居住证，每证收费{n}元。" for n in range(count))
    lines = [json.dumps({"id": f"{n}", "text": text}) for n, text in enumerate(texts)]
    file.write_text("\n".join(lines), encoding="utf-8")
    index_paths(home, [file])


def sentence(run: Run) -> str:
    """The one line of an error."""
    assert run.code == 1
    (line,) = run.err.splitlines()
    return line
