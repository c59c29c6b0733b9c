"""What the bot remembers of its chats: ``chats.db``, the precious file of a home.

Questions are kept under a keyed hash of the person and of the chat; the key lies beside the file,
in ``chats.key``, so that a copy of the file alone names nobody. Settings belong to a chat and are
kept under its plain id.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.text.fold import Script

DAY_S = 86_400
BUSY_MS = 5_000

migrations = Migrations("chats")

plain_ids: list[tuple[str, str]] = []
"""Tables and columns, of whatever module, that hold the plain ids of chats: they move along when
a group becomes a supergroup."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as it is kept. ``results`` is what ``bot.db.snapshots`` made of the answer."""

    id: str
    asked_at: int
    person: str
    chat: str
    kind: str
    """``private`` or ``group``."""
    script: Script
    text: str
    verdict: str
    took_ms: float
    generation: str
    results: Sequence[dict[str, Any]]
    message_id: int
    answer_id: int | None = None


class Chats:
    """``chats.db``, open. Safe to use from any thread; every call is one short transaction."""

    def __init__(self, db: Database, key: bytes) -> None:
        self.db = db
        self.lock = threading.RLock()
        self._key = key

    @classmethod
    def open(cls, home: Home) -> Self:
        """Open the file, making or migrating it.

        Raises:
            WenceError: it cannot be opened, or is no database.
        """
        home.create()
        try:
            connection = sqlite3.connect(home.chats_db, check_same_thread=False)
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            db = Database(connection)
            migrations.apply(db)
            home.chats_db.chmod(0o600)
            return cls(db, _key(home.path / "chats.key"))
        except (OSError, sqlite3.DatabaseError) as error:
            raise WenceError(
                f"{home.chats_db} cannot be opened ({error}): put back a copy of it, "
                "or move it away to start with an empty one."
            ) from error

    def close(self) -> None:
        with self.lock:
            self.db.close()

    def hashed(self, id: int) -> str:
        """The keyed hash under which a person or a chat is known here."""
        return blake2b(str(id).encode("ascii"), key=self._key, digest_size=12).hexdigest()

    def same(self, id: int, known: str) -> bool:
        """Whether the hash is that of this person or chat."""
        return hmac.compare_digest(self.hashed(id), known)

    def keep(self, asked: Asked) -> None:
        """Write a question down, or replace it."""
        row = {name: getattr(asked, name) for name in Asked.__slots__}
        row["results"] = json.dumps(asked.results, ensure_ascii=False)
        with self.lock, self.db.atomic():
            self.db.table("questions").insert(row, replace=True)

    def answered(self, id: str, answer_id: int) -> None:
        """Note which message answered a question."""
        with self.lock, self.db.atomic():
            self.db.execute("update questions set answer_id = ? where id = ?", [answer_id, id])

    def question(self, id: str) -> Asked | None:
        return self._one("id = ?", [id])

    def question_of(self, chat: int, message_id: int) -> Asked | None:
        """The latest question that this message of the chat asked."""
        return self._one("chat = ? and message_id = ?", [self.hashed(chat), message_id])

    def question_behind(self, chat: int, answer_id: int) -> Asked | None:
        """The question that this message of the bot's answers."""
        return self._one("chat = ? and answer_id = ?", [self.hashed(chat), answer_id])

    def last_question(self, chat: int, person: int, since: int) -> Asked | None:
        """What this person last asked in this chat, not before ``since``."""
        where = "chat = ? and person = ? and asked_at >= ?"
        return self._one(where, [self.hashed(chat), self.hashed(person), since])

    def rate(self, question: str, person: int, rank: int, value: int) -> int | None:
        """Set what a person thinks of an answer (1 or -1); again the same takes it back.

        Returns:
            The value that now holds, None after it was taken back.
        """
        who = self.hashed(person)
        with self.lock, self.db.atomic():
            table = self.db.table("feedback")
            where = "question = ? and person = ? and value = ?"
            if table.count_where(where, [question, who, value]):
                table.delete((question, who))
                return None
            table.insert(
                {"question": question, "person": who, "rank": rank, "value": value, "at": now()},
                replace=True,
            )
            return value

    def settings(self, chat: int) -> dict[str, Any]:
        """The settings of a chat, as they were kept; empty at first."""
        with self.lock:
            rows = list(self.db.query("select settings from chats where id = ?", [chat]))
        return dict(json.loads(rows[0]["settings"] or "{}")) if rows else {}

    def keep_settings(self, chat: int, settings: dict[str, Any]) -> None:
        row = {"id": chat, "settings": json.dumps(settings, ensure_ascii=False), "seen": now()}
        with self.lock, self.db.atomic():
            self.db.table("chats").upsert(row, pk="id")

    def set_active(self, chat: int, active: bool) -> None:
        """Note whether the bot can still write to a chat."""
        with self.lock, self.db.atomic():
            row = {"id": chat, "active": int(active), "seen": now()}
            self.db.table("chats").upsert(row, pk="id")

    def migrate(self, old: int, new: int) -> None:
        """A group has become a supergroup: everything of the old id belongs to the new one."""
        with self.lock, self.db.atomic():
            held = list(self.db.query("select settings from chats where id = ?", [old]))
            if held:
                row = {"id": new, "settings": held[0]["settings"], "active": 1, "seen": now()}
                self.db.table("chats").upsert(row, pk="id")
                self.db.execute("delete from chats where id = ?", [old])
            self.db.execute(
                "update questions set chat = ? where chat = ?", [self.hashed(new), self.hashed(old)]
            )
            for table, column in plain_ids:
                self.db.execute(
                    f"update or replace {table} set {column} = ? where {column} = ?", [new, old]
                )

    def forget_older(self, days: int) -> int:
        """Remove the questions older than so many days, with their feedback; how many went."""
        with self.lock, self.db.atomic():
            gone = self.db.execute(
                "delete from questions where asked_at < ?", [now() - days * DAY_S]
            ).rowcount
            self.db.execute("delete from feedback where question not in (select id from questions)")
        return gone

    def _one(self, where: str, values: Sequence[str | int]) -> Asked | None:
        sql = f"select * from questions where {where} order by asked_at desc, rowid desc limit 1"
        with self.lock:
            rows = list(self.db.query(sql, values))
        if not rows:
            return None
        row = dict(rows[0])
        row["results"] = json.loads(row["results"] or "[]")
        return Asked(**row)


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


def new_id() -> str:
    """A fresh question id: 8 characters that a button and a deep link can carry."""
    return secrets.token_urlsafe(6)


def _key(path: Path) -> bytes:
    """The key of the hashes, made once, readable by its owner alone."""
    if not path.exists():
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(32))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
