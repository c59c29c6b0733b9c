"""What are the tables of ``articles.db``?

An article has one row in ``articles``, its identity, and a row in ``versions`` for every text that
it ever had. Rows of ``versions`` never change: an index that was built from them can be read until
it is replaced. ``articles.live`` is the version that counts now, or null where the article is gone.
``articles.next`` is the one that counts once its file has been read to the end: a run may be killed
halfway through a file, and whatever is published then knows nothing of that half.
"""

from __future__ import annotations

import sqlite3

from retrieval.corpus.statements import Statements

FIRST = """
CREATE TABLE roots (              -- the paths that were given, and are read again
    root INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,    -- absolute, in the file system's bytes
    folder INTEGER NOT NULL
);
CREATE TABLE files (
    file INTEGER PRIMARY KEY,
    root INTEGER REFERENCES roots,
    path BLOB NOT NULL UNIQUE,    -- absolute, in the file system's bytes
    name TEXT NOT NULL,           -- as shown: relative to the folder that was given
    size INTEGER,                 -- null: to be read again
    mtime INTEGER,                -- in nanoseconds
    hash BLOB
);
CREATE INDEX files_name ON files (name);
CREATE INDEX files_hash ON files (hash);
CREATE TABLE corrections (        -- by the operator, in articles.csv
    path BLOB PRIMARY KEY,        -- of the file that is corrected
    sidecar BLOB,                 -- of the table; null: for good, since the file has moved
    fields TEXT NOT NULL          -- JSON
);
CREATE TABLE articles (
    article INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    file INTEGER REFERENCES files,
    member TEXT,                  -- inside an archive
    line INTEGER,                 -- of a file with one article a line
    hash BLOB NOT NULL,           -- of the source's bytes
    live INTEGER UNIQUE REFERENCES versions (n),
    banned INTEGER NOT NULL DEFAULT 0,  -- removed by the operator; not taken in again unasked
    cluster INTEGER REFERENCES articles -- the article that stands for this one and its reposts
);
CREATE INDEX articles_file ON articles (file);
CREATE INDEX articles_hash ON articles (hash);
CREATE INDEX articles_cluster ON articles (cluster) WHERE cluster IS NOT NULL;
CREATE TABLE versions (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles,
    version INTEGER NOT NULL,     -- 1, 2, …
    title TEXT, kicker TEXT, subtitle TEXT, source TEXT, author TEXT, date TEXT, url TEXT,
    inferred TEXT,                -- JSON; null for none
    doubtful TEXT,                -- JSON; null for none
    more TEXT,                    -- JSON; null for none
    taken TEXT NOT NULL,          -- the UTC time of taking in
    text TEXT NOT NULL,
    block INTEGER,                -- where the source's bytes are
    start INTEGER,
    size INTEGER
);
CREATE INDEX versions_article ON versions (article);
CREATE TABLE tokens (             -- little-endian int32 arrays
    n INTEGER PRIMARY KEY REFERENCES versions,
    headline BLOB NOT NULL,       -- term ids
    passages BLOB NOT NULL,       -- start and end of each
    bounds BLOB NOT NULL,         -- where the terms of each passage begin and end in words
    words BLOB NOT NULL           -- term ids
);
CREATE TABLE sketches (           -- of texts that are long enough to have near duplicates
    n INTEGER PRIMARY KEY REFERENCES versions,
    sketch BLOB NOT NULL,
    compared INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sketches_fresh ON sketches (n) WHERE NOT compared;
CREATE TABLE blocks (             -- bytes of sources, some of them together, zlib
    block INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,       -- 0, 1, …
    term TEXT NOT NULL UNIQUE
);
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
)
"""


SECOND = """
ALTER TABLE versions ADD COLUMN   -- start and level of the source's headings; JSON, null for none
    levels TEXT;
ALTER TABLE tokens ADD COLUMN     -- little-endian int32; null: not read yet
    outline BLOB
"""

THIRD = """
CREATE TABLE jurisdictions (      -- where versions hold, as far as that is known
    n INTEGER PRIMARY KEY REFERENCES versions,
    code TEXT NOT NULL,           -- of a division; 000000: the whole country
    name TEXT NOT NULL
)
"""

FOURTH = """
ALTER TABLE articles ADD COLUMN   -- counts once its file has been read to the end
    next INTEGER REFERENCES versions (n);
CREATE INDEX articles_next ON articles (file) WHERE next IS NOT NULL
"""

FIFTH = """
CREATE TABLE names (              -- by what versions are known to those that repeal them
    n INTEGER PRIMARY KEY REFERENCES versions,
    name TEXT NOT NULL,
    number TEXT
);
CREATE INDEX names_name ON names (name);
CREATE INDEX names_number ON names (number) WHERE number IS NOT NULL;
CREATE TABLE repeals (            -- what versions state that they repeal
    n INTEGER NOT NULL REFERENCES versions,
    title TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT,
    since TEXT
);
CREATE INDEX repeals_n ON repeals (n);
CREATE INDEX repeals_name ON repeals (name);
CREATE INDEX repeals_number ON repeals (number) WHERE number IS NOT NULL;
CREATE TABLE repeal_decisions (   -- by the operator, where that is not certain
    by_id TEXT NOT NULL,
    id TEXT NOT NULL,
    holds INTEGER NOT NULL,
    PRIMARY KEY (by_id, id)
)
"""

SIXTH = """
CREATE TABLE refusals (           -- what was not taken in, until it is read or gone
    root INTEGER NOT NULL REFERENCES roots,
    file TEXT NOT NULL,           -- as shown
    remark TEXT NOT NULL          -- JSON
);
CREATE INDEX refusals_root ON refusals (root)
"""

MIGRATIONS = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH)
"""Scripts, the oldest first. A file's ``user_version`` is how many of them it has seen."""


class NewerSchema(Exception):
    """The file was written by a newer version."""


def migrate(connection: sqlite3.Connection) -> None:
    """Run the scripts that the file has not seen; two processes may meet in a new home.

    Raises:
        NewerSchema: it has seen more than there are.
    """
    if _seen(connection) > len(MIGRATIONS):
        raise NewerSchema
    if _seen(connection) == len(MIGRATIONS):
        return
    connection.execute("PRAGMA journal_mode=WAL")
    with Statements(connection).transaction():
        for script in MIGRATIONS[_seen(connection) :]:
            for statement in script.split(";\n"):  # ``executescript`` would end the transaction
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _seen(connection: sqlite3.Connection) -> int:
    (seen,) = connection.execute("PRAGMA user_version").fetchone()
    return int(seen)
