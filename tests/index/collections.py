"""Homes with small collections, made through the front door."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.generation import Generation

NOTICE = {"title": "通知", "text": "办法自发布之日起施行。"}
ARTICLES: list[dict[str, Any]] = [
    {
        "id": "a",
        "title": "公积金贷款办法",
        "text": "职工可以申请公积金贷款。贷款期限三十年。",
        "date": "2023-05-01",
    },
    {
        "id": "b",
        "title": "醫保報銷",
        "text": "參保人員憑醫保卡就醫。門診費用可以報銷。",
        "date": "--07-17",
    },
    {
        "id": "c",
        "title": None,
        "text": "三争行动是深学争优、敢为争先、实干争效。国发〔2014〕8号",
        "date": "2024-01-31",
    },
    {"id": "d", **NOTICE, "date": "2020-01-01"},
    {"id": "e", **NOTICE, "date": "2024-01-01"},
    {"id": "f", **NOTICE, "date": "--12-31"},
    {"id": "g", **NOTICE, "date": "2024-01-01"},
]


def write(path: Path, articles: Iterable[dict[str, Any]]) -> Path:
    """A ``.jsonl`` file of articles."""
    path.write_text("".join(json.dumps(each) + "\n" for each in articles), encoding="utf-8")
    return path


def home_of(directory: Path, articles: Iterable[dict[str, Any]]) -> Home:
    """A home that has indexed these articles."""
    home = Home(directory / "home")
    index_paths(home, [write(directory / "articles.jsonl", articles)])
    return home


def generation_of(directory: Path, articles: Iterable[dict[str, Any]]) -> Generation:
    return Generation.open(home_of(directory, articles))
