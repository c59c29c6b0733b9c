"""Who wants to hear of new articles, and which ones match? Alerts are bundled, at most hourly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from bot.db.chats import Chats, migrations, now, plain_ids
from retrieval.answer.answer import Result
from retrieval.corpus.article import Article
from retrieval.corpus.passages import passages
from retrieval.corpus.store import Store
from retrieval.errors import UnknownArticle, WenceError
from retrieval.text.fold import Script, fold_question, fold_text
from retrieval.text.ranges import Range, clip, merge

MOST = 20
"""Watches a chat."""
PHRASE_CHARS = 60
EVERY_S = 3600
"""At most one message a chat in so many seconds."""

_BLANKS = re.compile(r"[\s,，、;；]+")


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


plain_ids.extend([("watches", "chat"), ("alerted", "chat")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A chat, or a topic of one, that wants to hear of articles with all words of a phrase."""

    id: int
    chat: int
    thread: int | None
    script: Script
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


def phrase_words(phrase: str) -> list[str]:
    return [word for word in _BLANKS.split(fold_question(phrase).strip()) if word]


def add(
    chats: Chats, phrase: str, script: Script, *, chat: int, thread: int | None, person: int
) -> Watch:
    """Watch for a phrase; the same words again give the watch that there is.

    Raises:
        WenceError: the chat has as many watches as it may have.
    """
    before = of_chat(chats, chat)
    for one in before:
        if one.words == phrase_words(phrase) and one.thread == thread:
            return one
    if len(before) >= MOST:
        raise WenceError(f"A chat has at most {MOST} watches: end one with /watches first.")
    row = {"chat": chat, "thread": thread, "script": script, "phrase": phrase}
    with chats.lock, chats.db.atomic():
        made = chats.db.execute(
            "insert into watches (chat, thread, person, script, phrase) values (?, ?, ?, ?, ?)",
            [chat, thread, chats.hashed(person), script, phrase],
        )
        number = int(made.lastrowid or 0)
    return Watch(id=number, chat=chat, thread=thread, script=script, phrase=str(row["phrase"]))


def of_chat(chats: Chats, chat: int) -> list[Watch]:
    return _watches(chats, "where chat = ?", chat)


def end(chats: Chats, chat: int, id: int) -> bool:
    """End a watch of this chat; False if there is no such."""
    with chats.lock, chats.db.atomic():
        gone = chats.db.execute("delete from watches where id = ? and chat = ?", [id, chat])
        chats.db.execute("delete from alerts where watch = ?", [id])
    return bool(gone.rowcount)


def look(chats: Chats, store: Store) -> int:
    """Look at every article that came in since the last look; how many alerts that makes.

    The first look of all only remembers where the collection stands.
    """
    live = store.live()
    newest = int(live[-1]) if len(live) else 0
    with chats.lock:
        rows = list(chats.db.execute("select n from looked where id = 1"))
    known = int(rows[0][0]) if rows else newest
    found = list(_found(_watches(chats), store, known)) if newest > known else []
    with chats.lock, chats.db.atomic():
        for alert in found:
            chats.db.execute(
                "insert or ignore into alerts (watch, article, start, quote) values (?, ?, ?, ?)",
                [alert.watch.id, alert.article, alert.start, alert.quote],
            )
        chats.db.table("looked").insert({"id": 1, "n": max(newest, known)}, replace=True)
    return len(found)


def _found(watches: Sequence[Watch], store: Store, after: int) -> Iterator[Alert]:
    if not watches:
        return
    for indexed in store.indexed(after):
        if store.is_changed(indexed.n):
            continue
        article = store.article(indexed.n)
        for watch in watches:
            place = matching_place(article, watch.words)
            if place is not None:
                start, stop = place
                yield Alert(watch, article.id, start, article.text[start:stop])


def matching_place(article: Article, words: Sequence[str]) -> tuple[int, int] | None:
    """The first passage that holds all the words, counting those that the title holds."""
    title = fold_text(article.shown_title) if article.title else ""
    missing = [word for word in words if word not in title]
    text = fold_text(article.text)
    if not all(word in text for word in missing):
        return None
    for passage in passages(article.text):
        if all(word in text[passage.start : passage.end] for word in missing):
            return passage.start, passage.end
    return None


def due(chats: Chats) -> dict[int, list[Alert]]:
    """Chat → the alerts that wait there, for the chats that were not told within the hour."""
    watches = {watch.id: watch for watch in _watches(chats)}
    waiting: defaultdict[int, list[Alert]] = defaultdict(list)
    with chats.lock:
        rows = list(
            chats.db.execute(
                "select a.watch, a.article, a.start, a.quote from alerts a"
                " join watches w on w.id = a.watch left join alerted t on t.chat = w.chat"
                " where a.sent_at is null and coalesce(t.at, 0) <= ? order by a.rowid",
                [now() - EVERY_S],
            )
        )
    for number, article, start, quote in rows:
        waiting[watches[number].chat].append(Alert(watches[number], article, start, quote))
    return dict(waiting)


def sent(chats: Chats, chat: int, alerts: Sequence[Alert]) -> None:
    """Note that a chat was told; other watches of the chat do not tell of these articles again."""
    with chats.lock, chats.db.atomic():
        for alert in alerts:
            chats.db.execute(
                "update alerts set sent_at = ? where article = ? and watch in"
                " (select id from watches where chat = ?)",
                [now(), alert.article, chat],
            )
        chats.db.table("alerted").insert({"chat": chat, "at": now()}, replace=True)


def result_of(alert: Alert, store: Store, rank: int) -> Result | None:
    """The alert as a result to show, None when the article is gone or reads otherwise by now."""
    try:
        article = store.get(alert.article)
    except UnknownArticle:
        return None
    stop = alert.start + len(alert.quote)
    if article.text[alert.start : stop] != alert.quote:
        return None
    return Result(
        rank=rank,
        score=0.0,
        article=article,
        quote=alert.quote,
        start=alert.start,
        end=stop,
        highlights=_marks(fold_text(alert.quote), alert.watch.words),
        doubtful=clip(article.doubtful, (alert.start, stop)),
    )


def _marks(folded: str, words: Sequence[str]) -> tuple[Range, ...]:
    """Where the words are."""
    return merge(match.span() for word in words for match in re.finditer(re.escape(word), folded))


def _watches(chats: Chats, where: str = "", *values: int) -> list[Watch]:
    with chats.lock:
        rows = list(
            chats.db.execute(
                f"select id, chat, thread, script, phrase from watches {where} order by id", values
            )
        )
    return [
        Watch(id=id, chat=chat, thread=thread, script=script, phrase=phrase)
        for id, chat, thread, script, phrase in rows
    ]
