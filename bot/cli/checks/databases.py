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
from bot.db.schema import is_newer

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def collection(place: Place) -> Finding:
    return _database(place.home.articles_db, "collection_fix")


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
    found = _database(path, "chats_fix")
    if not path.exists() or found.state is not State.OK:
        return found
    with closing(_reader(path)) as connection:
        if is_newer(Database(connection)):
            return wrong("chats_newer_found", "chats_newer_found_fix")
    if path.stat().st_mode & _OTHERS:
        return wrong("chats_open", "chats_open_fix", path=path)
    return found


def _database(path: Path, fix: str) -> Finding:
    """Look into a database without changing it; what is missing is made when it is needed."""
    if not path.exists():
        return ok("database_none")
    try:
        with closing(_reader(path)) as connection:
            rows: list[tuple[Any, ...]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        return wrong("database_closed", fix, error=error)
    (said,) = rows[0]
    return ok("database_fine") if said == "ok" else wrong("database_damaged", fix, error=said)


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
