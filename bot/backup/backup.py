"""How is a home backed up while it is in use?

The databases are copied by SQLite's backup in one step, which sees one state of each whoever writes
meanwhile. The index is left out: it is built from the articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.backup.archive import BACKUP, Manifest, new_archive
from bot.db.database import is_emptied
from bot.settings import Settings, as_env
from retrieval.errors import WenceError, unusable
from retrieval.home import Home
from retrieval.reasons import error_name

DAMAGE = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def back_up(home: Home, settings: Settings, path: Path) -> Manifest:
    """Write everything of a home that cannot be made again into one file.

    The file gets its name once it is complete and on the disk. It holds the key of the hashes, so
    only its owner may read it; it does not hold the token.

    Raises:
        WenceError: there is no home, it cannot be read, the file is there already or cannot be
            written, a database is damaged.
    """
    if not home.path.is_dir():
        raise WenceError("backup_no_home", home=str(home.path))
    if is_emptied(home):
        raise WenceError("chats_emptied", path=str(home.chats_db))
    manifest = Manifest.begin(BACKUP, home=str(home.path))
    with (
        new_archive(path, BACKUP, manifest) as writer,
        TemporaryDirectory(dir=path.absolute().parent) as directory,
    ):
        for database in (home.articles_db, home.chats_db, home.follow_db):
            if database.exists():
                copy = Path(directory) / database.name
                _copy(database, copy)
                if database == home.articles_db:
                    manifest.articles = _count(copy)
                writer.add(database.name, copy)
                copy.unlink()
        for name, file in _files(home):
            writer.add(name, file)
        writer.add_bytes("settings.env", as_env(settings).encode())
    return manifest


def _copy(database: Path, copy: Path) -> None:
    """One state of a database, which is looked through.

    Raises:
        WenceError: it is damaged.
    """
    try:
        address = f"{database.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, timeout=30)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            (said,) = target.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        name = error_name(error)
        if name in DAMAGE:
            raise WenceError("backup_of_damage", path=str(database), error=name) from error
        raise unusable("file_not_written", path=str(copy), error=error) from error
    if said != "ok":
        raise WenceError("backup_of_damage", path=str(database), error="SQLITE_CORRUPT")


def _count(copy: Path) -> int:
    with closing(sqlite3.connect(copy)) as db:
        (count,) = db.execute("SELECT count(*) FROM articles WHERE live IS NOT NULL").fetchone()
    return int(count)


def _files(home: Home) -> Iterator[tuple[str, Path]]:
    """(name, path) of what lies beside the databases."""
    for path in (home.chats_key, home.learnt):
        if path.exists():
            yield path.name, path
    for folder in sorted(BACKUP.folders):
        for path in sorted((home.path / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home.path).as_posix(), path
