"""What is stored of a person, and taking it out."""

from __future__ import annotations

from bot.db.database import Chats
from bot.db.query_log.gaps import forget_closed
from bot.db.query_log.qrels import harvest
from bot.db.query_log.questions import forget_older
from bot.db.query_log.wishes import forget_wishes


def forget(chats: Chats, person: int) -> int:
    """Remove the questions, the feedback, the watches and the settings of a person.

    A private chat has the person's id. Returns how many questions there were.
    """
    who = chats.hashed(person)
    with chats.writing() as db:
        gone = db.execute("delete from questions where person = ?", [who]).rowcount
        db.table("feedback").delete_where(
            "person = ? or question not in (select id from questions)", [who]
        )
        for table in ("watches", "alerted"):
            db.table(table).delete_where("chat = ?", [person])
        forget_wishes(chats)
        db.table("alerts").delete_where("watch not in (select id from watches)")
        db.table("chats").delete_where("id = ?", [person])
        for table in ("unanswered", "desk_secrets"):
            db.table(table).delete_where("person = ?", [person])
    chats.truncate_log()
    return gone


def sweep(chats: Chats, keep_days: int) -> int:
    """Remove what is older than so many days; what 👍 said of it stays, without the person."""
    harvest(chats, keep_days)
    forget_closed(chats, keep_days)
    gone = forget_older(chats, keep_days)
    forget_wishes(chats)
    chats.truncate_log()
    return gone
