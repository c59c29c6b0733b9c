"""A repost is no second answer: it is counted."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Wence
from tests.corpus.dedup.test_reposts import STORY


def test_an_answer_says_how_often_its_article_was_reposted(wence: Wence, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        {"id": "first", "title": "公积金新规", "text": STORY, "date": "2024-06-02"},
        {"id": "second", "text": f"示例网讯（记者王红）{STORY}", "date": "2024-06-03"},
        {"id": "third", "text": STORY, "date": "2024-06-04"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert wence("index", path).code == 0
    (answer,) = wence("ask", "租房的职工每季度可以提取多少公积金？", "--json").lines
    assert {result["article"]["id"] for result in answer["results"]} == {"first"}
    assert answer["results"][0]["article"]["reposts"] == 2
    listed = {one["id"]: one["reposts"] for one in wence("articles", "--json").lines}
    assert listed == {"first": 2, "second": 0, "third": 0}
    assert "另有 2 篇转载" in wence("articles").out
    assert wence("show", "first", "--json").lines[0]["reposts"] == 2
