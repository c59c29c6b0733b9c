"""What may be wrong with an installation, check by check, and the fix for each.

A check looks and changes nothing; a home that does not exist yet is a normal state.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from sqlite_utils import Database

from bot.db.schema import is_newer
from bot.settings import Settings
from retrieval.errors import WenceError
from retrieval.home import Home

ENOUGH_BYTES = 200_000_000
"""An index is written beside the one that it replaces, so there must be room for both."""

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")
_HOLDS_TOKEN = re.compile(rb"(?m)^\s*(export\s+)?WENCE_TOKEN\s*=\s*\S")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class State(StrEnum):
    """Is it as it should be, worth knowing, or to be fixed?"""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, as names of lines in ``bot.view.texts`` with what fills them in."""

    state: State
    said: str
    fix: str | None
    """What to do, where something is to be done."""
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """What the checks look at."""

    home: Home
    settings: Settings


Check = Callable[[Place], Finding]


def ok(said: str, **values: object) -> Finding:
    return Finding(State.OK, said, None, values)


def note(said: str, fix: str | None = None, **values: object) -> Finding:
    return Finding(State.NOTE, said, fix, values)


def wrong(said: str, fix: str, **values: object) -> Finding:
    return Finding(State.WRONG, said, fix, values)


def token(place: Place) -> Finding:
    """Its shape only: whether Telegram knows it, ``wence serve`` will see."""
    secret = place.settings.token
    if secret is None:
        return note("token_none", "token_none_fix")
    if not _TOKEN.fullmatch(secret.get_secret_value()):
        return wrong("token_shape", "token_shape_fix")
    return ok("token_fine")


def admins(place: Place) -> Finding:
    ids = place.settings.admin_ids
    if not ids:
        return note("admins_none", "admins_none_fix")
    if any(id <= 0 for id in ids):
        return wrong("admins_group", "admins_group_fix")
    return ok("admins_fine", count=len(ids))


def env_file(place: Place) -> Finding:
    path = Path(".env")
    if not path.exists():
        return ok("env_none")
    if path.stat().st_mode & _OTHERS and _HOLDS_TOKEN.search(path.read_bytes()):
        return wrong("env_open", "env_open_fix")
    return ok("env_fine")


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


def collection(place: Place) -> Finding:
    return _database(place.home.articles_db, "collection_fix")


def folders(place: Place) -> Finding:
    """Are the paths still there that ``wence reindex`` reads?"""
    path = place.home.articles_db
    if not path.exists():
        return ok("folders_none")
    try:
        with closing(_reader(path)) as connection:
            rows = connection.execute("SELECT path FROM roots").fetchall()
    except sqlite3.Error:
        return note("folders_unknown")
    gone = [os.fsdecode(name) for (name,) in rows if not os.path.lexists(name)]
    if gone:
        return note(
            "folders_gone", "folders_gone_fix", gone=len(gone), count=len(rows), path=gone[0]
        )
    return ok("folders_fine", count=len(rows))


def chats(place: Place) -> Finding:
    path = place.home.chats_db
    found = _database(path, "chats_fix")
    if not path.exists() or found.state is not State.OK:
        return found
    with closing(_reader(path)) as connection:
        if is_newer(Database(connection)):
            return wrong("chats_newer_found", "chats_newer_found_fix")
    if path.stat().st_mode & _OTHERS:
        return wrong("chats_open", "chats_open_fix", path=path)
    return found


def index(place: Place) -> Finding:
    from retrieval.corpus.store import Store
    from retrieval.index.generation import current, named
    from retrieval.index.manifest import Manifest
    from retrieval.index.provenance import opened

    if not place.home.articles_db.exists():
        return note("index_none", "index_none_fix")
    with Store.open(place.home) as store, closing(opened(store, place.home)) as generation:
        missing = np.setdiff1d(store.live(), generation.versions()).size
        surplus = np.setdiff1d(generation.versions(), store.live()).size
    name = current(place.home)
    if name is None:
        return note("index_none", "index_none_fix")
    manifest = Manifest.read(place.home.index / name)
    manifest.check(place.home.index / name, contents=True)
    if named(place.home) is None:
        return wrong("index_unnamed", "fix_reindex", name=name)
    if missing or surplus:
        return wrong("index_differs", "fix_reindex", missing=missing, surplus=surplus)
    return ok("index_fine", name=name, articles=manifest.articles, passages=manifest.passages)


def scores(place: Place) -> Finding:
    """Does the live index score as rank-bm25 does, over a sample?"""
    from retrieval.corpus.store import Store
    from retrieval.index.generation import Generation
    from retrieval.index.verification import verify

    if not place.home.articles_db.exists():
        return ok("scores_none")
    with closing(Generation.open(place.home)) as generation, Store.open(place.home) as store:
        found = verify(generation, store)
    if found.torn:
        return wrong("scores_torn", "fix_stored", count=found.torn)
    asked, agreed = found.questions, found.agreed
    if agreed < asked:
        return wrong("scores_differ", "fix_stored", count=asked - agreed, questions=asked)
    return ok("scores_fine", agreed=agreed, questions=asked, passages=found.passages)


def lexicon(place: Place) -> Finding:
    from retrieval.index.generation import current
    from retrieval.index.manifest import Manifest
    from retrieval.text.lexicon import Lexicon

    fingerprint = Lexicon.load(place.home.lexicon).fingerprint
    name = current(place.home)
    if name and Manifest.read(place.home.index / name).lexicon != fingerprint:
        return wrong("lexicon_changed", "fix_stored")
    return ok("lexicon_fine", fingerprint=fingerprint)


def learnt(place: Place) -> Finding:
    """Is what was learnt from 👍 in use?"""
    from retrieval.answer.translations import Translations
    from retrieval.text.lexicon import Lexicon

    table = Translations.read(place.home)
    if table is None:
        return ok("learnt_none")
    if table.lexicon != Lexicon.load(place.home.lexicon).fingerprint:
        return note("learnt_stale", "learnt_stale_fix")
    fate = "learnt_used" if table.used else "learnt_unused"
    return ok(fate, count=len(table.words), questions=table.pairs)


def cutting(place: Place) -> Finding:
    """By what are words cut?"""
    if find_spec("rjieba") is None:
        return note("words_slow", "words_slow_fix")
    return ok("words_fine")


def searching(place: Place) -> Finding:
    """Which loop searches? The figures are those of ``docs/speed.md``."""
    if find_spec("numba") is None:
        return note("search_slow", "search_slow_fix")
    return ok("search_fine")


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
    from retrieval.index.generation import leftovers

    pid = home.path / "writer.pid"
    found = leftovers(home) if home.index.is_dir() else []
    return found + ([pid] if pid.exists() else [])


def terminal(place: Place) -> Finding:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding in {"utf8", "gb18030", "gbk", "big5", "big5hkscs"}:
        return ok("terminal_fine", encoding=sys.stdout.encoding)
    return note("terminal_poor", "terminal_poor_fix", encoding=sys.stdout.encoding)


def _database(path: Path, fix: str) -> Finding:
    """Look into a database without changing it; what is missing is made when it is needed."""
    if not path.exists():
        return ok("database_none")
    try:
        with closing(_reader(path)) as connection:
            rows: list[tuple[Any, ...]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        return wrong("database_closed", fix, error=error)
    (said,) = rows[0]
    return ok("database_fine") if said == "ok" else wrong("database_damaged", fix, error=said)


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


CHECKS: tuple[tuple[str, Check], ...] = (
    ("token", token),
    ("admins", admins),
    (".env", env_file),
    ("home", home),
    ("disk", disk),
    ("articles.db", collection),
    ("folders", folders),
    ("chats.db", chats),
    ("index", index),
    ("scores", scores),
    ("lexicon", lexicon),
    ("learnt", learnt),
    ("words", cutting),
    ("search", searching),
    ("cache", cache),
    ("writer", writer),
    ("terminal", terminal),
)
"""All checks, in the order in which they are shown."""


def examine(check: Check, place: Place) -> Finding:
    """The finding; what cannot be checked is wrong, with the sentence that users see elsewhere."""
    try:
        return check(place)
    except WenceError as error:
        return wrong("doctor_unusable", "doctor_reason", reason=error.reason)
    except OSError as error:
        return wrong("doctor_unseen", "doctor_unseen_fix", error=error.strerror)
