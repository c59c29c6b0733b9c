"""Who wants to hear of new articles, and what waits to be told? At most one message an hour."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.db.database import Chats, now
from bot.language import Language
from retrieval.errors import WenceError
from retrieval.text.fold import fold_question

MOST = 20
"""Watches a chat."""
PHRASE_CHARS = 60
EVERY_S = 3600
"""At most one message a chat in so many seconds."""

_DUE = """
    select watches.*, alerts.article, alerts.start, alerts.quote, alerts.is_update
    from alerts join watches on watches.id = alerts.watch
    left join alerted on alerted.chat = watches.chat
    where alerts.sent_at is null and coalesce(alerted.at, 0) <= ? order by alerts.rowid
"""
_NOTE = """
    insert into alerts (watch, article, start, quote, is_update) values (?, ?, ?, ?, ?)
    on conflict (watch, article) do update set start = excluded.start, quote = excluded.quote,
    is_update = sent_at is not null or is_update, sent_at = null where excluded.is_update
"""
_SPACES = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A chat, or a topic of one, that wants to hear of articles with all words of a phrase."""

    id: int
    chat: int
    thread: int | None
    script: Language
    phrase: str

    @property
    def words(self) -> list[str]:
        """What must all be in one passage or in the title, folded."""
        return phrase_words(self.phrase)


@dataclass(frozen=True, slots=True)
class Alert:
    """One article that a watch has found."""

    watch: Watch
    article: str
    start: int
    quote: str
    is_update: bool = False
    """The article was there before, and says it now."""


def phrase_words(phrase: str) -> list[str]:
    return [word for word in _SPACES.split(fold_question(phrase).strip()) if word]


def add(chats: Chats, phrase: str, script: Language, *, chat: int, thread: int | None) -> Watch:
    """Watch for a phrase; the same words again give the watch that there is.

    Raises:
        WenceError: the chat has as many watches as it may have.
    """
    before = of_chat(chats, chat)
    for one in before:
        if one.words == phrase_words(phrase) and one.thread == thread:
            return one
    if len(before) >= MOST:
        raise WenceError("too_many_watches", limit=MOST)
    row = {"chat": chat, "thread": thread, "script": script, "phrase": phrase}
    with chats.writing() as db:
        number = int(db.table("watches").insert(row).last_pk or 0)
    return Watch(id=number, chat=chat, thread=thread, script=script, phrase=phrase)


def of_chat(chats: Chats, chat: int) -> list[Watch]:
    return _watches(chats, "chat = ?", [chat])


def end(chats: Chats, chat: int, id: int) -> bool:
    """End a watch of this chat; False if there is no such."""
    with chats.writing() as db:
        if not db.table("watches").count_where("id = ? and chat = ?", [id, chat]):
            return False
        db.table("watches").delete(id)
        db.table("alerts").delete_where("watch = ?", [id])
    return True


def all_watches(chats: Chats) -> list[Watch]:
    return _watches(chats)


def looked_until(chats: Chats) -> int | None:
    """The number of the newest version that was compared with the watches; None before any was."""
    with chats.reading() as db:
        return next((int(row["n"]) for row in db.table("looked").rows), None)


def note_found(chats: Chats, alerts: Sequence[Alert], until: int) -> None:
    """Let alerts wait, and remember how far was looked.

    Of each article a watch tells once, and again where it says something new; what has not been
    told yet stays new.
    """
    rows = [
        (each.watch.id, each.article, each.start, each.quote, each.is_update) for each in alerts
    ]
    with chats.writing() as db:
        db.conn.executemany(_NOTE, rows)
        db.table("looked").insert({"id": 1, "n": until}, replace=True)


def due(chats: Chats) -> dict[int, list[Alert]]:
    """Chat → the alerts that wait there, for the chats that were not told within the hour."""
    waiting: defaultdict[int, list[Alert]] = defaultdict(list)
    with chats.reading() as db:
        rows = list(db.query(_DUE, [now() - EVERY_S]))
    for row in rows:
        found = {name: row.pop(name) for name in ("article", "start", "quote", "is_update")}
        found["is_update"] = bool(found["is_update"])
        waiting[row["chat"]].append(Alert(Watch(**row), **found))
    return dict(waiting)


def sent(chats: Chats, chat: int, alerts: Sequence[Alert]) -> None:
    """Note that a chat was told; other watches of the chat do not tell of these articles again."""
    with chats.writing() as db:
        for alert in alerts:
            db.execute(
                "update alerts set sent_at = ? where article = ? and watch in"
                " (select id from watches where chat = ?)",
                [now(), alert.article, chat],
            )
        db.table("alerted").insert({"chat": chat, "at": now()}, replace=True)


def _watches(chats: Chats, where: str | None = None, values: Sequence[int] = ()) -> list[Watch]:
    with chats.reading() as db:
        rows = db.table("watches").rows_where(where, values, order_by="id")
        return [Watch(**row) for row in rows]
