"""The sample articles: readable, varied, and nobody can take them for the real thing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from retrieval.resources import resource

ARTICLES = sorted(path for path in resource("articles").iterdir() if path.suffix in {".md", ".txt"})
FICTIONAL = {"hans": "本文为虚构示例", "hant": "本文為虛構示例"}


def parts(path: Path) -> tuple[dict[str, object], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body.strip()


def test_there_are_enough_of_both_kinds_and_both_scripts() -> None:
    bodies = [parts(path)[1] for path in ARTICLES]
    assert len(ARTICLES) >= 12
    assert {path.suffix for path in ARTICLES} == {".md", ".txt"}
    for mark in FICTIONAL.values():
        assert sum(mark in body for body in bodies) >= 5


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_readable_and_marked_as_fictional(path: Path) -> None:
    front, body = parts(path)
    assert set(front) == {"title", "date", "source", "author", "url", "note"}
    assert isinstance(front["date"], datetime.date)
    assert str(front["url"]).split("/")[2].endswith(".example")
    assert "不能作" in str(front["note"])
    last = body.splitlines()[-1]
    assert last.startswith(tuple(FICTIONAL.values()))
    assert last.endswith(("不能作为办事依据。", "不能作為辦事依據。"))
    assert 500 <= len(body) <= 1500
    assert "\ufffd" not in body
