"""One sandbox for all tests: the samples, and an article that would like to be more than text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.resources import resource
from tests.browser.sandbox.process import Served, started

if TYPE_CHECKING:
    from tests.browser.sandbox.client import Client
    from tests.browser.windows import Windows

HOSTILE = {
    "id": "hostile",
    "title": "<img src=x onerror=alert(1)>攀岩馆管理规定",
    "source": "<script>alert(2)</script>示例日报",
    "url": "javascript:alert(3)",
    "text": "攀岩馆的开放时间写作<script>document.title='没了'</script>早八点到晚八点。"
    '</blockquote><a href="javascript:alert(4)">点我</a>攀岩馆应当在入口处公示开放时间。',
}


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples and the hostile article."""
    directory = tmp_path_factory.mktemp("sandbox")
    hostile = directory / "hostile.jsonl"
    hostile.write_text(json.dumps(HOSTILE, ensure_ascii=False) + "\n", encoding="utf-8")
    index_paths(Home(directory / "home"), [resource("articles"), hostile])
    return directory / "home"


@pytest.fixture(scope="session")
def sandbox(indexed: Path) -> Iterator[Served]:
    with started(indexed) as it:
        yield it


@pytest.fixture
def client(windows: Windows, sandbox: Served) -> Client:
    """The page as somebody sees it who comes for the first time."""
    from tests.browser.sandbox.client import Client

    return Client(windows.open(sandbox.url))
