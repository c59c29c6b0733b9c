"""Files to be taken in, and what came of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from retrieval.corpus.article import Article
from retrieval.corpus.ingest.intake import take_in
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store

FIRST = "示例市发布公积金新规。职工购房可以提取住房公积金，每年一次。\n"
SECOND = "示例市调整医保报销比例。异地就医须先备案，备案后直接结算。\n"


def counts(report: Report) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, removed)"""
    kinds = (report.new, report.changed, report.unchanged, report.removed)
    return tuple(kind.total() for kind in kinds)  # type: ignore[return-value]


def by_file(store: Store) -> dict[str | None, Article]:
    return {article.file: article for article in store.articles()}


def write_lines(path: Path, *lines: object) -> Path:
    text = "".join(line if isinstance(line, str) else f"{json.dumps(line)}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def numbered(count: int, said: str = "") -> list[dict[str, str]]:
    return [{"id": str(n), "text": f"{said}第{n}条。{FIRST}"} for n in range(count)]


def cut_off_while_it_is_read(store: Store, path: Path) -> Report:
    """Take in a file that somebody is writing anew: halfway through, the rest is not there."""
    whole = path.stat().st_size

    def cut_off(stage: str, done: int, total: int | None) -> None:
        if stage == "reading" and path.stat().st_size == whole:
            os.truncate(path, whole // 2)

    return take_in(store, [path], on_progress=cut_off)
