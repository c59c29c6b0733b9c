"""The schema of ``chats.db``: every table, every migration, and which columns hold whose id.

A migration is recorded by its name in the file. Names and order never change, and what a released
migration does never changes either: what is to be different is a new migration at the end.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations


class NewerSchema(Exception):
    """A newer version of the program has migrated the file."""


CHAT_IDS = (
    *(("chats", "id"), ("banned", "id"), ("watches", "chat"), ("alerted", "chat")),
    *(("unanswered", "chat"), ("wishes", "chat")),
)
"""Tables and columns that hold plain ids of chats (and a private chat has its person's id)."""

CHAT_HASHES = (("questions", "chat"),)
"""Tables and columns that hold keyed hashes of chats. Both kinds move along when a group becomes a
supergroup."""

migrations = Migrations("chats")


@migrations()
def questions_and_chats(db: Database) -> None:
    """The questions with what they found, what people think of it, and the chats."""
    db.table("questions").create(
        {
            "id": str,
            "asked_at": int,
            "person": str,
            "chat": str,
            "kind": str,
            "script": str,
            "text": str,
            "verdict": str,
            "took_ms": float,
            "generation": str,
            "results": str,
            "message_id": int,
            "answer_id": int,
        },
        pk="id",
    )
    db.table("questions").create_index(["asked_at"])
    db.table("questions").create_index(["chat", "message_id"])
    db.table("questions").create_index(["chat", "answer_id"])
    db.table("questions").create_index(["person"])
    db.table("feedback").create(
        {"question": str, "person": str, "rank": int, "value": int, "at": int},
        pk=("question", "person"),
    )
    db.table("chats").create({"id": int, "active": int, "settings": str, "seen": int}, pk="id")


@migrations()
def bans(db: Database) -> None:
    """People and chats that get no answer, by their plain ids."""
    db.table("banned").create({"id": int, "at": int}, pk="id")


@migrations()
def gaps_that_were_closed(db: Database) -> None:
    """What an admin has dealt with; the text names nobody."""
    db.table("closed_gaps").create({"key": str, "text": str, "state": str, "at": int}, pk="key")


@migrations()
def hidden_articles_by_id(db: Database) -> None:
    """The ids of hidden articles; a reindex changes nothing about them."""
    db.table("hidden").create({"article": str, "at": int}, pk="article")


@migrations()
def questions_with_known_answers(db: Database) -> None:
    """What 👍 said of questions that are no longer kept; nothing here leads to a person."""
    db.table("judged").create(
        {"words": str, "article": str, "question": str, "answer": str}, pk=("words", "article")
    )


@migrations()
def watches_and_alerts(db: Database) -> None:
    """Watches, what they have found, when a chat was last told, and how far was looked."""
    db.table("watches").create(
        {"id": int, "chat": int, "thread": int, "person": str, "script": str, "phrase": str},
        pk="id",
    )
    db.table("watches").create_index(["chat"])
    db.table("alerts").create(
        {"watch": int, "article": str, "start": int, "quote": str, "sent_at": int},
        pk=("watch", "article"),
    )
    db.table("alerted").create({"chat": int, "at": int}, pk="chat")
    db.table("looked").create({"id": int, "n": int}, pk="id")


@migrations()
def only_what_is_read(db: Database) -> None:
    """Who made a watch, and when a chat was seen, was kept without being used."""
    db.table("watches").transform(drop={"person"})
    db.table("chats").delete_where("settings is null")
    db.table("chats").transform(drop={"active", "seen"})


@migrations()
def facts_about_the_file(db: Database) -> None:
    """What the file knows of itself, such as the mark of its key."""
    db.table("facts").create({"name": str, "value": str}, pk="name")


@migrations()
def watches_of_numbers_that_never_come_again(db: Database) -> None:
    """A button that ends a watch names it by its number, however old the button is."""
    (last,) = db.execute(
        "select max(n) from (select max(id) n from watches union select max(watch) from alerts)"
    ).fetchone()
    db.execute("alter table watches rename to old_watches")
    db.execute(
        "create table watches (id integer primary key autoincrement,"
        " chat integer, thread integer, script text, phrase text)"
    )
    db.execute(
        "insert into watches (id, chat, thread, script, phrase)"
        " select id, chat, thread, script, phrase from old_watches"
    )
    db.execute("drop table old_watches")
    db.table("watches").create_index(["chat"])
    db.execute("delete from sqlite_sequence where name = 'watches'")
    db.execute("insert into sqlite_sequence (name, seq) values ('watches', ?)", [last or 0])


@migrations()
def unanswered_questions(db: Database) -> None:
    """Questions whose answer has surely not been sent, as they came, and how far was polled."""
    db.table("unanswered").create(
        {"bot": int, "update_id": int, "chat": int, "person": int, "update": str},
        pk=("bot", "update_id"),
    )
    db.table("polled").create({"bot": int, "offset": int, "at": int}, pk="bot")


@migrations()
def wishes_to_hear_of_answers(db: Database) -> None:
    """Questions whose asker is to be told, once, where they can be answered by now."""
    db.table("wishes").create(
        {"question": str, "chat": int, "thread": int, "message": int, "filled": int},
        pk="question",
    )


@migrations()
def a_desk_in_the_browser(db: Database) -> None:
    """Links and sessions, as hashes, and what was done by whom."""
    db.table("desk_secrets").create(
        {"hash": str, "kind": str, "person": int, "until": int}, pk="hash"
    )
    db.table("desk_log").create(
        {"id": int, "at": int, "person": int, "action": str, "article": str, "detail": str},
        pk="id",
    )


@migrations()
def settings_from_the_desk(db: Database) -> None:
    """What admins have set while the bot ran, as they wrote it."""
    db.table("desk_settings").create({"name": str, "value": str}, pk="name")


@migrations()
def alerts_of_what_has_changed(db: Database) -> None:
    """Whether an alert is of an article that was there before."""
    db.table("alerts").add_column("is_update", int, not_null_default=0)


def is_newer(db: Database) -> bool:
    """Whether the file has been migrated further than this version of the program knows."""
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    return not known.issuperset(migration.name for migration in migrations.applied(db))


def migrate(db: Database) -> None:
    """Bring a file up to date, or make its tables; meant to run inside of a transaction.

    Raises:
        NewerSchema: a newer version of the program has migrated the file.
    """
    if is_newer(db):
        raise NewerSchema
    migrations.apply(db)
