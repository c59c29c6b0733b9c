"""Are the collection and the chats sound?"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.cli.checks.finding import Finding, Place, State, note, ok, wrong
from bot.db.database import is_emptied
from bot.db.hashing_key import WrongKey, known_mark, read_key
from bot.db.schema import is_newer
from retrieval.corpus.schema import MIGRATIONS
from retrieval.errors import WenceError
from retrieval.reasons import disk_fault

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def collection(place: Place) -> Finding:
    path = place.home.articles_db
    found = _database(path, "collection_fix")
    if path.exists() and found.state is State.OK:
        with closing(_reader(path)) as connection:
            (seen,) = connection.execute("PRAGMA user_version").fetchone()
        if seen > len(MIGRATIONS):
            raise WenceError("collection_newer", path=str(path))
    return found


def folders(place: Place) -> Finding:
    """Are the paths still there that ``wence reindex`` reads?"""
    path = place.home.articles_db
    if not path.exists():
        return ok("folders_none")
    try:
        with closing(_reader(path)) as connection:
            rows = connection.execute("SELECT path FROM roots").fetchall()
    except sqlite3.Error:
        return note("folders_unknown")
    gone = [os.fsdecode(name) for (name,) in rows if not os.path.lexists(name)]
    if gone:
        return note(
            "folders_gone", "folders_gone_fix", gone=len(gone), count=len(rows), path=gone[0]
        )
    return ok("folders_fine", count=len(rows))


def chats(place: Place) -> Finding:
    path = place.home.chats_db
    if is_emptied(place.home):
        raise WenceError("chats_emptied", path=str(path))
    found = _database(path, "chats_fix")
    if not path.exists() or found.state is not State.OK:
        return found
    with closing(_reader(path)) as connection:
        if is_newer(Database(connection)):
            return wrong("chats_newer_found", "chats_newer_found_fix")
    if path.stat().st_mode & _OTHERS:
        return wrong("chats_open", "chats_open_fix", path=path)
    return found


def chats_key(place: Place) -> Finding:
    """Is the key there, whole, and that of the database?"""
    path, known = place.home.chats_key, None
    if place.home.chats_db.exists():
        with closing(_reader(place.home.chats_db)) as connection:
            known = known_mark(Database(connection))
    if known is None and not path.exists():
        return ok("database_none")
    try:
        read_key(path, known)
    except WrongKey:
        raise WenceError("chats_key_wrong", path=str(path)) from None
    if path.stat().st_mode & _OTHERS:
        return wrong("chats_open", "chats_open_fix", path=path)
    return ok("database_fine")


def _database(path: Path, fix: str) -> Finding:
    """Look into a database without changing it; what is missing is made when it is needed."""
    if not path.exists():
        return ok("database_none")
    try:
        with closing(_reader(path)) as connection:
            rows: list[tuple[Any, ...]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        if disk_fault(error) is not None:
            raise
        return wrong("database_closed", fix, error=error)
    (said,) = rows[0]
    return ok("database_fine") if said == "ok" else wrong("database_damaged", fix, error=said)


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
