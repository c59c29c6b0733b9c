"""Which identities do articles have, and where is the source of each?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, NamedTuple

from retrieval.corpus.ingest.identity.identifiers import HASH_BYTES, ids, keys
from retrieval.corpus.statements import Statements

FORGOTTEN = b"\0"
"""Behind the digest of a line that is to be understood again: no digest is as long."""
_LAST = "coalesce(next, live)"
_IDENTITY = f"SELECT article, id, file, hash, {_LAST}, banned FROM articles"
_HELD = f"WHERE file = ? AND ({_LAST} IS NOT NULL OR banned)"


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of an article.

    ``live`` is the version that counts, or will once its file is read; None where it is gone or was
    removed.
    """

    article: int
    id: str
    file: int | None
    hash: bytes
    live: int | None
    banned: bool


class Place(NamedTuple):
    """Where an article's source is, and the digest of its bytes."""

    file: int | None
    member: str | None
    line: int | None
    hash: bytes


class Identities:
    """The rows of ``articles``; what is written has to be inside a transaction."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._next: int = 1 + (statements.one("SELECT max(article) FROM articles")[0] or 0)

    def of_file(self, file: int) -> list[Identity]:
        """Those in a file that count, and those there that the operator removed."""
        rows = self._statements.all(f"{_IDENTITY} {_HELD} ORDER BY article", file)
        return [Identity(*row) for row in rows]

    def sources_of(self, file: int) -> list[tuple[bytes, int]]:
        """(digest of the source, article) of the same; a big file has many."""
        return self._statements.all(f"SELECT hash, article FROM articles {_HELD}", file)

    def count_of(self, file: int) -> int:
        """How many in a file count."""
        (count_,) = self._statements.one(
            f"SELECT count(*) FROM articles WHERE file = ? AND {_LAST} IS NOT NULL", file
        )
        return int(count_)

    def with_id(self, id: str) -> Identity | None:
        """The one with that id."""
        return self._find("id = ?", id)

    def at(self, file: int, member: str | None) -> Identity | None:
        """The one that is a whole document."""
        return self._find(
            f"file = ? AND member IS ? AND line IS NULL ORDER BY {_LAST} IS NULL", file, member
        )

    def with_hash(self, hash: bytes) -> list[Identity]:
        """Those that were read from the same bytes."""
        rows = self._statements.all(f"{_IDENTITY} WHERE hash = ? ORDER BY article", hash)
        return [Identity(*row) for row in rows]

    def claim(self) -> int:
        """The number of an article that is about to be added."""
        article, self._next = self._next, self._next + 1
        return article

    def add(
        self,
        article: int,
        stated_id: str | None,
        place: Place,
        version: int | None,
        *,
        key: str | None = None,
    ) -> None:
        """Give an article the id that its source states, or one made from its content.

        It counts once its file is published. ``key`` is the one that it would like to have.
        """
        id = stated_id or next(name for name in ids(place.hash) if self.with_id(name) is None)
        wanted = chain([key] if key else [], _keys(id))
        key = next(key for key in wanted if not self._is_taken(key))
        self._statements.run(
            "INSERT INTO articles (article, id, key, file, member, line, hash, next)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            article,
            id,
            key,
            *place,
            version,
        )

    def move(self, article: int, place: Place) -> None:
        """The article's source is there now."""
        self._statements.run(
            "UPDATE articles SET file = ?, member = ?, line = ?, hash = ? WHERE article = ?",
            *place,
            article,
        )

    def forget_sources(self, file: int) -> None:
        """What was read of a document counts no longer: it is understood again."""
        self._statements.run("UPDATE articles SET hash = x'' WHERE file = ? AND line IS NULL", file)

    def forget_line(self, file: int, name: str) -> None:
        """The same of one line, by its id or the digest of its bytes, which stay known."""
        self._statements.run(
            "UPDATE articles SET hash = CAST(hash || x'00' AS BLOB)"
            " WHERE file = ? AND line IS NOT NULL AND length(hash) = ?"
            " AND (id = ? OR lower(hex(hash)) = ?)",
            file,
            HASH_BYTES,
            name,
            name,
        )

    def forgotten_line(self, place: Place) -> Identity | None:
        """The one of these bytes that ``forget_line`` let be understood again."""
        return self._find("file IS ? AND hash = ?", place.file, place.hash + FORGOTTEN)

    def set_next(self, article: int, version: int) -> None:
        """This version of it counts next, even if the operator had removed it."""
        self._statements.run(
            "UPDATE articles SET next = ?, banned = 0 WHERE article = ?", version, article
        )

    def publish(self, file: int) -> None:
        """What was read of a file counts from now on."""
        self._statements.run(
            "UPDATE articles SET live = next, next = NULL WHERE file = ? AND next IS NOT NULL", file
        )

    def publish_article(self, article: int) -> None:
        """What was kept of an article counts from now on."""
        self._statements.run(
            "UPDATE articles SET live = next, next = NULL WHERE article = ? AND next IS NOT NULL",
            article,
        )

    def revive(self, article: int) -> int | None:
        """Let the last version of an article that was gone count next; its n."""
        row = self._statements.one(
            "UPDATE articles SET banned = 0, next = (SELECT max(n) FROM versions v"
            " WHERE v.article = articles.article) WHERE article = ? RETURNING next",
            article,
        )
        return None if row is None else row[0]

    def retire(self, article: int, *, ban: bool = False) -> bool:
        """The article counts no longer; its versions stay, because citations name them.

        False where it did not count before.
        """
        return bool(
            self._statements.run(
                "UPDATE articles SET live = NULL, next = NULL, banned = max(banned, ?)"
                f" WHERE article = ? AND {_LAST} IS NOT NULL",
                ban,
                article,
            )
        )

    def ban(self, article: int) -> None:
        """The operator has removed it elsewhere."""
        self._statements.run("UPDATE articles SET banned = 1 WHERE article = ?", article)

    def pass_on(self, newcomer: int, heir: int) -> None:
        """The newcomer's source and version become the heir's, whose id and key stay."""
        taken = self._statements.one(
            "DELETE FROM articles WHERE article = ? RETURNING file, member, line, hash, live, next",
            newcomer,
        )
        self._statements.run(
            "UPDATE articles SET file = ?, member = ?, line = ?, hash = ?, live = ?, next = ?"
            " WHERE article = ?",
            *taken,
            heir,
        )

    def _is_taken(self, key: str) -> bool:
        row = self._statements.one("SELECT 1 FROM articles WHERE key = ?1 OR id = ?1", key)
        return row is not None

    def _find(self, where: str, *values: Any) -> Identity | None:
        row = self._statements.one(f"{_IDENTITY} WHERE {where}", *values)
        return Identity(*row) if row else None


def _keys(id: str) -> Iterator[str]:
    """Endlessly many keys, the wanted ones first."""
    yield from keys(id)
    for again in count(1):
        yield from keys(f"{id} {again}")
