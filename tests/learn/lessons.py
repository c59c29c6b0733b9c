"""A collection in other words than its questions, and 👍 that tell which words go together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from itertools import product
from pathlib import Path

from bot.db.database import Chats, now
from bot.db.query_log.feedback import rate
from bot.db.query_log.questions import Asked, keep, new_id
from retrieval.home import Home

ALICE = 4711
COLOURS = ("红色", "黄色", "绿色", "白色", "黑色", "紫色", "灰色", "橙色", "粉色", "金色")
MATTERS = {
    "苹果": "机床", "香蕉": "轴承", "葡萄": "锅炉", "西瓜": "电缆", "草莓": "水泵",
    "樱桃": "阀门", "柠檬": "齿轮", "石榴": "轮胎", "荔枝": "玻璃", "芒果": "水泥",
    "菠萝": "钢筋", "桃子": "油漆", "核桃": "地毯", "花生": "窗帘", "土豆": "毛巾",
    "番茄": "牙膏", "黄瓜": "肥皂", "茄子": "雨伞", "萝卜": "手套", "白菜": "围巾",
}  # fmt: skip
"""Words of questions, and the words of the articles that answer them."""


def write_articles(folder: Path) -> Path:
    """An article a matter, in official words alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "articles.jsonl"
    lines = [
        {"id": f"a{n}", "title": f"{official}登记办法", "text": f"{official}由县级机关登记。"}
        for n, official in enumerate(MATTERS.values())
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def in_peoples_words() -> list[tuple[str, int]]:
    """200 questions that share no word with what answers them, with the article's number."""
    return [
        (f"{colour}{fruit}归谁管", n) for (n, fruit), colour in product(enumerate(MATTERS), COLOURS)
    ]


def in_official_words() -> list[tuple[str, int]]:
    """200 questions that are answered rightly as it is."""
    return [
        (f"{colour}{official}由谁登记", n)
        for (n, official), colour in product(enumerate(MATTERS.values()), COLOURS)
    ]


def like(home: Path, questions: Iterable[tuple[str, int]]) -> None:
    """Keep the questions with their answers, each with a 👍."""
    officials = list(MATTERS.values())
    with closing(Chats.open(Home(home))) as chats:
        for text, n in questions:
            quote = f"{officials[n]}由县级机关登记。"
            result = {"article": f"a{n}", "quote": quote, "start": 0, "answer": [0, len(quote)]}
            asked = Asked(
                id=new_id(),
                asked_at=now(),
                person=chats.hashed(ALICE),
                chat=chats.hashed(ALICE),
                kind="private",
                script="hans",
                text=text,
                verdict="confident",
                took_ms=1.0,
                generation="g1",
                results=[result],
                message_id=7,
            )
            keep(chats, asked)
            rate(chats, asked.id, ALICE, 1, 1)


def write_questions(file: Path, questions: Iterable[tuple[str, int]]) -> Path:
    """The questions as ``wence evaluate`` reads them."""
    lines = [{"question": text, "article_ids": [f"a{n}"]} for text, n in questions]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file
