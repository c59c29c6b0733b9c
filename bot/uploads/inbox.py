"""Files that admins sent: they wait, named by a short id, until they are kept or dropped."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from retrieval.durable import sync, write
from retrieval.home import Home

WAIT_S = 7 * 86_400
"""So long a file waits for 收录 or 放弃."""

_UNSAFE = re.compile(r"[^\w.\-（）()《》【】 ]+")
_ID = re.compile(r"[0-9a-f]{12}")


def folder(home: Home) -> Path:
    """Where the files lie that were kept; ``wence index`` remembers each by its path."""
    return home.path / "inbox"


def put(home: Home, name: str, content: bytes) -> str:
    """Let a file wait; its short id. Files that have waited too long go."""
    waiting = folder(home) / "waiting"
    waiting.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in waiting.iterdir():
        if time.time() - old.stat().st_mtime > WAIT_S:
            shutil.rmtree(old, ignore_errors=True)
    id = secrets.token_hex(6)
    (waiting / id).mkdir(mode=0o700)
    write(waiting / id / safe(name), content)
    return id


def keep(home: Home, id: str, *, replace: bool = False) -> Path | None:
    """Move a file that waits to those that are kept; None if it is not there.

    It gets a name of its own, unless it is to replace the one that has its name. The place where
    it waited stays for a while, which tells that it was taken.
    """
    waits = _waiting(home, id)
    if waits is None:
        return None
    kept = kept_as(home, waits.name) if replace else _own_path(home, waits)
    waits.replace(kept)
    sync(kept.parent)  # what is missing at the next reindex counts as removed
    return kept


def kept_as(home: Home, name: str) -> Path:
    """Where the first file of that name is kept."""
    return folder(home) / name


def was_taken(home: Home, id: str) -> bool:
    """Whether the file of that id waits no more because it was kept."""
    return _place(home, id) is not None and _waiting(home, id) is None


def drop(home: Home, id: str) -> bool:
    """Throw a waiting file away; False if it is not there."""
    waits = _waiting(home, id)
    if waits is None:
        return False
    shutil.rmtree(waits.parent, ignore_errors=True)
    return True


def _own_path(home: Home, waits: Path) -> Path:
    """The first path of that name that is free, or holds the same bytes."""
    content = waits.read_bytes()
    return next(
        path for path in _paths(home, waits) if not path.exists() or path.read_bytes() == content
    )


def _paths(home: Home, waits: Path) -> Iterator[Path]:
    """``附件.docx``, ``附件 (2).docx``, …"""
    yield kept_as(home, waits.name)
    for n in count(2):
        yield kept_as(home, f"{waits.stem} ({n}){waits.suffix}")


def safe(name: str) -> str:
    """The file's own name without anything that could lead elsewhere."""
    cleaned = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(" .")
    stem, dot, suffix = cleaned.rpartition(".")
    return (stem[:80] + dot + suffix[:16]) or "file"


def _place(home: Home, id: str) -> Path | None:
    """The folder in which the file waits, or waited."""
    place = folder(home) / "waiting" / id
    return place if _ID.fullmatch(id) and place.is_dir() else None


def _waiting(home: Home, id: str) -> Path | None:
    place = _place(home, id)
    return next(place.iterdir(), None) if place else None
