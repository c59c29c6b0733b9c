"""How is a statement run? The few ways that the writers of the collection need.

``articles.db`` is read and written with the standard library's ``sqlite3`` alone: a row at a time
it inserts 170,000 rows a second, and sqlite-utils, with which ``chats.db`` is kept, 16,000.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements on one connection; reads see what this process has written."""

    connection: sqlite3.Connection

    def one(self, sql: str, *values: Any) -> Any:
        """The first row, or None."""
        cursor = self.connection.execute(sql, values)
        row = cursor.fetchone()
        cursor.close()
        return row

    def all(self, sql: str, *values: Any) -> list[Any]:
        """The rows, fetched at once so that writing may go on meanwhile."""
        return self.connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """How many rows were changed. To be called inside a transaction."""
        return self.connection.execute(sql, values).rowcount

    def run_each(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Once for each row of values. To be called inside a transaction."""
        self.connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is run inside, or nothing; it takes the write lock at once."""
        self.connection.execute("BEGIN IMMEDIATE")
        with self.connection:
            yield
