"""What does an index need of the collection? Each version that counts, with its tokens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.article import headlines_of
from retrieval.corpus.columns import ORIGINS

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedArticle:
    """What an index needs of one version of an article. All arrays are int32."""

    n: int
    """Names this version for good; a changed article has another."""
    id: str
    date: str | None
    origins: str
    """As ``Content.origins``."""
    title: str | None
    headlines: str
    """Kicker, title and subtitle, a line each."""
    text: str
    headline: Ids
    """Term ids of kicker, title and subtitle."""
    passages: Ids
    """(p, 2): start and end of each passage in ``text``."""
    bounds: Ids
    """(p + 1,): the terms of passage ``i`` are ``words[bounds[i]:bounds[i + 1]]``."""
    words: Ids
    """Term ids of the passages, one after another."""


def indexed_articles(connection: sqlite3.Connection, after: int = 0) -> Iterator[IndexedArticle]:
    """What there is to index, by ascending n; only what is newer than version ``after``."""
    rows = connection.execute(
        f"SELECT v.n, a.id, v.date, {ORIGINS}, v.kicker, v.title, v.subtitle, v.text,"
        " t.headline, t.passages, t.bounds, t.words"
        " FROM versions v JOIN articles a USING (article) JOIN tokens t USING (n)"
        " WHERE v.n > ? AND a.live = v.n AND (a.cluster IS NULL OR a.cluster = a.article)"
        " ORDER BY v.n",
        [after],
    )
    for n, id, date, origins, kicker, title, subtitle, text, *blobs in rows:
        headline, passages, bounds, words = (np.frombuffer(blob, "<i4") for blob in blobs)
        yield IndexedArticle(
            n=n,
            id=id,
            date=date,
            origins=origins,
            title=title,
            headlines=headlines_of(kicker, title, subtitle),
            text=text,
            headline=headline,
            passages=passages.reshape(-1, 2),
            bounds=bounds,
            words=words,
        )
