"""Other processes prepare what this one would."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from retrieval.corpus.ingest.files.parts import Part
from retrieval.corpus.ingest.preparation import Prepared, Preparer
from retrieval.corpus.ingest.workers import ALONE, Worker, prepare_all
from retrieval.corpus.readers.paged import recognition
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.corpus.readers.scanned import Print, scanned
from tests.corpus.readers.test_scans import needs_extra
from tests.fonts import needs_font

JOBS = [
    (number, [Part("a.txt", f"第{number}条 示例市第{number % 3}号办法。".encode())] * 3)
    for number in range(30)
]


def words(results: list[tuple[int, Prepared, int]]) -> list[list[str]]:
    """The terms of each part, whoever numbered them."""
    vocabularies: dict[int, list[str]] = {}
    found: list[list[str]] = []
    for _, prepared, who in results:
        terms = vocabularies.setdefault(who, [])
        terms.extend(prepared.fresh)
        for part in prepared.parts:
            assert isinstance(part, list)
            ids = memoryview(part[0][1].words).cast("i")
            found.append([terms[id] for id in ids])
    return found


def test_workers_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    tokenizer = Tokenizer(Lexicon.load(), tmp_path)
    alone = list(prepare_all(JOBS, tokenizer, workers=0))
    together = list(prepare_all(JOBS, tokenizer, workers=2))
    assert {who for _, _, who in alone} == {0}
    assert {who for _, _, who in together} > {0}
    assert [mark for mark, _, _ in together] == list(range(len(JOBS)))
    assert words(together) == words(alone)


def test_a_worker_that_is_killed_costs_time_only(tmp_path: Path) -> None:
    worker = Worker(Tokenizer(Lexicon.load(), tmp_path))
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    assert isinstance(worker.submit(JOBS[0][1]).exception(timeout=30), OSError | EOFError)
    worker.close()


def test_little_to_do_starts_no_worker(tmp_path: Path) -> None:
    tokenizer = Tokenizer(Lexicon.load(), tmp_path)
    found = list(prepare_all(JOBS[:ALONE], tokenizer, workers=2))
    assert {who for _, _, who in found} == {0}
    assert len(Preparer(tokenizer).prepare(JOBS[0][1]).parts) == 3


def test_what_cannot_be_sent_ends_the_worker_rather_than_all_waiting() -> None:
    tokenizer = Tokenizer(Lexicon.load())
    worker = Worker(tokenizer)
    parts: list[Part] = [lambda: None]  # type: ignore[list-item]
    with pytest.raises(EOFError):
        worker.submit(parts).result(timeout=10)
    worker.close()


@needs_extra
@needs_font
def test_pages_that_a_worker_recognises_are_told_of_too(tmp_path: Path) -> None:
    png = scanned(
        ["示例通知", "小型车每小时收费五元，大型车每小时收费八元。"], Print(dpi=150, points=16)
    )
    jobs = [(number, [Part("a.png", png)]) for number in range(ALONE + 1)]
    told: list[tuple[int, int]] = []
    tokenizer = Tokenizer(Lexicon.load(), tmp_path)
    with recognition.watched(lambda done, total: told.append((done, total))):
        found = list(prepare_all(jobs, tokenizer, workers=1))
    assert {who for _, _, who in found} == {0, 1}
    assert told == [(1, 1)] * len(jobs)
