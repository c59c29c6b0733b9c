"""How does the collection become files? They tell of one moment, whoever writes meanwhile."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.corpus.columns import COLUMNS
from retrieval.corpus.exchange.records import (
    ARTICLES,
    CORRECTIONS,
    DECISIONS,
    FILES,
    SOURCES,
    TOKENS,
    VERSIONS,
    Record,
    content_record,
    write_lines,
)
from retrieval.corpus.exchange.tokens import TokenWriter, write_terms
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store

_VERSIONS = (
    "SELECT v.n, a.live = v.n, a.id, v.version, v.taken, v.block, v.start, v.size,"
    f" {', '.join(COLUMNS)}"
    " FROM versions v JOIN articles a USING (article) WHERE NOT a.banned ORDER BY v.n"
)
_ARTICLES = (
    "SELECT a.id, a.key, a.file, a.member, a.line, a.hash, v.version, a.banned"
    " FROM articles a LEFT JOIN versions v ON v.n = a.live ORDER BY a.article"
)


def write_collection(store: Store, folder: Path) -> int:
    """Write the files that ``records`` describes; how many articles count.

    Of what the operator removed only the identity is written, so that it stays out.

    Raises:
        OSError: so says the operating system.
    """
    statements = Statements(store.connection)
    store.connection.execute("BEGIN")
    try:
        numbers: dict[int, int] = {}
        write_lines(folder / FILES, _files(statements, numbers))
        write_lines(folder / CORRECTIONS, _corrections(statements))
        write_lines(folder / DECISIONS, _decisions(statements))
        write_lines(folder / ARTICLES, _articles(statements, numbers))
        write_terms(store, folder)
        with (folder / SOURCES).open("wb") as bytes_, (folder / TOKENS).open("wb") as cut:
            sources, tokens = _Sources(statements, bytes_), TokenWriter(statements, cut)
            write_lines(folder / VERSIONS, _versions(statements, sources, tokens))
        return store.count()
    finally:
        store.connection.rollback()


def _files(statements: Statements, numbers: dict[int, int]) -> Iterator[Record]:
    rows = statements.all("SELECT file, path, name, size, mtime, hash FROM files ORDER BY file")
    for number, (file, path, name, size, mtime, hash) in enumerate(rows):
        numbers[file] = number
        yield {
            "path": os.fsdecode(path),
            "name": name,
            "size": size,
            "mtime": mtime,
            "hash": hash and hash.hex(),
        }


def _corrections(statements: Statements) -> Iterator[Record]:
    rows = statements.all("SELECT path, sidecar, fields FROM corrections ORDER BY path")
    for path, sidecar, fields in rows:
        yield {
            "path": os.fsdecode(path),
            "sidecar": sidecar and os.fsdecode(sidecar),
            "fields": json.loads(fields),
        }


def _decisions(statements: Statements) -> Iterator[Record]:
    rows = statements.all("SELECT by_id, id, holds FROM repeal_decisions ORDER BY by_id, id")
    for by, id, holds in rows:
        yield {"by": by, "id": id, "holds": bool(holds)}


def _articles(statements: Statements, numbers: dict[int, int]) -> Iterator[Record]:
    for id, key, file, member, line, hash, live, banned in statements.connection.execute(_ARTICLES):
        yield {
            "id": id,
            "key": key,
            "file": numbers.get(file),
            "member": member,
            "line": line,
            "hash": hash.hex(),
            "live": live,
            "banned": bool(banned),
        }


def _versions(statements: Statements, sources: _Sources, tokens: TokenWriter) -> Iterator[Record]:
    for n, counts, id, version, taken, block, *rest in statements.connection.execute(_VERSIONS):
        start, size = sources.copy(block, *rest[:2])
        yield {
            "id": id,
            "version": version,
            "taken": taken,
            "start": start,
            "size": size,
            **content_record(rest[2:]),
            **({"tokens": tokens.copy(n)} if counts else {}),
        }


@dataclass(slots=True)
class _Sources:
    """Copies the bytes of sources, one after another, into one file."""

    statements: Statements
    file: Any
    end: int = 0
    block: int | None = None
    data: bytes = b""

    def copy(self, block: int, start: int, size: int) -> tuple[int, int]:
        """Where the bytes are now: start and size."""
        if block != self.block:
            (packed,) = self.statements.one("SELECT data FROM blocks WHERE block = ?", block)
            self.block, self.data = block, zlib.decompress(packed)
        self.file.write(self.data[start : start + size])
        begun, self.end = self.end, self.end + size
        return begun, size
