"""``chats.db``, the precious file of a home, open: its two connections, the key of its hashes.

People and the chats of questions are kept under a keyed hash; the key lies beside the file, in
``chats.key``, so that a copy of the file alone names nobody.

Everything in this package reads and writes with sqlite-utils: the methods of its tables where one
table is meant, ``query`` and ``execute`` of the same library where it takes SQL.
"""

from __future__ import annotations

import hmac
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from bot.db.hashing_key import WrongKey, key_of
from bot.db.schema import NewerSchema, migrate
from retrieval.errors import WenceError, unusable
from retrieval.home import Home

DAY_S = 86_400
BUSY_MS = 5_000


class Chats:
    """``chats.db``, open. Safe to use from any thread; every call is one short transaction.

    What is read waits for nothing that is being written.
    """

    def __init__(self, home: Home, db: Database, key: bytes) -> None:
        self.db = db
        self._path = home.chats_db
        self._place = _place(self._path)
        self._reader = _reader(self._path)
        self._key = key
        self._lock = threading.RLock()
        self._reading = threading.Lock()

    @classmethod
    def open(cls, home: Home) -> Self:
        """Open the file, making or migrating it.

        Raises:
            WenceError: it cannot be opened, is no database, was emptied, lacks its key, or was
                written by a newer version.
        """
        home.create()
        if is_emptied(home):
            raise WenceError("chats_emptied", path=str(home.chats_db))
        try:
            db, key = _opened(home)
            return cls(home, db, key)
        except WrongKey as error:
            raise WenceError("chats_key_wrong", path=str(home.chats_key)) from error
        except NewerSchema as error:
            raise WenceError("chats_newer", path=str(home.chats_db)) from error
        except (OSError, sqlite3.DatabaseError) as error:
            raise unusable("chats_not_opened", path=str(home.chats_db), error=error) from error

    def close(self) -> None:
        with self._lock, self._reading:
            self._reader.close()
            self.db.close()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """The database as it was last written, for this thread alone."""
        with self._reading:
            yield self._reader

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """The database in one transaction, undone where anything is raised.

        Inside of another ``writing`` of the same thread it is part of that one's transaction.
        """
        with self._lock:
            if self.db.conn.in_transaction:
                yield self.db
                return
            with _transaction(self.db):
                yield self.db

    def check_in_place(self) -> None:
        """See that what is written here is still what the next start will find.

        Raises:
            WenceError: the file was replaced, emptied or taken away since it was opened.
        """
        if _place(self._path) != self._place or not self._path.stat().st_size:
            raise WenceError("chats_replaced", path=str(self._path))

    def truncate_log(self) -> None:
        """Empty the write-ahead log, which still holds what has just been deleted."""
        with self._lock:
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def hashed(self, id: int) -> str:
        """The keyed hash under which a person or a chat is known here."""
        return blake2b(str(id).encode("ascii"), key=self._key, digest_size=12).hexdigest()

    def signed(self, text: str) -> str:
        """What only whoever has the key can say of a text; for links that are given to some."""
        return blake2b(text.encode(), key=self._key, digest_size=12, person=b"link").hexdigest()

    def same(self, id: int, known: str) -> bool:
        """Whether the hash is that of this person or chat."""
        return hmac.compare_digest(self.hashed(id), known)


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


def is_emptied(home: Home) -> bool:
    """Whether the file has lost all that it held: its key is made after its tables."""
    path = home.chats_db
    return path.exists() and not path.stat().st_size and home.chats_key.exists()


def _place(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever it holds; None where there is none."""
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


def _opened(home: Home) -> tuple[Database, bytes]:
    """The file with the schema of today, readable by its owner alone, as are its logs; its key.

    What is deleted from it is overwritten, and what was committed survives a power cut.
    """
    path = home.chats_db
    path.touch(mode=0o600)
    path.chmod(0o600)
    db = Database(sqlite3.connect(path, check_same_thread=False))
    try:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        db.execute("PRAGMA secure_delete = ON")
        with _transaction(db):
            migrate(db)
        db.enable_wal()
        db.execute("PRAGMA synchronous = FULL")
        with _transaction(db):
            key = key_of(db, home.chats_key)
    except BaseException:
        db.close()
        raise
    return db, key


def _reader(path: Path) -> Database:
    """Another connection to the file, which can only read."""
    db = Database(sqlite3.connect(path, check_same_thread=False))
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    db.execute("PRAGMA query_only = ON")
    return db


@contextmanager
def _transaction(db: Database) -> Iterator[None]:
    """A transaction that waits for another writer at its beginning, when it has read nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise
