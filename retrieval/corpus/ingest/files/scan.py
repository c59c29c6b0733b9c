"""Which files lie below the paths that were given?"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.readers import TYPES, kind_of, passed_over
from retrieval.reasons import because, not_read

_NOT_ARTICLES = (b".", b"~$")
"""Names that begin so are hidden, or an office program's traces of an open file."""

DEEPEST = 100
"""Folders inside folders."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file that may hold articles. ``path`` is absolute, in the file system's bytes."""

    path: bytes
    name: str
    size: int
    mtime: int
    """In nanoseconds."""


@dataclass(slots=True)
class Scan:
    """What lies below one path, and what could not be looked at."""

    files: list[Found] = field(default_factory=list)
    ignored: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    closed: list[bytes] = field(default_factory=list)
    """Paths that could not be looked at: what is remembered below them is not gone."""


def scan(path: bytes, root: bytes, *, avoid: bytes) -> Scan:
    """The files at or below ``path``, by name; names are relative to ``root``.

    Links are followed, each directory is entered once, ``avoid`` never.
    """
    found = Scan()
    if os.path.isdir(path):
        _folder(found, path, root, {_place(avoid)} - {None})
        found.files.sort(key=lambda file: file.path)
    else:
        _file(found, path, os.path.basename(path) if path == root else path[len(root) + 1 :])
    return found


def shown(name: bytes) -> str:
    """A file's name for people, whatever its encoding."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")


def _folder(found: Scan, path: bytes, root: bytes, entered: set[tuple[int, int] | None]) -> None:
    place = _place(path)
    if place in entered:
        return
    if path.count(b"/") - root.count(b"/") > DEEPEST:
        found.closed.append(path)
        found.refused.append(Remark(shown(path[len(root) + 1 :]), because("too_deep")))
        return
    entered.add(place)
    try:
        entries = sorted(os.scandir(path), key=lambda entry: (entry.is_symlink(), entry.name))
    except OSError as error:
        found.closed.append(path)
        _refuse(found, path[len(root) + 1 :] or path, error)
        return
    for entry in entries:
        if entry.name.startswith(_NOT_ARTICLES):
            continue
        if os.path.isdir(entry.path):
            _folder(found, entry.path, root, entered)
        elif kind_of(shown(entry.name)) is None:
            name = shown(entry.path[len(root) + 1 :])
            found.ignored.append(Remark(name, passed_over(name)))
        else:
            _file(found, entry.path, entry.path[len(root) + 1 :])


def _file(found: Scan, path: bytes, name: bytes) -> None:
    try:
        state = os.stat(path)
    except OSError as error:
        found.closed.append(path)
        _refuse(found, name, error)
        return
    if not stat.S_ISREG(state.st_mode):
        found.refused.append(Remark(shown(name), because("not_ordinary_file")))
    elif kind_of(shown(name)) is None:
        found.refused.append(Remark(shown(name), because("unknown_type", types=TYPES)))
    else:
        found.files.append(Found(path, shown(name), state.st_size, state.st_mtime_ns))


def _refuse(found: Scan, name: bytes, error: OSError) -> None:
    found.refused.append(Remark(shown(name), not_read(error)))


def _place(path: bytes) -> tuple[int, int] | None:
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_dev, state.st_ino


def below(path: bytes, folder: bytes) -> bool:
    """Is ``path`` the folder itself or something below it?"""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
