"""Feedback as a test collection: 👍 makes a question with a known answer, without the person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from bot.db.chats import DAY_S, Chats, migrations, now
from bot.db.similarity import same_words


@migrations()
def questions_with_known_answers(db: Database) -> None:
    """What 👍 said of questions that are no longer kept; nothing here leads to a person."""
    db.table("judged").create(
        {"words": str, "article": str, "question": str, "answer": str}, pk=("words", "article")
    )


def harvest(chats: Chats, keep_days: int) -> int:
    """Keep what 👍 says of questions that are about to be forgotten; how many there were."""
    before = now() - keep_days * DAY_S
    with chats.lock, chats.db.atomic():
        judged = list(_liked(chats, "q.asked_at < ?", before))
        chats.db.table("judged").insert_all(judged, replace=True)
    return len(judged)


def export(chats: Chats) -> list[dict[str, Any]]:
    """The test collection: objects as ``wence evaluate`` reads them, in a steady order.

    One question that several people asked in the same words is one object, with all articles
    that somebody found good.
    """
    with chats.lock:
        rows = list(chats.db.query("select * from judged"))
        rows += list(_liked(chats, "1"))
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


def _liked(chats: Chats, where: str, *values: int) -> Iterator[dict[str, str]]:
    """Questions with the result that somebody found good."""
    sql = (
        "select q.text, q.results, f.rank from feedback f join questions q on q.id = f.question"
        f" where f.value > 0 and {where}"
    )
    for text, results, rank in chats.db.execute(sql, values):
        shown = json.loads(results or "[]")
        if not 1 <= rank <= len(shown):
            continue
        result = shown[rank - 1]
        yield {
            "words": same_words(text),
            "article": result["article"],
            "question": text,
            "answer": _answer(result),
        }


def _answer(result: dict[str, Any]) -> str:
    """The sentence that answers, or the whole quote where none stands out."""
    quote: str = result["quote"]
    if not result.get("answer"):
        return quote
    start, end = (edge - result["start"] for edge in result["answer"])
    return quote[max(0, start) : end] or quote
