"""Articles that stay in the collection and must not be shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlite_utils import Database

from bot.db.database import Chats, is_emptied, now
from retrieval.errors import WenceError, unusable
from retrieval.home import Home


def hidden(chats: Chats) -> frozenset[str]:
    """The ids of all hidden articles."""
    with chats.reading() as db:
        return _ids(db)


def hide(chats: Chats, id: str) -> bool:
    """Hide an article; False where it was hidden already."""
    with chats.writing() as db:
        table = db.table("hidden")
        if table.count_where("article = ?", [id]):
            return False
        table.insert({"article": id, "at": now()})
    return True


def unhide(chats: Chats, id: str) -> bool:
    """Show an article again; False where it was not hidden."""
    with chats.writing() as db:
        return bool(db.execute("delete from hidden where article = ?", [id]).rowcount)


def hidden_in(home: Home) -> frozenset[str]:
    """The ids of all hidden articles of a home whose bot may be running; nothing is written.

    Raises:
        WenceError: ``chats.db`` cannot be read, or was emptied.
    """
    if not home.chats_db.exists():
        return frozenset()
    if is_emptied(home):
        raise WenceError("chats_emptied", path=str(home.chats_db))
    try:
        address = f"{home.chats_db.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return _ids(Database(connection))
    except sqlite3.DatabaseError as error:
        raise unusable("hidden_not_read", path=str(home.chats_db), error=error) from error


def _ids(db: Database) -> frozenset[str]:
    return frozenset(article for (article,) in db.execute("select article from hidden"))
