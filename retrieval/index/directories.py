"""Which directory is the live generation, and which may be removed?

``index/CURRENT`` names the live generation, a directory that never changes once it is there; where
it is lost or names none, the newest one is live. Who reads one holds a shared lock on its file
``lease``. The last reader of one that has been replaced removes it, and who writes removes what
nobody holds.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import NotIndexed
from retrieval.home import Home

try:
    import fcntl
except ImportError:  # where there is none, an open file cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

LEASE = "lease"
NEW, HIDDEN = "new-", ".new-"
"""So begins the name of a directory that is written, and of one whose lease is to be taken."""
HIDDEN_S = 60
"""Taking the lease takes microseconds: after so many seconds its writer is gone."""
NAME = re.compile(r"g\d{6,}")


def current(home: Home) -> str | None:
    """The name of the live generation; None where nothing has been indexed.

    Raises:
        NotIndexed: the index cannot be looked into.
    """
    return named(home) or max(names(home), default=None)


def named(home: Home) -> str | None:
    """The generation that ``CURRENT`` names; None where it is lost or names none.

    Raises:
        NotIndexed: it cannot be read.
    """
    try:
        name = home.current.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise NotIndexed("index_damaged", path=str(home.current)) from error
    return name if NAME.fullmatch(name) else None


def names(home: Home) -> list[str]:
    """The names of the generations that are there, whole or damaged."""
    found = home.index.glob("g*")
    return [path.name for path in found if NAME.fullmatch(path.name) and path.is_dir()]


def take_lease(directory: Path) -> int:
    """Whoever reads a generation holds its lease, an open file that ``let_go`` closes.

    Raises:
        NotIndexed: the generation is not there, or is being removed.
    """
    try:
        lease = os.open(directory / LEASE, os.O_RDONLY)
    except OSError as error:
        raise NotIndexed("index_damaged", path=str(directory / LEASE)) from error
    try:
        if fcntl:
            fcntl.flock(lease, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lease)
        raise NotIndexed("index_damaged", path=str(directory)) from error
    return lease


def let_go(lease: int, home: Home, directory: Path) -> None:
    """Close a lease; remove the generation where it was replaced and nobody else reads it."""
    try:
        if fcntl and current(home) not in {None, directory.name}:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(directory, ignore_errors=True)
    except (OSError, NotIndexed):
        pass  # others read it, or it is no longer there
    finally:
        os.close(lease)


def remove_old(home: Home) -> None:
    """Remove every generation but the live one, except those that somebody still reads.

    Where it cannot be told which one is live, all stay. Whoever calls holds the writer's lock.
    """
    try:
        live = current(home)
    except NotIndexed:
        return
    for directory in home.index.iterdir():
        if directory.is_dir() and directory.name != live and not _is_held(directory):
            shutil.rmtree(directory, ignore_errors=True)


def leftovers(home: Home) -> list[Path]:
    """The directories that killed writers left; ``remove_old`` takes them away."""
    found = [path for path in home.index.iterdir() if path.name.startswith((NEW, HIDDEN))]
    return [path for path in found if not _is_held(path)]


@contextlib.contextmanager
def held_lease(directory: Path) -> Iterator[None]:
    """Whoever writes into a new directory holds its lease too, so that nobody removes it."""
    with (directory / LEASE).open("wb") as lease:
        if fcntl:
            fcntl.flock(lease, fcntl.LOCK_SH)
        yield


def _is_held(directory: Path) -> bool:
    """Does somebody read it, or write it?"""
    if directory.name.startswith(HIDDEN):
        return time.time() - directory.stat().st_mtime < HIDDEN_S
    with contextlib.suppress(FileNotFoundError), (directory / LEASE).open("rb") as lease:
        if fcntl:
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False
