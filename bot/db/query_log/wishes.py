"""Who wants to hear once a question can be answered that was not answered well?

A wish goes with its question: when it was told, forgotten, or is too old to be kept.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.db.database import Chats
from bot.db.query_log.similarity import alike, bigrams


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One question whose asker is to be told, once."""

    question: str
    """The id of the question."""
    chat: int
    """Where to tell; a plain id."""
    thread: int | None
    message: int | None
    """The message there that asked."""
    filled: bool = False
    """Whether an admin says that there are articles for it by now."""


def add(chats: Chats, wish: Wish) -> bool:
    """Keep a wish; False if there is one for the question."""
    with chats.writing() as db:
        if db.table("wishes").count_where("question = ?", [wish.question]):
            return False
        db.table("wishes").insert(asdict(wish))
    return True


def wishes(chats: Chats) -> list[Wish]:
    """Every wish, oldest first."""
    with chats.reading() as db:
        rows = list(db.table("wishes").rows_where(order_by="rowid"))
    return [Wish(**{**row, "filled": bool(row["filled"])}) for row in rows]


def fill(chats: Chats, text: str) -> None:
    """Note that there are articles for the questions that are like this one."""
    wanted = bigrams(text)
    with chats.writing() as db:
        asked = db.query("select id, text from questions where id in (select question from wishes)")
        for row in [row for row in asked if alike(bigrams(row["text"]), wanted)]:
            db.execute("update wishes set filled = 1 where question = ?", [row["id"]])


def end(chats: Chats, question: str) -> None:
    """The asker was told, or cannot be."""
    with chats.writing() as db:
        db.table("wishes").delete_where("question = ?", [question])


def forget_wishes(chats: Chats) -> None:
    """Remove the wishes whose question is kept no more."""
    with chats.writing() as db:
        db.table("wishes").delete_where("question not in (select id from questions)")
