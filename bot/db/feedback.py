"""What people think of answers: 👍 and 👎."""

from __future__ import annotations

from bot.db.database import Chats, now


def rate(chats: Chats, question: str, person: int, rank: int, value: int) -> int | None:
    """Set what a person thinks of an answer (1 or -1); again the same takes it back.

    Returns:
        The value that now holds, None after it was taken back.
    """
    who = chats.hashed(person)
    with chats.writing() as db:
        table = db.table("feedback")
        if table.count_where("question = ? and person = ? and value = ?", [question, who, value]):
            table.delete((question, who))
            return None
        table.insert(
            {"question": question, "person": who, "rank": rank, "value": value, "at": now()},
            replace=True,
        )
    return value
