"""Altered copies of articles, as reposts are: for tests of near duplicates."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opencc

from retrieval.corpus.passages import sentences
from retrieval.text.fold import script_of


def lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    yield from map(
        json.loads, (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    )


class Copyist:
    """Copies with another byline, with a paragraph cut, in the other script, or all of it."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.to_hant, self.to_hans = opencc.OpenCC("s2twp"), opencc.OpenCC("tw2s")

    def copy(self, article: dict[str, Any], place: int) -> dict[str, Any]:
        text, title = article["text"], article.get("title")
        kind = place % 4
        if kind in {0, 3}:
            text = self.with_byline(text)
        if kind in {1, 3}:
            text = self.cut(text)
        if kind in {2, 3}:
            convert = self.to_hans if script_of(text) == "hant" else self.to_hant
            text, title = convert.convert(text), title and convert.convert(title)
        return {**article, "id": f"copy-{place}-{article['id']}", "title": title, "text": text}

    def with_byline(self, text: str) -> str:
        name = "".join(self.random.choices("王李张刘陈杨赵黄周吴徐孙", k=2))
        head, foot = self.random.choice(
            [
                (f"本报记者 {name} 报道\n", ""),
                (f"（示例晚报记者{name}）", ""),
                ("", f"\n（责任编辑：{name}）"),
                (f"示例网讯（记者{name}）", f"\n编辑 {name}"),
            ]
        )
        return head + text + foot

    def cut(self, text: str) -> str:
        """Without one of its paragraphs, or where there is but one, of its sentences."""
        parts = [part for part in text.split("\n") if part.strip()]
        joint = "\n"
        if len(parts) < 3:
            parts, joint = [text[start:end] for start, end in sentences(text)], ""
        if len(parts) < 3:
            return text
        gone = self.random.randrange(1, len(parts))
        left = joint.join(part for place, part in enumerate(parts) if place != gone)
        return left if len(left) >= len(text) / 2 else text
