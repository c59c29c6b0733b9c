"""Which paths and files are remembered?"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.corpus.statements import Statements

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


class Files(Statements):
    """The paths that were given, and the files below them."""

    def roots(self) -> list[tuple[int, bytes, bool]]:
        """(root, path, is it a folder?) of every path that was given."""
        return list(self.all("SELECT root, path, folder FROM roots ORDER BY root"))

    def add_root(self, path: bytes, folder: bool) -> int:
        return int(
            self.one(
                "INSERT INTO roots (path, folder) VALUES (?, ?)"
                " ON CONFLICT (path) DO UPDATE SET folder = excluded.folder RETURNING root",
                path,
                folder,
            )[0]
        )

    def absorb_root(self, root: int, into: int) -> None:
        """What was given by itself lies inside another folder that is given now."""
        self.run("UPDATE files SET root = ? WHERE root = ?", into, root)
        self.run("DELETE FROM roots WHERE root = ?", root)

    def files_below(self, path: bytes) -> list[FileRow]:
        """The remembered files at or below a path."""
        prefix = path.rstrip(b"/") + b"/"
        rows = self.all(
            f"{_FILE} WHERE path = ? OR (path >= ? AND path < ?)", path, prefix, prefix[:-1] + b"0"
        )
        return [FileRow(*row) for row in rows]

    def files_with(self, hash: bytes) -> list[FileRow]:
        """The remembered files with that content."""
        return [FileRow(*row) for row in self.all(f"{_FILE} WHERE hash = ?", hash)]

    def file(self, file: int) -> FileRow | None:
        row = self.one(f"{_FILE} WHERE file = ?", file)
        return FileRow(*row) if row else None

    def add_file(self, root: int | None, path: bytes, name: str) -> int:
        """The file's number; what is kept of its content stays unknown until ``finish_file``."""
        return int(
            self.one(
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
        self.run(
            "UPDATE files SET size = ?, mtime = ?, hash = ? WHERE file = ?", size, mtime, hash, file
        )

    def move_file(self, file: int, root: int | None, path: bytes, name: str) -> None:
        """The file is there now; what the operator corrected goes along."""
        (old,) = self.one("SELECT path FROM files WHERE file = ?", file)
        if old != path:
            self.run(
                "UPDATE OR REPLACE corrections SET path = ?, sidecar = NULL WHERE path = ?",
                path,
                old,
            )
        self.run(
            "UPDATE files SET root = ?, path = ?, name = ? WHERE file = ?", root, path, name, file
        )

    def read_again(self, path: bytes) -> None:
        """What was read of the file counts no longer: it is understood again."""
        row = self.one("SELECT file FROM files WHERE path = ?", path)
        if row is not None:
            self.finish_file(row[0], None, None, None)
            self.run("UPDATE articles SET hash = x'' WHERE file = ? AND line IS NULL", row[0])
