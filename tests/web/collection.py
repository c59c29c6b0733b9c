"""A small collection with a past, and the pages that show it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.settings import Settings
from bot.web.application import reader
from bot.web.served import WebState, opened
from retrieval.home import Home
from retrieval.index.building.operations import index_paths

LAW = (
    "第一章 总则\n第一条 为了规范示例，制定本办法。\n第二条 租房提取的，每年不超过一万二千元。\n"
    "第二章 附则\n第三条 本办法自二〇二四年一月一日起施行。"
)
ARTICLES: list[dict[str, str]] = [
    {
        "id": "law",
        "title": "福建省住房公积金提取办法",
        "source": "福建省人民政府",
        "date": "2023-12-01",
        "url": "https://gov.example.com/law?a=1&b=2",
        "text": LAW,
    },
    {
        "id": "hostile",
        "title": "<script>alert(1)</script>的通知",
        "url": "javascript:alert(1)",
        "text": "补贴标准写作 <img src=x onerror=alert(2)> 与 \u202e\"a\" & 'b'。\n"
        "申请人应当在三十日内提交材料。",
    },
    {
        "id": "untitled",
        "text": "電動自行車應當登記上牌。登記時帶上身份證和購車發票，當場發放號牌。",
    },
    {"id": "long", "title": "很长的通知", "text": "示例市应当落实各项要求，不得拖延。\n" * 1_000},
]


def write(file: Path, articles: list[dict[str, str]]) -> None:
    lines = [json.dumps(article, ensure_ascii=False) for article in articles]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_collection(directory: Path) -> Path:
    """A home whose law has two versions, and one article that has gone; gives the home."""
    home, file = Home(directory / "home"), directory / "articles.jsonl"
    gone = {"id": "gone", "title": "已撤销的通知", "text": "这份通知已经撤销，不再执行。"}
    old = [{**ARTICLES[0], "text": LAW.replace("一万二千", "九千")}, *ARTICLES[1:], gone]
    for articles in (old, ARTICLES):
        write(file, articles)
        index_paths(home, [file])
    return home.path


class Pages(httpx.AsyncClient):
    """A browser's requests to the pages of a home."""

    def __init__(self, state: WebState) -> None:
        self.state = state
        self.application = Starlette(routes=[reader(state)])
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        super().__init__(transport=transport, base_url="http://wence.test")

    def key(self, id: str) -> str:
        """The key of an article."""
        return str(
            self.state.live.current.store.connection.execute(
                "select key from articles where id = ?", [id]
            ).fetchone()[0]
        )


@asynccontextmanager
async def pages_of(home: Path, **knobs: Any) -> AsyncIterator[Pages]:
    with opened(Settings(_env_file=None, home=home, **knobs)) as state:
        async with Pages(state) as pages:
            yield pages
        await state.stop()
