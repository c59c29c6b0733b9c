"""``chats.db``, the precious file of a home, open: one connection, its lock, the key of its hashes.

People and the chats of questions are kept under a keyed hash; the key lies beside the file, in
``chats.key``, so that a copy of the file alone names nobody.

Everything in this package reads and writes with sqlite-utils: the methods of its tables where one
table is meant, ``query`` and ``execute`` of the same library where it takes SQL.
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from bot.db.schema import NewerSchema, migrate
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.reasons import error_name

DAY_S = 86_400
BUSY_MS = 5_000


class Chats:
    """``chats.db``, open. Safe to use from any thread; every call is one short transaction."""

    def __init__(self, db: Database, key: bytes) -> None:
        self.db = db
        self._key = key
        self._lock = threading.Lock()

    @classmethod
    def open(cls, home: Home) -> Self:
        """Open the file, making or migrating it.

        Raises:
            WenceError: it cannot be opened, is no database, or was written by a newer version.
        """
        home.create()
        try:
            return cls(_opened(home.chats_db), _key(home.path / "chats.key"))
        except NewerSchema as error:
            raise WenceError("chats_newer", path=str(home.chats_db)) from error
        except (OSError, sqlite3.DatabaseError) as error:
            raise WenceError(
                "chats_not_opened", path=str(home.chats_db), error=error_name(error)
            ) from error

    def close(self) -> None:
        with self._lock:
            self.db.close()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """The database, for this thread alone."""
        with self._lock:
            yield self.db

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """The database in one transaction, undone where anything is raised."""
        with self._lock, _transaction(self.db):
            yield self.db

    def truncate_log(self) -> None:
        """Empty the write-ahead log, which still holds what has just been deleted."""
        with self._lock:
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def hashed(self, id: int) -> str:
        """The keyed hash under which a person or a chat is known here."""
        return blake2b(str(id).encode("ascii"), key=self._key, digest_size=12).hexdigest()

    def same(self, id: int, known: str) -> bool:
        """Whether the hash is that of this person or chat."""
        return hmac.compare_digest(self.hashed(id), known)


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


def _opened(path: Path) -> Database:
    """The file with the schema of today, readable by its owner alone, as are its logs.

    What is deleted from it is overwritten.
    """
    path.touch(mode=0o600)
    path.chmod(0o600)
    db = Database(sqlite3.connect(path, check_same_thread=False))
    try:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        db.execute("PRAGMA secure_delete = ON")
        with _transaction(db):
            migrate(db)
        db.enable_wal()
        db.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        db.close()
        raise
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
