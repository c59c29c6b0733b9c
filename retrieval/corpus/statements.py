"""How is a statement run? The three ways that the writers of the collection need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils.db import Database


class Statements:
    """Statements on one database; reads see what this process has written."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def one(self, sql: str, *values: Any) -> Any:
        """The first row, or None."""
        cursor = self.db.conn.execute(sql, values)
        row = cursor.fetchone()
        cursor.close()
        return row

    def all(self, sql: str, *values: Any) -> Iterator[Any]:
        """The rows, fetched at once so that writing may go on meanwhile."""
        return iter(self.db.conn.execute(sql, values).fetchall())

    def run(self, sql: str, *values: Any) -> int:
        """How many rows were changed. To be called inside a transaction."""
        return self.db.conn.execute(sql, values).rowcount
