"""Another ``chats.key``, where the old one is lost, or known to somebody it should not be."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlite_utils import Database

from bot.db.database import Chats
from bot.db.hashing_key import MARK
from bot.db.query_log.qrels import harvest
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.reasons import error_name


def renew_key(home: Home) -> int:
    """Make a new key; what was kept under the old one goes. How many questions there were.

    Nobody can be found any more under hashes of the old key, not even to be forgotten. What 👍 said
    stays without a person, and whatever is kept under plain ids stays as it is.

    Raises:
        WenceError: the bot or another process has ``chats.db`` open, or it cannot be opened.
    """
    _forget_key(home)
    home.chats_key.unlink(missing_ok=True)
    chats = Chats.open(home)
    try:
        harvest(chats, keep_days=-1)
        with chats.writing() as db:
            gone = db.execute("delete from questions").rowcount
            for table in ("feedback", "wishes"):
                db.table(table).delete_where()
        chats.truncate_log()
    finally:
        chats.close()
    return gone


def _forget_key(home: Home) -> None:
    """Take the mark of the key out, which succeeds only while nobody else has the file open."""
    if not home.chats_db.exists():
        return
    with closing(sqlite3.connect(home.chats_db, timeout=0)) as connection:
        db = Database(connection)
        try:
            db.execute("PRAGMA journal_mode = DELETE")
            if "facts" in db.table_names():
                db.table("facts").delete_where("name = ?", [MARK])
            connection.commit()
        except sqlite3.OperationalError as error:
            if not error_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise
            raise WenceError("chats_in_use", path=str(home.chats_db)) from error
