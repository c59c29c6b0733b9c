"""The connections to ``articles.db``: one for each thread that reads or writes."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from retrieval.durable import is_read_only

BUSY_SECONDS = 30.0
_PRAGMAS = ("synchronous=NORMAL",)
_WRITING = ("synchronous=FULL", "cache_size=-64000", "wal_autocheckpoint=8000")
"""What was taken in survives a power cut: an index that outlives its articles is none. 64 MB of
pages are kept and 32 MB written before they are moved into place: ids come in no order, so that
their index is touched everywhere."""


class Connections:
    """Connections to one database file, each made when its thread first asks for it."""

    def __init__(self, path: Path, *, write: bool) -> None:
        self._path = path
        self._pragmas = (*_PRAGMAS, *_WRITING) if write else _PRAGMAS
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @property
    def own(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            address, timeout = _address(self._path), BUSY_SECONDS
            found = sqlite3.connect(address, timeout, uri=True, check_same_thread=False)
            for pragma in self._pragmas:
                found.execute(f"PRAGMA {pragma}")
            self._local.connection = found
            with self._lock:
                self._open.append(found)
        return found

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
        self._local = threading.local()


def _address(path: Path) -> str:
    """The file's; on a disk that nobody can write to SQLite must not want to share memory."""
    log = path.with_name(f"{path.name}-wal")
    stays = is_read_only(path) and not (log.exists() and log.stat().st_size)
    return path.absolute().as_uri() + ("?immutable=1" if stays else "")
