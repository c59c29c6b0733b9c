"""Questions whose answer has surely not been sent, and how far Telegram's updates were taken.

A row stands here from the moment when an update was taken until just before its answer leaves, so
that what a killed bot finds here was never answered. Chats are kept by their plain ids, because
the answer is still to be sent there; rows go with the answer, or once nobody waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.db.database import DAY_S, Chats, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question as Telegram gave it."""

    update_id: int
    chat: int
    person: int
    update: dict[str, Any]


def note_taken(chats: Chats, bot: int, taken: Iterable[Unanswered], offset: int | None) -> None:
    """Keep questions, and from which update on the next are to be asked for."""
    rows = [
        (bot, each.update_id, each.chat, each.person, json.dumps(each.update, ensure_ascii=False))
        for each in taken
    ]
    with chats.writing() as db:
        db.conn.executemany("insert or replace into unanswered values (?, ?, ?, ?, ?)", rows)
        if offset is not None:
            db.execute("insert or replace into polled values (?, ?, ?)", [bot, offset, now()])


def note_answered(chats: Chats, bot: int, update_id: int) -> None:
    """The answer leaves, or there is none to be sent."""
    with chats.writing() as db:
        db.execute("delete from unanswered where bot = ? and update_id = ?", [bot, update_id])


def unanswered(chats: Chats, bot: int) -> list[Unanswered]:
    """What this bot has surely not answered, oldest first."""
    with chats.reading() as db:
        rows = db.table("unanswered").rows_where("bot = ?", [bot], order_by="update_id")
        return [
            Unanswered(
                update_id=row["update_id"],
                chat=row["chat"],
                person=row["person"],
                update=json.loads(row["update"]),
            )
            for row in rows
        ]


def offset_of(chats: Chats, bot: int) -> int | None:
    """From which update on this bot is to ask, None where that is unknown.

    After a week without updates Telegram numbers them anew.
    """
    with chats.reading() as db:
        rows = db.query("select offset from polled where bot = ? and at > ?", [bot, now() - DAY_S])
        return next((row["offset"] for row in rows), None)
