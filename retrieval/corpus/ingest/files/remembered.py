"""Which paths and files are remembered?"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from retrieval.corpus.statements import Statements

PATHS = (("roots", "path"), ("files", "path"), ("corrections", "path"), ("corrections", "sidecar"))
"""Tables and columns that hold absolute paths."""

_FILE = "SELECT file, root, path, name, size, mtime, hash FROM files"


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
class RememberedFiles:
    """The paths that were given, and the files below them."""

    statements: Statements
    seen: set[bytes] = field(default_factory=set)
    """Paths that somebody else has seen, and that need not be there for this machine."""

    def is_there(self, path: bytes) -> bool:
        """Is there such a file?"""
        return path in self.seen or os.path.lexists(path)

    def roots(self) -> list[tuple[int, bytes, bool]]:
        """(root, path, is it a folder?) of every path that was given."""
        return self.statements.all("SELECT root, path, folder FROM roots ORDER BY root")

    def add_root(self, path: bytes, folder: bool) -> int:
        """Remember a path that was given; its number."""
        (root,) = self.statements.one(
            "INSERT INTO roots (path, folder) VALUES (?, ?)"
            " ON CONFLICT (path) DO UPDATE SET folder = excluded.folder RETURNING root",
            path,
            folder,
        )
        return int(root)

    def forget_root(self, path: bytes) -> None:
        """The path is not read again; its files stay known."""
        self.statements.run(
            "UPDATE files SET root = NULL WHERE root IN (SELECT root FROM roots WHERE path = ?)",
            path,
        )
        self.statements.run(
            "DELETE FROM refusals WHERE root IN (SELECT root FROM roots WHERE path = ?)", path
        )
        self.statements.run("DELETE FROM roots WHERE path = ?", path)

    def absorb_root(self, root: int, into: int) -> None:
        """What was given by itself lies inside another folder that is given now."""
        self.statements.run("UPDATE files SET root = ? WHERE root = ?", into, root)
        self.statements.run("DELETE FROM refusals WHERE root = ?", root)
        self.statements.run("DELETE FROM roots WHERE root = ?", root)

    def below(self, path: bytes) -> list[FileRow]:
        """The remembered files at or below a path."""
        prefix = path.rstrip(b"/") + b"/"
        rows = self.statements.all(
            f"{_FILE} WHERE path = ? OR (path >= ? AND path < ?)", path, prefix, prefix[:-1] + b"0"
        )
        return [FileRow(*row) for row in rows]

    def with_hash(self, hash: bytes) -> list[FileRow]:
        """The remembered files with that content."""
        return [FileRow(*row) for row in self.statements.all(f"{_FILE} WHERE hash = ?", hash)]

    def get(self, file: int | None) -> FileRow | None:
        """The file with that number; None for none."""
        row = self.statements.one(f"{_FILE} WHERE file = ?", file)
        return FileRow(*row) if row else None

    def add(self, root: int | None, path: bytes, name: str) -> int:
        """The file's number; what is kept of its content stays unknown until ``finish``."""
        (file,) = self.statements.one(
            "INSERT INTO files (root, path, name) VALUES (?, ?, ?) ON CONFLICT (path)"
            " DO UPDATE SET root = excluded.root, name = excluded.name RETURNING file",
            root,
            path,
            name,
        )
        return int(file)

    def finish(self, file: int, size: int, mtime: int, hash: bytes | None) -> None:
        """All of the file is kept now."""
        self._set_state(file, size, mtime, hash)

    def set_unread(self, file: int) -> None:
        """The file is read again the next time."""
        self._set_state(file, None, None, None)

    def move(self, file: int, root: int | None, path: bytes, name: str) -> bytes:
        """The file is there now; the path where it was."""
        (old,) = self.statements.one("SELECT path FROM files WHERE file = ?", file)
        self.statements.run(
            "UPDATE files SET root = ?, path = ?, name = ? WHERE file = ?", root, path, name, file
        )
        return bytes(old)

    def relocate(self, old: bytes, new: bytes) -> None:
        """Let every path below one directory lead below another."""
        for table, column in PATHS:
            rows = self.statements.all(
                f"SELECT rowid, {column} FROM {table} WHERE {column} >= ? AND {column} < ?",
                old + b"/",
                old + b"0",
            )
            for row, path in rows:
                moved = new + bytes(path)[len(old) :]
                self.statements.run(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", moved, row)

    def at(self, path: bytes) -> int | None:
        """The number of the file at a path."""
        row = self.statements.one("SELECT file FROM files WHERE path = ?", path)
        return None if row is None else row[0]

    def holding(self, path: bytes) -> int | None:
        """The number of the file that a correction is about: its own, or one that it lies in."""
        while path:
            if (file := self.at(path)) is not None:
                return file
            path = path[: max(path.rfind(b"#"), path.rfind(b"/"), 0)]
        return None

    def _set_state(
        self, file: int, size: int | None, mtime: int | None, hash: bytes | None
    ) -> None:
        self.statements.run(
            "UPDATE files SET size = ?, mtime = ?, hash = ? WHERE file = ?", size, mtime, hash, file
        )
