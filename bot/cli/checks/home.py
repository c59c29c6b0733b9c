"""Is the home a good place to write to, and does anybody write?"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from filelock import FileLock, Timeout

from bot.cli.checks.finding import Finding, Place, note, ok, wrong
from retrieval.home import Home

ENOUGH_BYTES = 200_000_000
"""An index is written beside the one that it replaces, so there must be room for both."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def home(place: Place) -> Finding:
    path = place.home.path
    if not path.exists():
        return note("home_none", "home_none_fix", path=path)
    if not path.is_dir():
        return wrong("home_no_folder", "home_no_folder_fix", path=path)
    if not os.access(path, os.W_OK | os.X_OK):
        return wrong("home_read_only", "home_read_only_fix", path=path)
    if path.stat().st_mode & _OTHERS:
        return wrong("home_open", "home_open_fix", path=path)
    return ok("home_fine", path=path)


def disk(place: Place) -> Finding:
    path = place.home.path
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    gigabytes = f"{free / 1e9:,.1f}"
    if free < ENOUGH_BYTES:
        return wrong("disk_small", "disk_small_fix", gigabytes=gigabytes, path=path)
    return ok("disk_fine", gigabytes=gigabytes)


def cache(place: Place) -> Finding:
    """Python's marshal trusts what it reads, so nobody else may write there."""
    folder = place.home.cache
    if not folder.exists():
        return ok("cache_none")
    for each in [folder, *folder.iterdir()]:
        if each.stat().st_mode & _OTHERS_WRITE:
            return wrong("cache_open", "cache_open_fix", path=each, folder=folder)
    return ok("cache_fine")


def writer(place: Place) -> Finding:
    """Who writes, and what did those leave behind that were killed while they wrote?"""
    home = place.home
    lock = home.path / "writer.lock"
    if not lock.exists():
        return ok("writer_none")
    try:
        with FileLock(lock, timeout=0):
            left = left_behind(home)
    except Timeout:
        return note("writer_busy")
    except OSError:
        return note("writer_unknown")
    if left:
        names = ", ".join(sorted(path.name for path in left))
        return note("writer_left", "writer_left_fix", names=names)
    return ok("writer_fine")


def left_behind(home: Home) -> list[Path]:
    """What a killed writer leaves; nobody writes meanwhile."""
    from retrieval.index.directories import leftovers

    pid = home.path / "writer.pid"
    found = leftovers(home) if home.index.is_dir() else []
    return found + ([pid] if pid.exists() else [])
