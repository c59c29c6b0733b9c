"""A group becomes a supergroup, and gets another id."""

from __future__ import annotations

from bot.db.database import Chats
from bot.db.schema import CHAT_HASHES, CHAT_IDS


def move(chats: Chats, old: int, new: int) -> None:
    """Everything of the old id belongs to the new one; what that had of its own gives way."""
    ids = [(table, column, new, old) for table, column in CHAT_IDS]
    hashes = [
        (table, column, chats.hashed(new), chats.hashed(old)) for table, column in CHAT_HASHES
    ]
    with chats.writing() as db:
        for table, column, after, before in [*ids, *hashes]:
            db.execute(
                f"update or replace {table} set {column} = ? where {column} = ?", [after, before]
            )
