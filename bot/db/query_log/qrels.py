"""Feedback as a test collection: 👍 makes a question with a known answer, without the person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from bot.db.database import DAY_S, Chats, now
from bot.db.query_log.similarity import same_words


def harvest(chats: Chats, keep_days: int) -> int:
    """Keep what 👍 says of questions that are about to be forgotten; how many there were."""
    before = now() - keep_days * DAY_S
    with chats.writing() as db:
        judged = list(_liked(db, "q.asked_at < ?", before))
        db.table("judged").insert_all(judged, replace=True)
    return len(judged)


def export(chats: Chats) -> list[dict[str, Any]]:
    """The test collection: objects as ``wence evaluate`` reads them, in a steady order.

    One question that several people asked in the same words is one object, with all articles
    that somebody found good.
    """
    with chats.reading() as db:
        rows = [*db.table("judged").rows, *_liked(db, "1")]
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = made.setdefault(
            row["words"], {"question": row["question"], "article_ids": [], "answers": []}
        )
        for name, value in (("article_ids", row["article"]), ("answers", row["answer"])):
            if value not in entry[name]:
                entry[name].append(value)
    return [
        {"id": f"f{number:04d}", **entry}
        for number, (_, entry) in enumerate(sorted(made.items()), start=1)
    ]


def _liked(db: Database, where: str, *values: int) -> Iterator[dict[str, str]]:
    """Questions with the result that somebody found good."""
    sql = (
        "select q.text, q.results, f.rank from feedback f join questions q on q.id = f.question"
        f" where f.value > 0 and {where}"
    )
    for row in db.query(sql, values):
        shown = json.loads(row["results"])
        if not 1 <= row["rank"] <= len(shown):
            continue
        result = shown[row["rank"] - 1]
        yield {
            "words": same_words(row["text"]),
            "article": result["article"],
            "question": row["text"],
            "answer": _answer(result),
        }


def _answer(result: dict[str, Any]) -> str:
    """The sentence that answers, or the whole quote where none stands out."""
    quote: str = result["quote"]
    if not result.get("answer"):
        return quote
    start, end = (edge - result["start"] for edge in result["answer"])
    return quote[max(0, start) : end] or quote
