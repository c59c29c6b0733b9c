"""How is the collection written? One batch, one transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils.db import Database

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.identifiers import ids, keys
from retrieval.corpus.ingest.remembered_files import Files
from retrieval.corpus.ingest.tokenisation import Tokenised, Vocabulary
from retrieval.corpus.store import Store

BLOCK = 1 << 16
"""Sources share a compressed block until it holds so many bytes: lines are short."""

LEVEL = 1
"""zlib's quickest: a third of the default's time for a seventh more bytes."""


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


class CollectionWriter(Files):
    """Writes to a store whose home's writer's lock is held."""

    def __init__(self, store: Store) -> None:
        super().__init__(Database(store.connection))
        self.store = store
        self.vocabulary = Vocabulary(store.terms())
        self._numbers: dict[int, NDArray[np.int32]] = {}
        self._sources = bytearray()
        self._block = 1 + (self.one("SELECT max(block) FROM blocks")[0] or 0)
        self._article: int = 1 + (self.one("SELECT max(article) FROM articles")[0] or 0)
        self._n: int = 1 + (self.one("SELECT seq FROM sqlite_sequence") or [0])[0]

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One transaction; new terms and the sources' bytes are written with it."""
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.db.atomic():
            yield
            self._write_sources()
            self._write_terms()

    def renumber(self, who: int, fresh: Sequence[str]) -> NDArray[np.int32]:
        """The id here of each term that ``who`` numbered: the known ones, then the fresh ones."""
        known = self._numbers.get(who, np.empty(0, np.int32))
        more = np.fromiter(map(self.vocabulary.__getitem__, fresh), np.int32, len(fresh))
        self._numbers[who] = np.concatenate([known, more])
        return self._numbers[who]

    def of_file(self, file: int) -> list[ArticleRow]:
        """The articles of a file: those that count and those that the operator removed."""
        rows = self.all(
            f"{_ARTICLE} WHERE file = ? AND (live IS NOT NULL OR banned) ORDER BY article", file
        )
        return [ArticleRow(*row) for row in rows]

    def sources_of(self, file: int) -> Iterator[tuple[bytes, int]]:
        """(digest of the source, article) of the same; a big file has many."""
        return self.all(
            "SELECT hash, article FROM articles WHERE file = ? AND (live IS NOT NULL OR banned)",
            file,
        )

    def count_of(self, file: int) -> int:
        return int(
            self.one("SELECT count(*) FROM articles WHERE file = ? AND live IS NOT NULL", file)[0]
        )

    def with_id(self, id: str) -> ArticleRow | None:
        return self._found("id = ?", id)

    def at(self, file: int, member: str | None) -> ArticleRow | None:
        """The article that is a whole document."""
        return self._found(
            "file = ? AND member IS ? AND line IS NULL ORDER BY live IS NULL", file, member
        )

    def with_hash(self, hash: bytes) -> list[ArticleRow]:
        """The articles that were read from the same bytes."""
        rows = self.all(f"{_ARTICLE} WHERE hash = ? ORDER BY article", hash)
        return [ArticleRow(*row) for row in rows]

    def add(self, place: Place, draft: Draft, tokens: Tokenised, raw: bytes) -> int:
        """A new article, with the id that its source states or one made from its content."""
        id = draft.id
        if id is None:
            id = next(name for name in ids(place.hash) if self.with_id(name) is None)
        key = next(
            key
            for key in self._keys(id)
            if not self.one("SELECT 1 FROM articles WHERE key = ?1 OR id = ?1", key)
        )
        article, self._article = self._article, self._article + 1
        n = self._write(article, 1, draft, tokens, raw)
        self.run(
            "INSERT INTO articles (article, id, key, file, member, line, hash, live)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            article,
            id,
            key,
            place.file,
            place.member,
            place.line,
            place.hash,
            n,
        )
        return article

    def move(self, article: int, place: Place) -> None:
        """The article's source is there now."""
        self.run(
            "UPDATE articles SET file = ?, member = ?, line = ?, hash = ? WHERE article = ?",
            place.file,
            place.member,
            place.line,
            place.hash,
            article,
        )

    def write(self, article: int, draft: Draft, tokens: Tokenised, raw: bytes) -> None:
        """A new version of the article, which counts from now on."""
        (last,) = self.one("SELECT max(version) FROM versions WHERE article = ?", article)
        n = self._write(article, last + 1, draft, tokens, raw)
        self.run("UPDATE articles SET live = ?, banned = 0 WHERE article = ?", n, article)

    def _write(
        self, article: int, version: int, draft: Draft, tokens: Tokenised, raw: bytes
    ) -> int:
        n, self._n = self._n, self._n + 1
        self.run(
            "INSERT INTO versions (n, article, version, title, kicker, subtitle, source, author,"
            " date, url, inferred, doubtful, more, taken, text, block, start, size)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            n,
            article,
            version,
            *_columns(draft),
            self._now,
            draft.text,
            *self._keep(raw),
        )
        self.write_tokens(n, tokens)
        return n

    def write_tokens(self, n: int, tokens: Tokenised) -> None:
        """Keep the tokens of version ``n``, in place of those it had."""
        self.run(
            "INSERT OR REPLACE INTO tokens (n, headline, passages, bounds, words)"
            " VALUES (?, ?, ?, ?, ?)",
            n,
            tokens.headline,
            tokens.passages,
            tokens.bounds,
            tokens.words,
        )
        if tokens.sketch is not None:
            self.run("INSERT OR IGNORE INTO sketches (n, sketch) VALUES (?, ?)", n, tokens.sketch)

    def says(self, n: int, draft: Draft) -> bool:
        """Does version ``n`` say what the draft says?"""
        row = self.one(
            "SELECT title, kicker, subtitle, source, author, date, url, inferred, doubtful, more,"
            " text FROM versions WHERE n = ?",
            n,
        )
        return bool(row == (*_columns(draft), draft.text))

    def revive(self, article: int) -> int | None:
        """Let the last version of an article that was gone count again; its n."""
        row = self.one(
            "UPDATE articles SET banned = 0, live = (SELECT max(n) FROM versions v"
            " WHERE v.article = articles.article) WHERE article = ? RETURNING live",
            article,
        )
        return None if row is None else row[0]

    def last_text(self, article: int) -> str:
        """The text of the newest version."""
        row = self.one(
            "SELECT text FROM versions WHERE article = ? ORDER BY version DESC LIMIT 1", article
        )
        return str(row[0]) if row else ""

    def adopt(self, child: int, parent: int) -> None:
        """The versions of ``child`` go on from those of ``parent``, whose id and key stay."""
        (last,) = self.one("SELECT max(version) FROM versions WHERE article = ?", parent)
        place = self.one(
            "DELETE FROM articles WHERE article = ? RETURNING file, member, line, hash, live", child
        )
        self.run(
            "UPDATE versions SET article = ?, version = version + ? WHERE article = ?",
            parent,
            last,
            child,
        )
        self.run(
            "UPDATE articles SET file = ?, member = ?, line = ?, hash = ?, live = ?"
            " WHERE article = ?",
            *place,
            parent,
        )

    def drop(self, article: int, *, ban: bool = False) -> bool:
        """The article counts no longer; its versions stay, because citations name them.

        False where it did not count before.
        """
        return bool(
            self.run(
                "UPDATE articles SET live = NULL, banned = max(banned, ?)"
                " WHERE article = ? AND live IS NOT NULL",
                ban,
                article,
            )
        )

    def texts_after(self, n: int, count: int) -> list[tuple[Any, ...]]:
        """(n, kicker, title, subtitle, text) of the next live versions after ``n``."""
        return list(
            self.all(
                "SELECT n, kicker, title, subtitle, text FROM versions v"
                " WHERE n > ? AND EXISTS (SELECT 1 FROM articles WHERE live = v.n)"
                " ORDER BY n LIMIT ?",
                n,
                count,
            )
        )

    def set_fact(self, name: str, value: str) -> None:
        self.run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, value)

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
            data = zlib.compress(self._sources, LEVEL)
            self.run("INSERT INTO blocks (block, data) VALUES (?, ?)", self._block, data)
            self._block += 1
            self._sources.clear()

    def _write_terms(self) -> None:
        fresh = self.vocabulary.fresh
        first = len(self.vocabulary) - len(fresh)
        self.db.conn.executemany(
            "INSERT INTO terms (id, term) VALUES (?, ?)", enumerate(fresh, first)
        )
        fresh.clear()

    def _found(self, where: str, *values: Any) -> ArticleRow | None:
        row = self.one(f"{_ARTICLE} WHERE {where}", *values)
        return ArticleRow(*row) if row else None


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
