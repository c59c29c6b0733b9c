"""What is stored of a person, and taking it out."""

from __future__ import annotations

from bot.db.chats import Chats
from bot.db.qrels import harvest


def forget(chats: Chats, person: int) -> int:
    """Remove the questions, the feedback, the watches and the settings of a person.

    A private chat has the person's id. Returns how many questions there were.
    """
    who = chats.hashed(person)
    with chats.lock, chats.db.atomic():
        gone = chats.db.execute("delete from questions where person = ?", [who]).rowcount
        chats.db.execute(
            "delete from feedback where person = ? or question not in (select id from questions)",
            [who],
        )
        chats.db.execute(
            "delete from alerts where watch in (select id from watches where chat = ?)", [person]
        )
        for table in ("watches", "alerted"):
            chats.db.execute(f"delete from {table} where chat = ?", [person])
        chats.db.execute("delete from chats where id = ?", [person])
    return gone


def sweep(chats: Chats, keep_days: int) -> int:
    """Remove what is older than so many days; what 👍 said of it stays, without the person."""
    harvest(chats, keep_days)
    return chats.forget_older(keep_days)
