"""What was refused is remembered until it is read, or gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.corpus.ingest.forgotten_paths import forget_path
from retrieval.corpus.ingest.intake import refresh, take_in
from retrieval.corpus.ingest.refusals import refusals
from retrieval.corpus.store import Store

GOOD = '{"id": "a", "text": "停车每小时收费五元。"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file that is none, and one with a bad line."""
    path = tmp_path / "articles"
    path.mkdir()
    (path / "broken.pdf").write_bytes(b"no pdf")
    (path / "lines.jsonl").write_text(f"{GOOD}not json\n", encoding="utf-8")
    return path


def refused(store: Store) -> list[tuple[str, str]]:
    found, count = refusals(store, 100)
    assert len(found) == count
    return [(remark.file, remark.reason.code) for remark in found]


def test_it_is_remembered_also_of_a_file_that_is_not_read_again(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    expected = [("broken.pdf", "file_damaged"), ("lines.jsonl:2", "line_not_json")]
    assert refused(store) == expected
    assert [remark.file for remark in refresh(store).refused] == ["broken.pdf"]
    assert refused(store) == expected


def test_what_is_mended_or_gone_is_forgotten(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    (folder / "broken.pdf").unlink()
    refresh(store)
    assert refused(store) == [("lines.jsonl:2", "line_not_json")]
    (folder / "lines.jsonl").write_text(GOOD, encoding="utf-8")
    take_in(store, [folder / "lines.jsonl"])
    assert refused(store) == []


def test_one_file_says_nothing_of_the_others(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    other = folder / "other.pdf"
    other.write_bytes(b"no pdf either")
    take_in(store, [other])
    assert [file for file, _ in refused(store)] == ["broken.pdf", "lines.jsonl:2", "other.pdf"]


def test_a_folder_that_is_away_is_named_until_it_is_back(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    away = folder.rename(folder.with_name("away"))
    refresh(store)
    assert (str(folder), "gone_but_kept") in refused(store)
    away.rename(folder)
    refresh(store)
    assert [file for file, _ in refused(store)] == ["broken.pdf", "lines.jsonl:2"]


def test_a_path_that_is_forgotten_takes_its_refusals_along(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    forget_path(store, folder, remove=False)
    assert refused(store) == []
