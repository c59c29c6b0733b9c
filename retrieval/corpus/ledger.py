"""How is the collection written? One batch, one transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils.db import Database

from retrieval.corpus.draft import Draft
from retrieval.corpus.identity import ids, keys
from retrieval.corpus.store import Store
from retrieval.corpus.tokenised import Tokenised, Vocabulary

BLOCK = 1 << 16
"""Sources share a compressed block until it holds so many bytes: lines are short."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that is remembered. ``size`` is None for one that is to be read again."""

    file: int
    root: int | None
    path: bytes
    name: str
    size: int | None
    mtime: int | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """The identity of an article. ``live`` is None for one that is gone or removed."""

    article: int
    id: str
    file: int | None
    hash: bytes
    live: int | None
    banned: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article's source is, and the digest of its bytes."""

    file: int | None
    member: str | None
    line: int | None
    hash: bytes


_ARTICLE = "SELECT article, id, file, hash, live, banned FROM articles"
_FILE = "SELECT file, root, path, name, size, mtime, hash FROM files"


class Ledger:
    """Writes to a store whose home's writer's lock is held."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.db = Database(store.connection)
        self.vocabulary = Vocabulary(store.terms())
        self._sources = bytearray()
        self._block = 1 + (self._one("SELECT max(block) FROM blocks")[0] or 0)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One transaction; new terms and the sources' bytes are written with it."""
        with self.db.atomic():
            yield
            self._write_sources()
            self._write_terms()

    # Paths

    def roots(self) -> list[tuple[int, bytes, bool]]:
        """(root, path, is it a folder?) of every path that was given."""
        return list(self._all("SELECT root, path, folder FROM roots ORDER BY root"))

    def add_root(self, path: bytes, folder: bool) -> int:
        return int(
            self._one(
                "INSERT INTO roots (path, folder) VALUES (?, ?)"
                " ON CONFLICT (path) DO UPDATE SET folder = excluded.folder RETURNING root",
                path,
                folder,
            )[0]
        )

    def absorb_root(self, root: int, into: int) -> None:
        """What was given by itself lies inside another folder that is given now."""
        self._run("UPDATE files SET root = ? WHERE root = ?", into, root)
        self._run("DELETE FROM roots WHERE root = ?", root)

    def files_below(self, path: bytes) -> list[FileRow]:
        """The remembered files at or below a path."""
        prefix = path.rstrip(b"/") + b"/"
        rows = self._all(
            f"{_FILE} WHERE path = ? OR (path >= ? AND path < ?)", path, prefix, prefix[:-1] + b"0"
        )
        return [FileRow(*row) for row in rows]

    def files_with(self, hash: bytes) -> list[FileRow]:
        """The remembered files with that content."""
        return [FileRow(*row) for row in self._all(f"{_FILE} WHERE hash = ?", hash)]

    def file(self, file: int) -> FileRow | None:
        row = self._one(f"{_FILE} WHERE file = ?", file)
        return FileRow(*row) if row else None

    def add_file(self, root: int | None, path: bytes, name: str) -> int:
        """The file's number; what is kept of its content stays unknown until ``finish_file``."""
        return int(
            self._one(
                "INSERT INTO files (root, path, name) VALUES (?, ?, ?) ON CONFLICT (path)"
                " DO UPDATE SET root = excluded.root, name = excluded.name RETURNING file",
                root,
                path,
                name,
            )[0]
        )

    def finish_file(
        self, file: int, size: int | None, mtime: int | None, hash: bytes | None
    ) -> None:
        """All of the file is kept now; a size of None has it read again the next time."""
        self._run(
            "UPDATE files SET size = ?, mtime = ?, hash = ? WHERE file = ?", size, mtime, hash, file
        )

    def move_file(self, file: int, root: int | None, path: bytes, name: str) -> None:
        self._run(
            "UPDATE files SET root = ?, path = ?, name = ? WHERE file = ?", root, path, name, file
        )

    def forget_file(self, file: int) -> int:
        """The file is gone, and its articles with it; how many those were."""
        self._run("UPDATE files SET size = NULL, mtime = NULL, hash = NULL WHERE file = ?", file)
        return self._run(
            "UPDATE articles SET live = NULL WHERE file = ? AND live IS NOT NULL", file
        )

    # Articles

    def of_file(self, file: int) -> list[ArticleRow]:
        """The articles of a file: those that count and those that the operator removed."""
        rows = self._all(
            f"{_ARTICLE} WHERE file = ? AND (live IS NOT NULL OR banned) ORDER BY article", file
        )
        return [ArticleRow(*row) for row in rows]

    def count_of(self, file: int) -> int:
        return int(
            self._one("SELECT count(*) FROM articles WHERE file = ? AND live IS NOT NULL", file)[0]
        )

    def with_id(self, id: str) -> ArticleRow | None:
        return self._article("id = ?", id)

    def at(self, file: int, member: str | None) -> ArticleRow | None:
        """The article that is a whole document."""
        return self._article(
            "file = ? AND member IS ? AND line IS NULL ORDER BY live IS NULL", file, member
        )

    def with_hash(self, hash: bytes) -> list[ArticleRow]:
        """The articles that were read from the same bytes."""
        rows = self._all(f"{_ARTICLE} WHERE hash = ? ORDER BY article", hash)
        return [ArticleRow(*row) for row in rows]

    def add(self, place: Place, id: str | None) -> ArticleRow:
        """A new identity, with the id that the source states or one made from its content."""
        wanted = iter([id]) if id is not None else ids(place.hash)
        free = next(name for name in wanted if id is not None or self.with_id(name) is None)
        key = next(
            key
            for key in self._keys(free)
            if not self._one("SELECT 1 FROM articles WHERE key = ?1 OR id = ?1", key)
        )
        row = self._one(
            "INSERT INTO articles (id, key, file, member, line, hash) VALUES (?, ?, ?, ?, ?, ?)"
            " RETURNING article",
            free,
            key,
            place.file,
            place.member,
            place.line,
            place.hash,
        )
        return ArticleRow(row[0], free, place.file, place.hash, None, False)

    def move(self, article: int, place: Place) -> None:
        """The article's source is there now."""
        self._run(
            "UPDATE articles SET file = ?, member = ?, line = ?, hash = ? WHERE article = ?",
            place.file,
            place.member,
            place.line,
            place.hash,
            article,
        )

    def write(self, article: int, draft: Draft, tokens: Tokenised, raw: bytes) -> int:
        """A new version of the article, which counts from now on; its number n."""
        (n,) = self._one(
            "INSERT INTO versions (article, version, title, kicker, subtitle, source, author,"
            " date, url, inferred, doubtful, more, taken, text, block, start, size) VALUES (?1,"
            " 1 + (SELECT count(*) FROM versions WHERE article = ?1),"
            " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
            article,
            *_columns(draft),
            datetime.now(UTC).isoformat(timespec="seconds"),
            draft.text,
            *self._keep(raw),
        )
        self.write_tokens(n, tokens)
        self._run("UPDATE articles SET live = ?, banned = 0 WHERE article = ?", n, article)
        return int(n)

    def write_tokens(self, n: int, tokens: Tokenised) -> None:
        """Keep the tokens of version ``n``, in place of those it had."""
        self._run(
            "INSERT OR REPLACE INTO tokens (n, headline, passages, bounds, words)"
            " VALUES (?, ?, ?, ?, ?)",
            n,
            tokens.headline,
            tokens.passages,
            tokens.bounds,
            tokens.words,
        )

    def says(self, n: int, draft: Draft) -> bool:
        """Does version ``n`` say what the draft says?"""
        row = self._one(
            "SELECT title, kicker, subtitle, source, author, date, url, inferred, doubtful, more,"
            " text FROM versions WHERE n = ?",
            n,
        )
        return bool(row == (*_columns(draft), draft.text))

    def revive(self, article: int) -> int | None:
        """Let the last version of an article that was gone count again; its n."""
        row = self._one(
            "UPDATE articles SET banned = 0, live = (SELECT max(n) FROM versions v"
            " WHERE v.article = articles.article) WHERE article = ? RETURNING live",
            article,
        )
        return None if row is None else row[0]

    def drop(self, article: int, *, ban: bool = False) -> bool:
        """The article counts no longer; its versions stay, because citations name them.

        False where it did not count before.
        """
        return bool(
            self._run(
                "UPDATE articles SET live = NULL, banned = max(banned, ?)"
                " WHERE article = ? AND live IS NOT NULL",
                ban,
                article,
            )
        )

    def texts_after(self, n: int, count: int) -> list[tuple[Any, ...]]:
        """(n, kicker, title, subtitle, text) of the next live versions after ``n``."""
        return list(
            self._all(
                "SELECT n, kicker, title, subtitle, text FROM versions v"
                " WHERE n > ? AND EXISTS (SELECT 1 FROM articles WHERE live = v.n)"
                " ORDER BY n LIMIT ?",
                n,
                count,
            )
        )

    def set_fact(self, name: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, value)

    def _keys(self, id: str) -> Iterator[str]:
        """Endlessly many keys, the wanted ones first."""
        again = 0
        while True:
            yield from keys(id if not again else f"{id} {again}")
            again += 1

    def _keep(self, raw: bytes) -> tuple[int, int, int]:
        """Put the source's bytes into a block: its number, and the start and size there."""
        if len(self._sources) >= BLOCK:
            self._write_sources()
        place = (self._block, len(self._sources), len(raw))
        self._sources += raw
        return place

    def _write_sources(self) -> None:
        if self._sources:
            data = zlib.compress(self._sources)
            self._run("INSERT INTO blocks (block, data) VALUES (?, ?)", self._block, data)
            self._block += 1
            self._sources.clear()

    def _write_terms(self) -> None:
        fresh = self.vocabulary.fresh
        first = len(self.vocabulary) - len(fresh)
        self.db.conn.executemany(
            "INSERT INTO terms (id, term) VALUES (?, ?)", enumerate(fresh, first)
        )
        fresh.clear()

    def _article(self, where: str, *values: Any) -> ArticleRow | None:
        row = self._one(f"{_ARTICLE} WHERE {where}", *values)
        return ArticleRow(*row) if row else None

    def _one(self, sql: str, *values: Any) -> Any:
        cursor = self.db.conn.execute(sql, values)
        row = cursor.fetchone()
        cursor.close()
        return row

    def _all(self, sql: str, *values: Any) -> Iterator[Any]:
        return iter(self.db.conn.execute(sql, values).fetchall())

    def _run(self, sql: str, *values: Any) -> int:
        return self.db.conn.execute(sql, values).rowcount


def _columns(draft: Draft) -> Sequence[str | None]:
    return (
        draft.title,
        draft.kicker,
        draft.subtitle,
        draft.source,
        draft.author,
        draft.date,
        draft.url,
        json.dumps(draft.inferred) if draft.inferred else None,
        json.dumps(draft.doubtful) if draft.doubtful else None,
        json.dumps(dict(draft.meta), ensure_ascii=False, sort_keys=True) if draft.meta else None,
    )
