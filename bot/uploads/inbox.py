"""Files that admins sent: they wait, named by a short id, until they are kept or dropped."""

from __future__ import annotations

import re
import secrets
import shutil
import time
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


def keep(home: Home, id: str) -> Path | None:
    """Move a file that waits to those that are kept, in place of one of the same name."""
    waits = _waiting(home, id)
    if waits is None:
        return None
    kept = folder(home) / waits.name
    waits.replace(kept)
    sync(kept.parent)  # what is missing at the next reindex counts as removed
    shutil.rmtree(waits.parent, ignore_errors=True)
    return kept


def drop(home: Home, id: str) -> bool:
    """Throw a waiting file away; False if it is not there."""
    waits = _waiting(home, id)
    if waits is None:
        return False
    shutil.rmtree(waits.parent, ignore_errors=True)
    return True


def safe(name: str) -> str:
    """The file's own name without anything that could lead elsewhere."""
    cleaned = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(" .")
    stem, dot, suffix = cleaned.rpartition(".")
    return (stem[:80] + dot + suffix[:16]) or "file"


def _waiting(home: Home, id: str) -> Path | None:
    if not _ID.fullmatch(id):
        return None
    place = folder(home) / "waiting" / id
    return next(place.iterdir(), None) if place.is_dir() else None
