"""What does the collection hold? Reading ``articles.db``; ``ingest`` writes it."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.article import Article, headlines_of
from retrieval.corpus.columns import COLUMNS, fields_of
from retrieval.corpus.facets import Facts, facts
from retrieval.corpus.repeals import BY, OF, weighed
from retrieval.corpus.schema import NewerSchema, migrate
from retrieval.corpus.versions import Version, history
from retrieval.errors import UnknownArticle, WenceError, unusable
from retrieval.home import Home
from retrieval.text.divisions import Division

Ids = NDArray[np.int32]

BUSY_SECONDS = 30.0

EMPTY = "[]"
"""What SQLite makes of no row at all; most articles are neither repealed nor repeal."""

UNLIMITED = -1
"""What SQLite takes for no limit."""

_PRAGMAS = ("synchronous=NORMAL",)
_WRITING = ("synchronous=FULL", "cache_size=-64000", "wal_autocheckpoint=8000")
"""What was taken in survives a power cut: an index that outlives its articles is none. 64 MB of
pages are kept and 32 MB written before they are moved into place: ids come in no order, so that
their index is touched everywhere."""

_ARTICLES = f"""
SELECT a.id, a.key, v.version,
       CASE WHEN a.line IS NULL THEN coalesce(f.name || '/' || a.member, f.name) END,
       t.outline, j.code, j.name, {BY}, {OF}, {", ".join(f"v.{column}" for column in COLUMNS)}
FROM versions v JOIN articles a USING (article) LEFT JOIN files f USING (file)
LEFT JOIN tokens t USING (n) LEFT JOIN jurisdictions j USING (n)
"""
BY_COLUMN = 7
_TAKEN = _ARTICLES.replace("SELECT", "SELECT v.taken,", 1)

_RESOLVED = (
    "SELECT coalesce(c.id, a.id) FROM articles a LEFT JOIN articles c ON c.article = a.cluster"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedArticle:
    """What an index needs of one version of an article. All arrays are int32."""

    n: int
    """Names this version for good; a changed article has another."""
    id: str
    date: str | None
    title: str | None
    headlines: str
    """Kicker, title and subtitle, a line each."""
    text: str
    headline: Ids
    """Term ids of kicker, title and subtitle."""
    passages: Ids
    """(p, 2): start and end of each passage in ``text``."""
    bounds: Ids
    """(p + 1,): the terms of passage ``i`` are ``words[bounds[i]:bounds[i + 1]]``."""
    words: Ids
    """Term ids of the passages, one after another."""


class Store:
    """The collection of one home. Safe to read from any thread: each has its own connection."""

    def __init__(self, home: Home, *, write: bool = False) -> None:
        self.home = home
        self._pragmas = (*_PRAGMAS, *_WRITING) if write else _PRAGMAS
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

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
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(
                self.home.articles_db, timeout=BUSY_SECONDS, check_same_thread=False
            )
            for pragma in self._pragmas:
                found.execute(f"PRAGMA {pragma}")
            self._local.connection = found
            with self._lock:
                self._connections.append(found)
        return found

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()

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
            f"{_ARTICLES} WHERE v.n = a.live AND (a.id = ?1 OR a.key = lower(?1))"
            " ORDER BY a.id <> ?1",
            [name],
        )
        for row in rows:
            rows.close()
            return _article(row)
        raise UnknownArticle("article_unknown", name=name)

    def article(self, n: int) -> Article:
        """The version ``n`` of an article, whether or not it is still the one that counts.

        Raises:
            UnknownArticle: there is no such version.
        """
        row = self.connection.execute(f"{_ARTICLES} WHERE v.n = ?", [n]).fetchone()
        if row is None:
            raise UnknownArticle("version_unknown", version=n)
        return _article(row)

    def stated(self, n: int) -> tuple[Article, str]:
        """Version ``n`` by what it says itself, and when it was taken in (UTC).

        Raises:
            UnknownArticle: there is no such version.
        """
        row = self.connection.execute(f"{_TAKEN} WHERE v.n = ?", [n]).fetchone()
        if row is None:
            raise UnknownArticle("version_unknown", version=n)
        return _stated(row[1:]), row[0]

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

    def articles(self, *, skip: int = 0, most: int | None = None) -> Iterator[Article]:
        """The articles in the order in which they came in; ``most`` of them after ``skip``."""
        for row in self.connection.execute(
            f"{_ARTICLES} WHERE v.n = a.live ORDER BY a.article LIMIT ? OFFSET ?",
            [UNLIMITED if most is None else most, skip],
        ):
            yield _article(row)

    def newest(self, most: int) -> Iterator[tuple[Article, str]]:
        """The articles taken in or changed last, the latest first, with that moment (UTC)."""
        for taken, *row in self.connection.execute(
            f"{_TAKEN} WHERE v.n = a.live ORDER BY a.live DESC LIMIT ?",
            [most],
        ):
            yield _article(tuple(row)), taken

    def of_file(self, path: Path) -> list[Article]:
        """The articles that came from the file at a path."""
        rows = self.connection.execute(
            f"{_ARTICLES} WHERE v.n = a.live AND f.path = ? ORDER BY a.article",
            [os.fsencode(os.path.abspath(path))],
        )
        return [_article(row) for row in rows]

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
        rows = self.connection.execute(
            "SELECT v.n, a.id, v.date, v.kicker, v.title, v.subtitle, v.text,"
            " t.headline, t.passages, t.bounds, t.words"
            " FROM versions v JOIN articles a USING (article) JOIN tokens t USING (n)"
            " WHERE v.n > ? AND a.live = v.n AND (a.cluster IS NULL OR a.cluster = a.article)"
            " ORDER BY v.n",
            [after],
        )
        for n, id, date, kicker, title, subtitle, text, *blobs in rows:
            headline, passages, bounds, words = (np.frombuffer(blob, "<i4") for blob in blobs)
            yield IndexedArticle(
                n=n,
                id=id,
                date=date,
                title=title,
                headlines=headlines_of(kicker, title, subtitle),
                text=text,
                headline=headline,
                passages=passages.reshape(-1, 2),
                bounds=bounds,
                words=words,
            )

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


def _article(row: tuple[Any, ...]) -> Article:
    """The article of a row of ``_ARTICLES``."""
    article, by = _stated(row), row[BY_COLUMN]
    return article.repealed(weighed(by, article.date)) if by != EMPTY else article


def _stated(row: tuple[Any, ...]) -> Article:
    """The same by what it says itself."""
    id, key, version, file, packed, code, name, _, of, *content = row
    return Article(
        id=id,
        key=key,
        version=version,
        file=file,
        packed_outline=packed,
        place=Division(code, name) if code else None,
        repeals=tuple(json.loads(of)) if of != EMPTY else (),
        **fields_of(content),
    )
