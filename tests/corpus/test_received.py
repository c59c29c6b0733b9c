"""A file that somebody sends: understood first, kept when asked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.corpus.intake import take_in
from retrieval.corpus.received import deposit, preview
from retrieval.corpus.store import Store
from retrieval.errors import Unreadable
from retrieval.home import Home
from tests.corpus.test_reposts import STORY

LIMIT = 1_000_000


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    with Store.open(home, write=True) as opened:
        yield opened


def test_a_preview_shows_what_was_understood_and_keeps_nothing(store: Store) -> None:
    data = f"示例市公积金新规\n\n{STORY}".encode()
    (article,) = preview(store, "a.txt", data, max_file_bytes=LIMIT).articles
    assert article.shown_title == "示例市公积金新规"
    assert article.characters == len(article.draft.text)
    assert (article.near, article.kept) == ((), None)
    assert store.count() == 0


def test_near_duplicates_and_kept_files_are_shown(store: Store, home: Home) -> None:
    data = STORY.encode()
    deposit(home, "a.txt", data)
    take_in(store, [home.received])
    kept = next(store.articles())
    (again,) = preview(store, "b.txt", data, max_file_bytes=LIMIT).articles
    assert again.kept == kept
    other = "示例网讯（记者王红）".encode() + data
    (repost,) = preview(store, "c.txt", other, max_file_bytes=LIMIT).articles
    assert repost.kept is None
    assert repost.near == (kept,)


def test_a_zip_shows_its_files_and_what_is_wrong_with_some(store: Store) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", STORY)
        archive.writestr("b.txt", "")
        archive.writestr("c.jsonl", json.dumps({"text": STORY}) + "\n\n{\n")
    found = preview(store, "a.zip", packed.getvalue(), max_file_bytes=LIMIT)
    assert len(found.articles) == 2
    assert [remark.file for remark in found.refused] == ["a.zip/b.txt", "a.zip/c.jsonl, line 3"]
    assert found.blank == 1


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.exe", b"MZ", "type"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"x" * 2000, "large"),
        ("a.txt", b"\x00\x01\x02" * 50, "binary"),
        ("a.jsonl.gz", b"no gzip", "damaged"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    store: Store, name: str, data: bytes, kind: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        preview(store, name, data, max_file_bytes=1000)
    assert caught.value.kind == kind
    assert str(caught.value).count("\n") == 0


def test_a_received_file_keeps_its_name_and_never_replaces_another(home: Home) -> None:
    first = deposit(home, "../通知.txt", b"1")
    assert first == home.received / "通知.txt"
    assert deposit(home, "通知.txt", b"1") == first
    assert deposit(home, "通知.txt", b"2").name == "通知-2.txt"
    assert deposit(home, ".a:b?.txt", b"3").name == "a_b_.txt"
    assert deposit(home, "长" * 300 + ".txt", b"4").read_bytes() == b"4"


def test_what_was_received_is_read_again_with_the_rest(store: Store, home: Home) -> None:
    deposit(home, "a.txt", STORY.encode())
    report = take_in(store, [home.received])
    assert report.new.total() == 1
    assert next(store.articles()).file == "a.txt"
    deposit(home, "b.txt", f"又一篇。{STORY[:60]}".encode())
    assert take_in(store, [home.received]).new.total() == 1
