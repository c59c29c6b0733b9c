"""What did each article say, and from which bytes was it read? Versions never change."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

from retrieval.corpus.article import Content
from retrieval.corpus.columns import COLUMNS, fields_of, row_of
from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.tokenisation import Tokenised
from retrieval.corpus.metadata.repeals import Lineage
from retrieval.corpus.statements import Statements
from retrieval.text.divisions import Division

BLOCK = 1 << 16
"""Sources share a compressed block until it holds so many bytes: lines are short."""

LEVEL = 1
"""zlib's quickest: a third of the default's time for a seventh more bytes."""

_INSERTED = ("n", "article", "version", *COLUMNS, "taken", "block", "start", "size")
_INSERT = (
    f"INSERT INTO versions ({', '.join(_INSERTED)}) VALUES ({', '.join('?' * len(_INSERTED))})"
)


class ArticleVersions:
    """The rows of ``versions`` and ``tokens``; what is written has to be inside a transaction."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._sources = SourceBytes(statements)
        self._next: int = 1 + (statements.one("SELECT seq FROM sqlite_sequence") or [0])[0]

    def add(
        self,
        article: int,
        version: int,
        draft: Draft,
        tokens: Tokenised | None,
        raw: bytes,
        *,
        taken: str | None = None,
    ) -> int:
        """A version of an article, and the bytes that it was read from; its n.

        One that does not count needs no tokens. ``taken`` is when it was taken in, else now.
        """
        n, self._next = self._next, self._next + 1
        taken = taken or datetime.now(UTC).isoformat(timespec="seconds")
        place = self._sources.keep(raw)
        self._statements.run(_INSERT, n, article, version, *row_of(draft), taken, *place)
        if tokens is not None:
            self.set_tokens(n, tokens)
        return n

    def set_tokens(self, n: int, tokens: Tokenised) -> None:
        """Keep the tokens of version ``n``, in place of those it had."""
        self._statements.run(
            "INSERT OR REPLACE INTO tokens (n, headline, passages, bounds, words, outline)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            n,
            tokens.headline,
            tokens.passages,
            tokens.bounds,
            tokens.words,
            tokens.outline,
        )
        self.set_jurisdiction(n, tokens.jurisdiction)
        self.set_lineage(n, tokens.lineage)
        if tokens.sketch is not None:
            self._statements.run(
                "INSERT OR IGNORE INTO sketches (n, sketch) VALUES (?, ?)", n, tokens.sketch
            )

    def set_jurisdiction(self, n: int, place: Division | None) -> None:
        """Keep where version ``n`` holds, in place of what was known."""
        if place is None:
            self._statements.run("DELETE FROM jurisdictions WHERE n = ?", n)
        else:
            self._statements.run(
                "INSERT OR REPLACE INTO jurisdictions (n, code, name) VALUES (?, ?, ?)",
                n,
                place.code,
                place.name,
            )

    def set_lineage(self, n: int, found: Lineage) -> None:
        """Keep what version ``n`` repeals and is known by, in place of what was known."""
        self._statements.run(
            "INSERT OR REPLACE INTO names (n, name, number) VALUES (?, ?, ?)",
            n,
            found.name,
            found.number,
        )
        self._statements.run("DELETE FROM repeals WHERE n = ?", n)
        self._statements.run_each(
            "INSERT INTO repeals (n, title, name, number, since) VALUES (?, ?, ?, ?, ?)",
            [(n, each.title, each.name, each.number, found.since) for each in found.repeals],
        )

    def flush(self) -> None:
        """Write what is still held back of the sources' bytes."""
        self._sources.flush()

    def says(self, n: int, draft: Draft) -> bool:
        """Does version ``n`` say what the draft says?"""
        row = self._statements.one(f"SELECT {', '.join(COLUMNS)} FROM versions WHERE n = ?", n)
        return bool(row == row_of(draft))

    def last(self, article: int) -> int:
        """The number of its newest version, which is also how many there are; 0 for none."""
        (last,) = self._statements.one(
            "SELECT max(version) FROM versions WHERE article = ?", article
        )
        return int(last or 0)

    def last_text(self, article: int) -> str:
        """The text of the newest version."""
        row = self._statements.one(
            "SELECT text FROM versions WHERE article = ? ORDER BY version DESC LIMIT 1", article
        )
        return str(row[0]) if row else ""

    def append(self, newcomer: int, heir: int) -> None:
        """The versions of ``newcomer`` go on from those of ``heir``."""
        self._statements.run(
            "UPDATE versions SET article = ?, version = version + ? WHERE article = ?",
            heir,
            self.last(heir),
            newcomer,
        )

    def after(self, n: int, count: int) -> list[tuple[int, Content]]:
        """The next versions after ``n`` that count, or will count next, each with its n."""
        rows = self._statements.all(
            f"SELECT n, {', '.join(COLUMNS)} FROM versions v"
            " WHERE n > ? AND (EXISTS (SELECT 1 FROM articles WHERE live = v.n)"
            " OR EXISTS (SELECT 1 FROM articles a WHERE a.article = v.article AND a.next = v.n))"
            " ORDER BY n LIMIT ?",
            n,
            count,
        )
        return [(n, Content(**fields_of(row))) for n, *row in rows]


class SourceBytes:
    """The bytes of sources, in blocks that are compressed together."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._held = bytearray()
        self._block: int = 1 + (statements.one("SELECT max(block) FROM blocks")[0] or 0)

    def keep(self, raw: bytes) -> tuple[int, int, int]:
        """Put a source into a block: its number, and the start and size there."""
        if len(self._held) >= BLOCK:
            self.flush()
        place = (self._block, len(self._held), len(raw))
        self._held += raw
        return place

    def flush(self) -> None:
        """Write the block that is not full yet."""
        if self._held:
            data = zlib.compress(self._held, LEVEL)
            self._statements.run(
                "INSERT INTO blocks (block, data) VALUES (?, ?)", self._block, data
            )
            self._block += 1
            self._held.clear()
