"""``chats.key``: the key of the hashes under which people are kept in ``chats.db``.

The database keeps a mark of its key, so that another one, or none, is noticed before anything is
hashed with it.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from sqlite_utils import Database

from retrieval.durable import sync, write

KEY_BYTES = 32
MARK = "key"
"""The name of the mark among the facts of the database."""


class WrongKey(Exception):
    """The key is lost, cut off, or that of another database."""


def key_of(db: Database, path: Path) -> bytes:
    """The key of the database; made where it has none yet. To be called inside a transaction.

    Raises:
        WrongKey: it had another one.
    """
    known = known_mark(db)
    if known is None:
        if not path.exists():
            _make(path)
        key = read_key(path, None)
        db.table("facts").insert({"name": MARK, "value": _mark(key)})
        return key
    return read_key(path, known)


def known_mark(db: Database) -> str | None:
    """The mark of the key that the database was filled with; None where it has never had one."""
    rows = db.table("facts").rows_where("name = ?", [MARK])
    return next((str(row["value"]) for row in rows), None)


def read_key(path: Path, known: str | None) -> bytes:
    """The key with that mark.

    Raises:
        WrongKey: it is not there, is not whole, or has another mark.
    """
    try:
        key = path.read_bytes()
    except FileNotFoundError as error:
        raise WrongKey from error
    if len(key) != KEY_BYTES or known not in {None, _mark(key)}:
        raise WrongKey
    return key


def _mark(key: bytes) -> str:
    return blake2b(b"chats.key", key=key, digest_size=12).hexdigest()


def _make(path: Path) -> None:
    """Write it whole and durably, readable by its owner alone; two processes may meet here."""
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    try:
        write(fresh, secrets.token_bytes(KEY_BYTES))
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
    finally:
        fresh.unlink(missing_ok=True)
    sync(path.parent)
