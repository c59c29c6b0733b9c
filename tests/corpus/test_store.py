"""The collection, read through the front door."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.corpus import schema
from retrieval.corpus.schema import MIGRATIONS
from retrieval.corpus.store import Store
from retrieval.errors import UnknownArticle, WenceError
from retrieval.home import Home


def test_an_empty_collection_is_a_normal_state(tmp_path: Path) -> None:
    with Store.open(Home(tmp_path)) as store:
        assert store.count() == 0
        assert not [*store.articles(), *store.indexed(), *store.terms()]
        assert store.live().size == 0
        assert store.resolve("a.txt") is None
        with pytest.raises(UnknownArticle, match="wence articles"):
            store.get("a7k2")
        with pytest.raises(UnknownArticle, match="wence reindex"):
            store.article(1)


def test_a_store_is_read_from_any_thread(tmp_path: Path) -> None:
    with Store.open(Home(tmp_path)) as store, ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: store.count(), range(20))) == [0] * 20


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "articles.db").write_bytes(b"no database at all, but long enough to be seen" * 9)
    with pytest.raises(WenceError, match="wence doctor"):
        Store.open(Home(tmp_path))


def test_a_collection_has_seen_every_migration(tmp_path: Path) -> None:
    with Store.open(Home(tmp_path)) as store:
        mode, version = (
            store.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "user_version")
        )
    assert (mode, version) == ("wal", len(MIGRATIONS))


def test_only_what_a_collection_has_not_seen_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(Home(tmp_path)).close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (n INTEGER)"))
    for _ in range(2):
        with Store.open(Home(tmp_path)) as store:
            assert store.connection.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_a_migration_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(Home(tmp_path)).close()
    broken = "CREATE TABLE later (n INTEGER);\nINSERT INTO nowhere VALUES (1)"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, broken))
        with pytest.raises(WenceError, match="wence doctor"):
            Store.open(Home(tmp_path))
    with Store.open(Home(tmp_path)) as store, pytest.raises(sqlite3.OperationalError):
        store.connection.execute("SELECT * FROM later")
