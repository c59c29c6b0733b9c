"""Files that survive a power cut once they are said to be written."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Bring a file, or the names in a directory, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    """Write a new file, readable by its owner alone, and bring it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def is_read_only(path: Path) -> bool:
    """Whether the disk on which the file is, or would be, can be written to by nobody."""
    there = next(each for each in (path, *path.absolute().parents) if each.exists())
    return bool(os.statvfs(there).f_flag & os.ST_RDONLY)
