"""Files that are not as files should be: bounded cost, one clear line each, nothing lost."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from retrieval.corpus.ingest.intake import refresh, take_in
from retrieval.corpus.store import Store
from retrieval.reasons import because
from tests.corpus.ingest.files import FIRST, SECOND, counts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    path.mkdir()
    (path / "good.txt").write_text(FIRST, encoding="utf-8")
    return path


def test_a_gigabyte_of_text_is_refused_unread(store: Store, folder: Path) -> None:
    (folder / "huge.txt").touch()
    os.truncate(folder / "huge.txt", 1 << 30)
    began = time.monotonic()
    report = take_in(store, [folder])
    assert time.monotonic() - began < 5
    (refused,) = report.refused
    assert (refused.file, refused.reason.code) == ("huge.txt", "file_too_large")
    assert report.new.total() == 1


def test_a_line_without_end_is_refused_in_bounded_memory(store: Store, folder: Path) -> None:
    line = json.dumps({"id": "last", "text": SECOND})
    with (folder / "a.jsonl").open("w", encoding="utf-8") as file:
        file.write("x" * 30_000_000 + "\n" + line)
    report = take_in(store, [folder], max_file_bytes=1_000_000)
    assert [remark.file for remark in report.refused] == ["a.jsonl:1"]
    assert store.get("last").text.strip() == SECOND.strip()


def test_ten_thousand_empty_files(store: Store, folder: Path) -> None:
    for number in range(10_000):
        (folder / f"{number}.txt").touch()
    began = time.monotonic()
    report = take_in(store, [folder])
    assert time.monotonic() - began < 30
    assert len(report.refused) == 10_000
    assert report.new.total() == 1


def test_a_file_that_changes_while_it_is_read_is_read_again(store: Store, folder: Path) -> None:
    path = folder / "a.jsonl"
    lines = [
        json.dumps({"id": str(number), "text": f"{number}。{FIRST}"}) for number in range(2500)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def append(stage: str, done: int, total: int | None) -> None:
        if path.stat().st_size == size:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"id": "late", "text": SECOND}))

    size = path.stat().st_size
    report = take_in(store, [folder], on_progress=append)
    assert [remark.file for remark in report.doubtful] == ["a.jsonl"]
    refresh(store)
    assert store.get("late").text.strip() == SECOND.strip()
    assert counts(refresh(store)) == (0, 0, 2502, 0)


def test_a_file_that_goes_before_it_is_read_is_reported(store: Store, folder: Path) -> None:
    lines = "\n".join(json.dumps({"id": str(n), "text": f"{n}。{FIRST}"}) for n in range(2500))
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")

    def take_away(stage: str, done: int, total: int | None) -> None:
        (folder / "good.txt").unlink(missing_ok=True)

    report = take_in(store, [folder], on_progress=take_away)
    assert [remark.file for remark in report.refused] == ["good.txt"]
    assert store.count() == 2500


def test_many_bad_lines_are_counted_not_listed(store: Store, folder: Path) -> None:
    (folder / "a.jsonl").write_text("{\n" * 500, encoding="utf-8")
    report = take_in(store, [folder])
    assert len(report.refused) == 21
    assert report.refused[-1].reason == because("further_refusals", count=480)


def test_links_that_turn_in_circles_and_lead_nowhere(store: Store, folder: Path) -> None:
    (folder / "round").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "far.txt").symlink_to("/nowhere/at/all.txt")
    report = take_in(store, [folder])
    assert [remark.file for remark in report.refused] == ["far.txt"]
    assert report.new.total() == 1


def test_the_home_is_never_taken_in(store: Store, tmp_path: Path) -> None:
    (tmp_path / "home" / "left.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "a.txt").write_text(SECOND, encoding="utf-8")
    assert take_in(store, [tmp_path]).new == {"a.txt": 1}


def test_folders_without_end(store: Store, folder: Path) -> None:
    deep = folder.joinpath(*["d"] * 150)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(SECOND, encoding="utf-8")
    report = take_in(store, [folder])
    assert [remark.reason for remark in report.refused] == [because("too_deep")]
    assert report.new.total() == 1
