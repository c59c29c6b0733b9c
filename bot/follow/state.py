"""`follow.db`: which sites are followed, and what is known of each of their pages.

Written a page at a time, after its file is on the disk: whoever is killed has read up to here.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from bot.follow.addresses import host_of
from retrieval.errors import WenceError, unusable
from retrieval.home import Home

BUSY_SECONDS = 30.0
DAY_S = 86_400
USUAL_S = 6 * 3600
"""How often a site is read where nothing is said."""
NEVER_S = 1000 * 365 * DAY_S
"""What was to be read once is read in a thousand years again."""
ONCE = 0
"""``every_s`` of what is read once."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
    source INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folder TEXT NOT NULL UNIQUE,      -- where its files are, whatever it is called later
    url TEXT NOT NULL UNIQUE,
    every_s INTEGER NOT NULL,
    only_path TEXT NOT NULL,
    depth INTEGER NOT NULL,
    next REAL NOT NULL DEFAULT 0,     -- seconds since 1970
    last REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    told TEXT NOT NULL DEFAULT '',    -- the day on which the admins last heard of it
    untold TEXT NOT NULL DEFAULT '',  -- JSON: what they have not heard yet
    report TEXT NOT NULL DEFAULT ''   -- JSON: what the last run did
);
CREATE TABLE IF NOT EXISTS pages (
    page INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,               -- page, list, feed, sitemap, attachment
    parent TEXT NOT NULL DEFAULT '',  -- the title or address of the page that names it
    address TEXT NOT NULL DEFAULT '', -- after redirects
    file TEXT NOT NULL DEFAULT '',
    hash TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    links TEXT NOT NULL DEFAULT '[]', -- JSON
    failures INTEGER NOT NULL DEFAULT 0,
    gone TEXT NOT NULL DEFAULT '',    -- the day on which it was found to be gone
    seen REAL NOT NULL DEFAULT 0,
    UNIQUE (source, url)
);
CREATE INDEX IF NOT EXISTS pages_address ON pages (source, address);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A site, or a part of one, that is followed."""

    source: int = 0
    name: str
    folder: str = ""
    """Where its files are below the home's folder; it stays when the name changes."""
    url: str
    every_s: int = USUAL_S
    only_path: str = ""
    """What the path of a page holds; empty for what the list names."""
    depth: int = 1
    """How many links lie between the address and a page."""
    next: float = 0
    """When it is to be read again."""
    last: float = 0
    failures: int = 0
    """How many runs in a row have failed."""
    told: str = ""
    untold: str = ""
    report: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it was read once, and is not read again."""
        return self.next >= NEVER_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of one address of a source."""

    page: int = 0
    source: int
    url: str
    kind: str = "page"
    parent: str = ""
    address: str = ""
    file: str = ""
    hash: str = ""
    etag: str = ""
    modified: str = ""
    links: str = "[]"
    failures: int = 0
    gone: str = ""
    seen: float = 0

    @property
    def link_list(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.links)
        return found


_SOURCE = tuple(each.name for each in fields(Source))
_PAGE = tuple(each.name for each in fields(Page))


class FollowState:
    """The rows of ``follow.db``; one thread uses it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    @contextmanager
    def open(cls, home: Home) -> Iterator[Self]:
        """Open it; an empty one is made where there is none.

        Raises:
            WenceError: it cannot be opened.
        """
        home.create()
        try:
            connection = sqlite3.connect(home.follow_db, timeout=BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise unusable("follow_not_opened", path=str(home.follow_db), error=error) from error
        try:
            yield cls(connection)
        finally:
            connection.close()

    def sources(self) -> list[Source]:
        """All of them, in the order in which they came."""
        return self._sources("ORDER BY source")

    def due(self, now: float) -> list[Source]:
        """Those that are to be read, the longest overdue first."""
        return self._sources("WHERE next <= ? ORDER BY next, source", now)

    def named(self, name: str) -> Source:
        """The one with that name or address.

        Raises:
            WenceError: there is none.
        """
        found = self._sources("WHERE name = ? OR url = ?", name, name)
        if not found:
            known = ", ".join(source.name for source in self.sources())
            if not known:
                raise WenceError("nothing_followed")
            raise WenceError("follow_unknown", name=name[:80], known=known)
        return found[0]

    def follow(self, wanted: Source) -> Source:
        """Follow a site; one that is followed already gets what is wanted now.

        Raises:
            WenceError: another one has that name.
        """
        known = self._sources("WHERE url = ?", wanted.url)
        name = wanted.name or (known[0].name if known else self._free_name(wanted.url))
        others = [each for each in self.sources() if each.url != wanted.url]
        if folder_name(name) in {folder_name(each.name) for each in others}:
            raise WenceError("follow_name_taken", name=name)
        folder = _free(folder_name(name), {each.folder for each in others})
        self._db.execute(
            "INSERT INTO sources (name, folder, url, every_s, only_path, depth)"
            " VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET name = excluded.name, every_s = excluded.every_s,"
            " only_path = excluded.only_path, depth = excluded.depth, next = 0",
            (name, folder, wanted.url, wanted.every_s, wanted.only_path, wanted.depth),
        )
        return self.named(wanted.url)

    def unfollow(self, source: Source) -> None:
        """Read it no more, and forget what is known of its pages."""
        with self._transaction():
            self._db.execute("DELETE FROM pages WHERE source = ?", (source.source,))
            self._db.execute("DELETE FROM sources WHERE source = ?", (source.source,))

    def update(self, source: Source, **changed: Any) -> Source:
        """Keep what has changed of a source."""
        assigned = ", ".join(f"{name} = ?" for name in changed)
        self._db.execute(
            f"UPDATE sources SET {assigned} WHERE source = ?", (*changed.values(), source.source)
        )
        return replace(source, **changed)

    def page(self, source: Source, url: str) -> Page | None:
        row = self._db.execute(
            f"SELECT {', '.join(_PAGE)} FROM pages WHERE source = ? AND url = ?",
            (source.source, url),
        ).fetchone()
        return None if row is None else _page(row)

    def moved(self, source: Source, url: str) -> Page | None:
        """The page that was found behind a redirect to this address; it has this one from now."""
        self._db.execute(
            "UPDATE pages SET url = :url WHERE page = (SELECT min(page) FROM pages"
            " WHERE source = :source AND address = :url AND file <> '')",
            {"source": source.source, "url": url},
        )
        return self.page(source, url)

    def pages(self, source: Source) -> list[Page]:
        """All addresses of a source, in the order in which they came."""
        rows = self._db.execute(
            f"SELECT {', '.join(_PAGE)} FROM pages WHERE source = ? ORDER BY page",
            (source.source,),
        ).fetchall()
        return [_page(row) for row in rows]

    def keep(self, page: Page) -> None:
        """Write what is known of a page now."""
        names = _PAGE[1:]
        values = [getattr(page, name) for name in names]
        self._db.execute(
            f"INSERT INTO pages ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            " ON CONFLICT (source, url) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in names[2:]),
            values,
        )

    def _sources(self, where: str, *values: Any) -> list[Source]:
        rows = self._db.execute(f"SELECT {', '.join(_SOURCE)} FROM sources {where}", values)
        return [Source(**dict(zip(_SOURCE, row, strict=True))) for row in rows.fetchall()]

    def _free_name(self, url: str) -> str:
        taken = {source.name for source in self.sources()}
        return _free(folder_name(host_of(url).removeprefix("www.")), taken)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise


def sources_of(home: Home) -> list[Source]:
    """All that is followed; where nothing is, no file is made for it."""
    if not home.follow_db.exists():
        return []
    with FollowState.open(home) as state:
        return state.sources()


def folder_name(name: str) -> str:
    """A name as a folder may have it."""
    return re.sub(r'[\x00-\x20/\\:*?"<>|]+', "-", name).strip(".-")[:80] or "site"


def _free(stem: str, taken: set[str]) -> str:
    """The stem, with a number where that is taken."""
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _page(row: Sequence[Any]) -> Page:
    return Page(**dict(zip(_PAGE, row, strict=True)))
