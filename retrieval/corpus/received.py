"""What would become of a file that somebody sends, and how is it kept?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path, PurePosixPath

from sqlite_utils.db import Database

from retrieval.corpus.article import Article, Range
from retrieval.corpus.clusters import OPENING, near
from retrieval.corpus.draft import Draft
from retrieval.corpus.identity import digest
from retrieval.corpus.parts import Part, parts
from retrieval.corpus.readers import kind_of
from retrieval.corpus.report import Remark
from retrieval.corpus.reposts import Body, Head
from retrieval.corpus.sketch import sketch
from retrieval.corpus.store import Store
from retrieval.errors import Unreadable, WenceError
from retrieval.home import Home
from retrieval.text.fold import fold_text

COMPARED = 50
"""So many articles of one file are compared with the collection; more would keep people waiting."""
LONGEST_NAME = 120

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class Understood:
    """One article as it was understood."""

    draft: Draft
    shown_title: str
    characters: int
    near: tuple[Article, ...] = ()
    """Articles of the collection that it repeats."""
    kept: Article | None = None
    """The article that was read from the very same bytes, or has the same id."""

    @property
    def doubtful(self) -> tuple[Range, ...]:
        return self.draft.doubtful


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood of a file; nothing is kept yet."""

    name: str
    articles: tuple[Understood, ...]
    refused: tuple[Remark, ...]
    blank: int = 0


def preview(store: Store, name: str, data: bytes, *, max_file_bytes: int) -> Preview:
    """Read a file without keeping it; also from a thread, and while another process writes.

    Raises:
        Unreadable: it is empty, too large, of an unknown type, or damaged.
    """
    if kind_of(name) is None:
        raise Unreadable(
            "Files of this type are not read: the README lists those that are.", kind="type"
        )
    if not data:
        raise Unreadable("The file is empty.", kind="empty")
    found: list[Understood] = []
    refused: list[Remark] = []
    blank = 0
    for part in parts(name, BytesIO(data), max_file_bytes):
        drafts = part if isinstance(part, Remark) else part.drafts()
        if isinstance(drafts, Remark):
            refused.append(drafts)
        elif isinstance(drafts, Unreadable):
            if isinstance(part, Part) and part.line is None and part.member is None:
                raise drafts
            refused.append(Remark(part.shown if isinstance(part, Part) else name, str(drafts)))
        elif isinstance(part, Part):
            blank += not drafts
            compare = len(found) < COMPARED
            found.extend(_understood(store, part, draft, compare) for draft in drafts)
    return Preview(name, tuple(found), tuple(refused), blank)


def deposit(home: Home, name: str, data: bytes) -> Path:
    """Put a file among the received ones; ``index_paths(home, [home.received])`` takes it in.

    A file of the same content is not kept twice; another one of the same name gets a number.

    Raises:
        WenceError: the home cannot be written to.
    """
    try:
        home.received.mkdir(mode=0o700, parents=True, exist_ok=True)
        for candidate in _names(name):
            path = home.received / candidate
            if not path.exists():
                partial = path.with_name(f".{path.name}.part")
                partial.write_bytes(data)
                partial.replace(path)
                return path
            if path.read_bytes() == data:
                return path
    except OSError as error:
        raise WenceError(
            f"{home.received} cannot be written to ({error.strerror}): see to its disk and rights."
        ) from error
    raise AssertionError("the names are endless")


def _understood(store: Store, part: Part, draft: Draft, compare: bool) -> Understood:
    article = Article(id="", key="", text=draft.text, title=draft.title)
    kept = _kept(store, part, draft) if compare else None
    repeated = _near(store, draft) if compare and kept is None else []
    return Understood(draft, article.shown_title, len(draft.text), tuple(repeated), kept)


def _kept(store: Store, part: Part, draft: Draft) -> Article | None:
    row = store.connection.execute(
        "SELECT live FROM articles WHERE live IS NOT NULL AND (hash = ? OR id = ?)",
        [digest(part.raw), draft.id],
    ).fetchone()
    return store.article(row[0]) if row else None


def _near(store: Store, draft: Draft) -> list[Article]:
    found = sketch(fold_text(draft.text))
    if found is None:
        return []
    head = Head.of(draft.title, draft.date, draft.text[:OPENING])
    numbers = near(Database(store.connection), found, head, Body.of(draft.text))
    return [store.article(n) for n in numbers]


def _names(name: str) -> Iterator[str]:
    """The name without what a file system minds, then the same with 2, 3, …"""
    plain = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)
    plain = _UNSAFE.sub("_", plain).lstrip(".~") or "file"
    stem, dot, suffix = plain.partition(".")
    stem = stem.encode()[:LONGEST_NAME].decode("utf-8", "ignore")
    yield f"{stem}{dot}{suffix}"
    for number in count(2):
        yield f"{stem}-{number}{dot}{suffix}"
