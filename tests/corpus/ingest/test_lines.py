"""Files of many articles, a line each: each line keeps its identity, and counts by itself."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

from retrieval.corpus.ingest.intake import refresh, remove, take_in
from retrieval.corpus.store import Store
from tests.corpus.ingest.files import (
    FIRST,
    SECOND,
    counts,
    cut_off_while_it_is_read,
    numbered,
    write_lines,
)


def test_a_line_without_an_id_keeps_its_identity_when_corrected(
    store: Store, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": FIRST}, {"text": SECOND})
    take_in(store, [path])
    before = {article.id for article in store.articles()}
    write_lines(path, {"text": FIRST.replace("一次", "两次")}, {"text": SECOND})
    assert counts(refresh(store)) == (0, 1, 1, 0)
    assert {article.id for article in store.articles()} == before


def test_a_file_that_was_half_written_when_it_was_read_is_read_again(
    store: Store, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "a.jsonl", *numbered(2000))
    report = cut_off_while_it_is_read(store, path)
    assert "changed_while_read" in {remark.reason.code for remark in report.doubtful}
    assert store.count() == 0
    write_lines(path, *numbered(2000))
    refresh(store)
    assert store.count() == 2000


def test_what_a_half_written_file_does_not_hold_yet_is_not_gone(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    take_in(store, [write_lines(path, *numbered(2000))])
    write_lines(path, *numbered(2000, "改"))
    report = cut_off_while_it_is_read(store, path)
    assert counts(report) == (0, 0, 0, 0)
    assert sum("改" in article.text for article in store.articles()) == 0
    assert store.count() == 2000


def test_lines_have_their_own_ids(store: Store, tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl", {"id": "x", "text": FIRST, "more": 1}, "  \n", {"text": SECOND}, "{\n"
    )
    report = take_in(store, [path])
    assert counts(report) == (2, 0, 0, 0)
    assert report.blank == 1
    assert [remark.file for remark in report.refused] == ["a.jsonl:4"]
    assert store.get("x").file is None
    assert store.resolve("x") == "x"


def test_only_changed_lines_are_taken_in(store: Store, tmp_path: Path) -> None:
    lines = [{"id": str(number), "text": f"第{number}条。{FIRST}"} for number in range(9)]
    path = write_lines(tmp_path / "a.jsonl", *lines)
    take_in(store, [path])
    before = set(store.live())
    write_lines(path, {"id": "3", "text": SECOND}, *lines[4:])
    assert counts(refresh(store)) == (0, 1, 5, 3)
    assert len(set(store.live()) - before) == 1
    assert store.get("3").text.strip() == SECOND.strip()


def test_the_same_id_in_another_file_replaces_and_is_reported(store: Store, tmp_path: Path) -> None:
    first = write_lines(tmp_path / "a.jsonl", {"id": "x", "text": FIRST})
    second = write_lines(tmp_path / "b.jsonl", {"id": "x", "text": SECOND})
    take_in(store, [first])
    report = take_in(store, [second])
    assert [remark.file for remark in report.replaced] == ["b.jsonl:1"]
    assert store.count() == 1
    assert store.get("x").text.strip() == SECOND.strip()
    assert refresh(store).unchanged.total() == 1


def test_an_id_twice_in_one_file_counts_once_and_is_reported(store: Store, tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl", {"id": "x", "text": FIRST}, {"id": "x", "text": SECOND}
    )
    report = take_in(store, [path])
    assert [remark.file for remark in report.doubtful] == ["a.jsonl:2"]
    assert store.get("x").text.strip() == FIRST.strip()


def test_a_line_over_the_limit_is_refused_and_the_next_one_read(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "long", "text": FIRST * 1000}) + "\n")
        file.write(json.dumps({"id": "short", "text": FIRST}) + "\n")
    report = take_in(store, [path], max_file_bytes=5000)
    assert [remark.file for remark in report.refused] == ["a.jsonl.gz:1"]
    assert [article.id for article in store.articles()] == ["short"]


def test_a_damaged_file_takes_nothing_away(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = [json.dumps({"id": str(n), "text": f"{n}{os.urandom(40).hex()}"}) for n in range(2000)]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    take_in(store, [path])
    path.write_bytes(path.read_bytes()[:30_000])
    report = refresh(store)
    assert [remark.file for remark in report.refused] == ["a.jsonl.gz"]
    assert store.count() == 2000


def test_a_removed_line_stays_away_though_its_file_is_given(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    take_in(store, [write_lines(path, *numbered(3))])
    remove(store, ["1"])
    take_in(store, [write_lines(path, *numbered(3, "改"))])
    assert [article.id for article in store.articles()] == ["0", "2"]
