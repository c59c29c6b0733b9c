"""The collection, read through the front door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.corpus import store as module
from retrieval.corpus.schema import migrations
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


def test_readers_know_how_many_migrations_there_are(tmp_path: Path) -> None:
    assert len(migrations._migrations) == module.SCHEMA
    with Store.open(Home(tmp_path)) as store:
        mode, version = (
            store.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "user_version")
        )
        assert (mode, version) == ("wal", module.SCHEMA)
