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
from collections.abc import Callable
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
    """Is it as it should be, worth knowing, or to be mended?"""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. ``mend`` says what to do, where something is to be done."""

    state: State
    said: str
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What the checks look at."""

    home: Home
    settings: Settings


Check = Callable[[Place], Finding]


def ok(said: str) -> Finding:
    return Finding(State.OK, said)


def note(said: str, mend: str | None = None) -> Finding:
    return Finding(State.NOTE, said, mend)


def wrong(said: str, mend: str) -> Finding:
    return Finding(State.WRONG, said, mend)


def token(place: Place) -> Finding:
    """Its shape only: whether Telegram knows it, ``wence serve`` will see."""
    secret = place.settings.token
    if secret is None:
        return note("there is none", "set WENCE_TOKEN in .env to run the bot on Telegram")
    if not _TOKEN.fullmatch(secret.get_secret_value()):
        return wrong(
            "it is not of the shape 123456789:AA…",
            "copy it from @BotFather again, in one piece, into WENCE_TOKEN",
        )
    return ok("it is of the right shape")


def admins(place: Place) -> Finding:
    ids = place.settings.admin_ids
    if not ids:
        return note("there is none", "set WENCE_ADMIN_IDS to be able to say /reindex in the chat")
    if any(id <= 0 for id in ids):
        return wrong("an id is negative: that is a group", "put ids of people into WENCE_ADMIN_IDS")
    return ok(f"{len(ids)} of them")


def env_file(place: Place) -> Finding:
    path = Path(".env")
    if not path.exists():
        return ok("there is none in the working directory")
    if path.stat().st_mode & _OTHERS and _HOLDS_TOKEN.search(path.read_bytes()):
        return wrong("it holds the token, and others may read it", "chmod 600 .env")
    return ok("it tells nobody else the token")


def home(place: Place) -> Finding:
    path = place.home.path
    if not path.exists():
        return note(f"{path} does not exist yet", "wence index PATH makes it")
    if not path.is_dir():
        return wrong(f"{path} is not a directory", "name another one with --home or WENCE_HOME")
    if not os.access(path, os.W_OK | os.X_OK):
        return wrong(f"{path} cannot be written to", f"make it yours: chown -R $USER {path}")
    if path.stat().st_mode & _OTHERS:
        return wrong(f"others may look into {path}", f"chmod 700 {path}")
    return ok(str(path))


def space(place: Place) -> Finding:
    path = place.home.path
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    said = f"{free / 1e9:,.1f} GB free"
    return ok(said) if free >= ENOUGH_BYTES else wrong(said, f"make room on the disk of {path}")


def collection(place: Place) -> Finding:
    return _database(
        place.home.articles_db,
        "move articles.db* away, then `wence index` your folders again: it is made from them",
    )


def folders(place: Place) -> Finding:
    """Are the paths still there that ``wence reindex`` reads?"""
    path = place.home.articles_db
    if not path.exists():
        return ok("none is remembered")
    try:
        with closing(_reader(path)) as connection:
            rows = connection.execute("SELECT path FROM roots").fetchall()
    except sqlite3.Error:
        return note("they cannot be looked up, see articles.db")
    gone = [os.fsdecode(name) for (name,) in rows if not os.path.lexists(name)]
    if gone:
        said = f"{len(gone)} of {len(rows)} remembered paths are gone, such as {gone[0]}"
        return note(said, "put it back, or wence index its new place")
    return ok(f"{len(rows)} remembered, all there")


def chats(place: Place) -> Finding:
    path = place.home.chats_db
    found = _database(path, "put back a copy of chats.db, or move it away to start with none")
    if not path.exists() or found.state is not State.OK:
        return found
    with closing(_reader(path)) as connection:
        if is_newer(Database(connection)):
            said = "a newer version of wence has written it"
            return wrong(said, "install that version again, or put back an older copy of it")
    if path.stat().st_mode & _OTHERS:
        return wrong("others may read it", f"chmod 600 {path}")
    return found


def index(place: Place) -> Finding:
    from retrieval.corpus.store import Store
    from retrieval.index.generation import current, named
    from retrieval.index.manifest import Manifest
    from retrieval.index.provenance import opened

    if not place.home.articles_db.exists():
        return note("nothing has been indexed", "wence index PATH takes articles in")
    with Store.open(place.home) as store, closing(opened(store, place.home)) as generation:
        missing = np.setdiff1d(store.live(), generation.versions()).size
        surplus = np.setdiff1d(generation.versions(), store.live()).size
    name = current(place.home)
    if name is None:
        return note("nothing has been indexed", "wence index PATH takes articles in")
    manifest = Manifest.read(place.home.index / name)
    manifest.check(place.home.index / name, contents=True)
    if named(place.home) is None:
        said = f"CURRENT names no generation; {name}, the newest one, answers"
        return wrong(said, "wence reindex")
    if missing or surplus:
        said = f"{missing} articles are not in the index, {surplus} in it are gone"
        return wrong(said, "wence reindex")
    return ok(
        f"{name}: {manifest.articles} articles, {manifest.passages} passages, all files whole"
    )


def scores(place: Place) -> Finding:
    """Does the live index score as rank-bm25 does, over a sample?"""
    from retrieval.corpus.store import Store
    from retrieval.index.generation import Generation
    from retrieval.index.verification import verify

    if not place.home.articles_db.exists():
        return ok("there is nothing to score")
    with closing(Generation.open(place.home)) as generation, Store.open(place.home) as store:
        found = verify(generation, store)
    again = "wence reindex --stored"
    if found.torn:
        return wrong(f"{found.torn} articles of a sample are indexed otherwise than stored", again)
    if found.agreed < found.questions:
        differ = found.questions - found.agreed
        return wrong(f"{differ} of {found.questions} questions score not as with rank-bm25", again)
    return ok(
        f"they agree with rank-bm25 on {found.agreed} of {found.questions} questions, "
        f"over {found.passages} passages"
    )


def lexicon(place: Place) -> Finding:
    from retrieval.index.generation import current
    from retrieval.index.manifest import Manifest
    from retrieval.text.lexicon import Lexicon

    fingerprint = Lexicon.load(place.home.lexicon).fingerprint
    name = current(place.home)
    if name and Manifest.read(place.home.index / name).lexicon != fingerprint:
        return wrong("it has changed since the index was built", "wence reindex --stored")
    return ok(fingerprint)


def learnt(place: Place) -> Finding:
    """Is what was learnt from 👍 in use?"""
    from retrieval.answer.translations import Translations
    from retrieval.text.lexicon import Lexicon

    table = Translations.read(place.home)
    if table is None:
        return ok("nothing yet")
    if table.lexicon != Lexicon.load(place.home.lexicon).fingerprint:
        return note("it is not used: the lexicon has changed since", "wence learn")
    fate = "in use" if table.used else "not used: it gained too little"
    return ok(f"{len(table.words)} words from {table.pairs} questions, {fate}")


def cutting(place: Place) -> Finding:
    """By what are words cut?"""
    if find_spec("rjieba") is None:
        said = "jieba cuts the words; rjieba would cut the same ones ten times as fast"
        return note(said, "pip install 'wence[words]' (5 MB), or in a checkout make run")
    return ok("rjieba cuts the words")


def searching(place: Place) -> Finding:
    """Which loop searches? The figures are those of ``docs/speed.md``."""
    if find_spec("numba") is None:
        said = (
            "numpy searches; numba would give the same scores 3 to 7 times as fast, "
            "in several threads at once (for many questions, or more than 100,000 passages)"
        )
        return note(said, "pip install 'wence[fast]' (200 MB), or in a checkout make fast")
    return ok("numba searches")


def cache(place: Place) -> Finding:
    """Python's marshal trusts what it reads, so nobody else may write there."""
    path = place.home.cache
    if not path.exists():
        return ok("it is empty")
    for each in [path, *path.iterdir()]:
        if each.stat().st_mode & _OTHERS_WRITE:
            return wrong(f"others may write to {each}", f"rm -r {path}: it is made again")
    return ok("only you can write there")


def writer(place: Place) -> Finding:
    """Who writes, and what did those leave behind that were killed while they wrote?"""
    home = place.home
    lock = home.path / "writer.lock"
    if not lock.exists():
        return ok("nobody has ever written")
    try:
        with FileLock(lock, timeout=0):
            left = left_behind(home)
    except Timeout:
        return note("another process is writing right now")
    except OSError:
        return note("whether another process writes cannot be seen")
    if left:
        names = ", ".join(sorted(path.name for path in left))
        return note(f"a killed run left {names}", "wence reindex takes them away")
    return ok("nobody writes, nothing was left behind")


def left_behind(home: Home) -> list[Path]:
    """What a killed writer leaves; nobody writes meanwhile."""
    from retrieval.index.generation import leftovers

    pid = home.path / "writer.pid"
    found = leftovers(home) if home.index.is_dir() else []
    return found + ([pid] if pid.exists() else [])


def terminal(place: Place) -> Finding:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding in {"utf8", "gb18030", "gbk", "big5", "big5hkscs"}:
        return ok(sys.stdout.encoding)
    return note(f"{sys.stdout.encoding} cannot show Chinese", "export LANG=C.UTF-8")


def _database(path: Path, mend: str) -> Finding:
    """Look into a database without changing it; what is missing is made when it is needed."""
    if not path.exists():
        return ok("there is none yet")
    try:
        with closing(_reader(path)) as connection:
            rows: list[tuple[Any, ...]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        return wrong(f"it cannot be opened ({error})", mend)
    (said,) = rows[0]
    return ok("sound") if said == "ok" else wrong(f"it is damaged ({said})", mend)


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


CHECKS: tuple[tuple[str, Check], ...] = (
    ("token", token),
    ("admins", admins),
    (".env", env_file),
    ("home", home),
    ("disk", space),
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
        said, _, mend = str(error).rstrip(".").rpartition(": ")
        return wrong(said, mend)
    except OSError as error:
        return wrong(f"it cannot be looked at ({error.strerror})", "make the home yours")
