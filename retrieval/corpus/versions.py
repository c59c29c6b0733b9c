"""What did an article say when it was quoted? Its versions stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.corpus.article import Article
from retrieval.errors import UnknownArticle


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an article had."""

    version: int
    """1, 2, …"""
    n: int
    taken: str
    """When it was taken in: ISO 8601, UTC."""
    live: bool
    """Does it count now?"""


class Kept(Protocol):
    """Where versions are kept."""

    def history(self, name: str) -> list[Version]:
        """As ``history``."""

    def read(self, versions: Sequence[int]) -> list[Article]:
        """These versions, in their order."""


def history(connection: sqlite3.Connection, name: str) -> list[Version]:
    """The versions of the article with that id or key, the newest first.

    An article whose file is gone still has them; one that the operator removed does not.

    Raises:
        UnknownArticle: there never was one, or it was removed.
    """
    rows = connection.execute(
        "SELECT v.version, v.n, v.taken, a.live IS v.n, a.id FROM articles a"
        " JOIN versions v USING (article) WHERE (a.id = ?1 OR a.key = lower(?1)) AND NOT a.banned"
        " ORDER BY a.id <> ?1, v.version DESC",
        [name],
    ).fetchall()
    if not rows:
        raise UnknownArticle("article_unknown", name=name)
    return [
        Version(version, n, taken, bool(live))
        for version, n, taken, live, id in rows
        if id == rows[0][4]
    ]


def version_of(kept: Kept, name: str, version: int) -> Article:
    """The article with that id or key as it was in one of its versions.

    Raises:
        UnknownArticle: there is none.
    """
    found = kept.history(name)
    for one in found:
        if one.version == version:
            return kept.read([one.n])[0]
    known = ", ".join(str(one.version) for one in reversed(found))
    raise UnknownArticle("version_of_article_unknown", name=name, version=version, known=known)


def quoted(kept: Kept, name: str, quote: str) -> Version:
    """The newest version of the article that holds the quote.

    Raises:
        UnknownArticle: no version holds it.
    """
    for one in kept.history(name):
        if quote in kept.read([one.n])[0].text:
            return one
    raise UnknownArticle("quote_unknown", name=name)
