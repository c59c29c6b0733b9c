"""What does the collection hold? Reading ``articles.db``; ``ingest`` writes it."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from retrieval.corpus.article import Article
from retrieval.corpus.article_rows import ARTICLES, TAKEN, article_of, stated_by
from retrieval.corpus.columns import ORIGINS
from retrieval.corpus.connections import Connections
from retrieval.corpus.facets import Facts, facts
from retrieval.corpus.indexed import Ids, IndexedArticle, indexed_articles
from retrieval.corpus.schema import NewerSchema, migrate
from retrieval.corpus.versions import Version, history
from retrieval.errors import UnknownArticle, WenceError, unusable
from retrieval.home import Home
from retrieval.text.divisions import Division

UNLIMITED = -1
"""What SQLite takes for no limit."""

_RESOLVED = (
    "SELECT coalesce(c.id, a.id) FROM articles a LEFT JOIN articles c ON c.article = a.cluster"
)


class Store:
    """The collection of one home. Safe to read from any thread: each has its own connection."""

    def __init__(self, home: Home, *, write: bool = False) -> None:
        self.home = home
        self._connections = Connections(home.articles_db, write=write)

    @classmethod
    def open(cls, home: Home, *, write: bool = False) -> Store:
        """Open the collection of ``home``; an empty one is made where there is none.

        Whoever writes holds ``home.writer()`` meanwhile.

        Raises:
            WenceError: the file is no database, cannot be opened, or is of a newer version.
        """
        home.create()
        store = cls(home, write=write)
        try:
            migrate(store.connection)
        except NewerSchema:
            store.close()
            raise WenceError("collection_newer", path=str(home.articles_db)) from None
        except (sqlite3.DatabaseError, OSError) as error:
            store.close()
            raise unusable(
                "collection_not_opened", path=str(home.articles_db), error=error
            ) from error
        return store

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        return self._connections.own

    def close(self) -> None:
        """Close the connections of all threads."""
        self._connections.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def count(self) -> int:
        """How many articles there are."""
        (count,) = self.connection.execute(
            "SELECT count(*) FROM articles WHERE live IS NOT NULL"
        ).fetchone()
        return int(count)

    def get(self, name: str) -> Article:
        """The article with that id or key.

        Raises:
            UnknownArticle: there is none.
        """
        rows = self.connection.execute(
            f"{ARTICLES} WHERE v.n = a.live AND (a.id = ?1 OR a.key = lower(?1))"
            " ORDER BY a.id <> ?1",
            [name],
        )
        for row in rows:
            rows.close()
            return article_of(row)
        raise UnknownArticle("article_unknown", name=name)

    def article(self, n: int) -> Article:
        """The version ``n`` of an article, whether or not it is still the one that counts.

        Raises:
            UnknownArticle: there is no such version.
        """
        row = self.connection.execute(f"{ARTICLES} WHERE v.n = ?", [n]).fetchone()
        if row is None:
            raise UnknownArticle("version_unknown", version=n)
        return article_of(row)

    def stated(self, n: int) -> tuple[Article, str]:
        """Version ``n`` by what it says itself, and when it was taken in (UTC).

        Raises:
            UnknownArticle: there is no such version.
        """
        row = self.connection.execute(f"{TAKEN} WHERE v.n = ?", [n]).fetchone()
        if row is None:
            raise UnknownArticle("version_unknown", version=n)
        return stated_by(row[1:]), row[0]

    def read(self, versions: Sequence[int]) -> list[Article]:
        """These versions of articles, in their order.

        Raises:
            UnknownArticle: there is no such version.
        """
        return [self.article(n) for n in versions]

    def is_changed(self, n: int) -> bool:
        """Whether version ``n`` took the place of an earlier one of its article."""
        row = self.connection.execute("SELECT version FROM versions WHERE n = ?", [n]).fetchone()
        return row is not None and int(row[0]) > 1

    def earlier_text(self, n: int) -> str | None:
        """What the article said before version ``n``; None where that is its first."""
        row = self.connection.execute(
            "SELECT e.text FROM versions v JOIN versions e ON e.article = v.article"
            " AND e.version < v.version WHERE v.n = ? ORDER BY e.version DESC LIMIT 1",
            [n],
        ).fetchone()
        return None if row is None else str(row[0])

    def articles(self, *, skip: int = 0, most: int | None = None) -> Iterator[Article]:
        """The articles in the order in which they came in; ``most`` of them after ``skip``."""
        for row in self.connection.execute(
            f"{ARTICLES} WHERE v.n = a.live ORDER BY a.article LIMIT ? OFFSET ?",
            [UNLIMITED if most is None else most, skip],
        ):
            yield article_of(row)

    def newest(self, most: int) -> Iterator[tuple[Article, str]]:
        """The articles taken in or changed last, the latest first, with that moment (UTC)."""
        for taken, *row in self.connection.execute(
            f"{TAKEN} WHERE v.n = a.live ORDER BY a.live DESC LIMIT ?",
            [most],
        ):
            yield article_of(tuple(row)), taken

    def of_file(self, path: Path) -> list[Article]:
        """The articles that came from the file at a path."""
        rows = self.connection.execute(
            f"{ARTICLES} WHERE v.n = a.live AND f.path = ? ORDER BY a.article",
            [os.fsencode(os.path.abspath(path))],
        )
        return [article_of(row) for row in rows]

    def resolve(self, name: str) -> str | None:
        """The id of the article with that id, key or file name, or None.

        For a repost it is the id of the article that stands for it.
        """
        row = (
            self.connection.execute(
                f"{_RESOLVED} WHERE a.live IS NOT NULL AND (a.id = ?1 OR a.key = ?1)"
                " ORDER BY a.id <> ?1",
                [name],
            ).fetchone()
            or self.connection.execute(
                f"{_RESOLVED} JOIN files f ON f.file = a.file"
                " WHERE a.live IS NOT NULL AND (f.name = ?1 OR f.name LIKE '%/' || ?1)"
                " ORDER BY f.name <> ?1, a.article",
                [name],
            ).fetchone()
        )
        return None if row is None else str(row[0])

    def reposts(self, n: int) -> int:
        """How many other articles of the collection repeat the one with version ``n``."""
        (count,) = self.connection.execute(
            "SELECT count(*) FROM articles WHERE live IS NOT NULL AND live <> ?1 AND cluster ="
            " (SELECT a.cluster FROM articles a JOIN versions v USING (article) WHERE v.n = ?1)",
            [n],
        ).fetchone()
        return int(count)

    def all_reposts(self) -> dict[str, int]:
        """How many others repeat an article, by the ids of those that stand for reposts."""
        rows = self.connection.execute(
            "SELECT c.id, count(*) FROM articles a JOIN articles c ON c.article = a.cluster"
            " WHERE a.live IS NOT NULL AND a.article <> c.article GROUP BY c.article"
        )
        return {id: int(count) for id, count in rows}

    def history(self, name: str) -> list[Version]:
        """The versions of the article with that id or key, the newest first.

        Raises:
            UnknownArticle: there never was one, or the operator removed it.
        """
        return history(self.connection, name)

    def facts(self, versions: Sequence[int]) -> list[Facts]:
        """What some versions can be chosen by, in no order."""
        return facts(self.connection, versions)

    def stamp(self, n: int) -> str | None:
        """What tells version ``n`` from another of that number, as one of a lost collection."""
        row = self.connection.execute(
            "SELECT taken, text FROM versions WHERE n = ?", [n]
        ).fetchone()
        return None if row is None else f"{n} {row[0]} {zlib.crc32(row[1].encode()):08x}"

    def raw(self, n: int) -> bytes:
        """The bytes from which version ``n`` was read: a document, or one line.

        Raises:
            UnknownArticle: there is no such version.
        """
        row = self.connection.execute(
            "SELECT data, start, size FROM versions JOIN blocks USING (block) WHERE n = ?", [n]
        ).fetchone()
        if row is None:
            raise UnknownArticle("version_unknown", version=n)
        data, start, size = row
        return zlib.decompress(data)[start : start + size]

    def all_sources(self) -> dict[str, list[int]]:
        """By ``Content.origins``, the versions that have them, whether or not they count."""
        found: dict[str, list[int]] = {}
        for n, source in self.connection.execute(f"SELECT v.n, {ORIGINS} FROM versions v"):
            found.setdefault(source, []).append(n)
        return found

    def sources(self, most: int) -> list[str]:
        """The sources with the most articles, the largest first."""
        rows = self.connection.execute(
            "SELECT v.source FROM articles a JOIN versions v ON v.n = a.live"
            " WHERE v.source IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
            [most],
        )
        return [str(source) for (source,) in rows]

    def versions(self, ids: Iterable[str]) -> list[int]:
        """The versions that count now of the articles with these ids; unknown ones are left out."""
        found = (
            self.connection.execute("SELECT live FROM articles WHERE id = ?", [id]).fetchone()
            for id in ids
        )
        return [int(row[0]) for row in found if row and row[0] is not None]

    def live(self) -> Ids:
        """The versions to index, ascending: those that count now, reposts left out."""
        rows = self.connection.execute(
            "SELECT live FROM articles WHERE live IS NOT NULL"
            " AND (cluster IS NULL OR cluster = article)"
        )
        return np.sort(np.fromiter(chain.from_iterable(rows), dtype=np.int32))

    def indexed(self, after: int = 0) -> Iterator[IndexedArticle]:
        """What there is to index, by ascending n; only what is newer than version ``after``."""
        return indexed_articles(self.connection, after)

    def jurisdictions(self, versions: Sequence[int]) -> dict[int, Division]:
        """Where some versions hold, as far as that is known."""
        rows = self.connection.execute(
            "SELECT n, code, name FROM jurisdictions"
            f" WHERE n IN ({', '.join('?' * len(versions))})",
            versions,
        )
        return {n: Division(code, name) for n, code, name in rows}

    def terms(self) -> list[str]:
        """The vocabulary: the term with the id ``i`` at place ``i``."""
        return [term for (term,) in self.connection.execute("SELECT term FROM terms ORDER BY id")]

    def folders(self) -> list[Path]:
        """The folders that are remembered and read again."""
        rows = self.connection.execute("SELECT path FROM roots WHERE folder ORDER BY root")
        return [Path(os.fsdecode(path)) for (path,) in rows]

    def fact(self, name: str) -> str | None:
        """A fact about the collection itself, such as the lexicon behind its tokens."""
        row = self.connection.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])
