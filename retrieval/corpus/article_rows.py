"""How an article is read from the rows of ``articles.db``."""

from __future__ import annotations

import json
from typing import Any

from retrieval.corpus.article import Article
from retrieval.corpus.columns import COLUMNS, fields_of
from retrieval.corpus.repeals import BY, OF, weighed
from retrieval.text.divisions import Division

EMPTY = "[]"
"""What SQLite makes of no row at all; most articles are neither repealed nor repeal."""

ARTICLES = f"""
SELECT a.id, a.key, v.version,
       CASE WHEN a.line IS NULL THEN coalesce(f.name || '/' || a.member, f.name) END,
       t.outline, j.code, j.name, {BY}, {OF}, {", ".join(f"v.{column}" for column in COLUMNS)}
FROM versions v JOIN articles a USING (article) LEFT JOIN files f USING (file)
LEFT JOIN tokens t USING (n) LEFT JOIN jurisdictions j USING (n)
"""
BY_COLUMN = 7
TAKEN = ARTICLES.replace("SELECT", "SELECT v.taken,", 1)


def article_of(row: tuple[Any, ...]) -> Article:
    """The article of a row of ``ARTICLES``."""
    article, by = stated_by(row), row[BY_COLUMN]
    return article.repealed(weighed(by, article.date)) if by != EMPTY else article


def stated_by(row: tuple[Any, ...]) -> Article:
    """The same by what it says itself."""
    id, key, version, file, packed, code, name, _, of, *content = row
    return Article(
        id=id,
        key=key,
        version=version,
        file=file,
        packed_outline=packed,
        place=Division(code, name) if code else None,
        repeals=tuple(json.loads(of)) if of != EMPTY else (),
        **fields_of(content),
    )
