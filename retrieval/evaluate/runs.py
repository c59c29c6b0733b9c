"""Runs on disk: to be compared with one another, and to be read by trec_eval.

A run is a directory with ``records.jsonl`` (what became of each question), ``run.trec`` and
``qrels.trec`` in the formats of TREC.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from retrieval.answer.answer import Verdict
from retrieval.errors import WenceError, unusable
from retrieval.evaluate.measures import Record


def save_run(directory: Path, records: Sequence[Record], tag: str = "wence") -> None:
    """Write a run; what the directory holds of an earlier one is replaced.

    Raises:
        WenceError: the directory cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _write(directory / "records.jsonl", [_as_line(record) for record in records])
        _write(directory / "run.trec", [line for record in records for line in _run(record, tag)])
        _write(directory / "qrels.trec", [line for record in records for line in _qrels(record)])
    except OSError as error:
        raise unusable("run_not_written", path=str(directory), error=error) from error


def load_run(directory: Path) -> list[Record]:
    """The records of a run.

    Raises:
        WenceError: there is no run.
    """
    try:
        lines = (directory / "records.jsonl").read_text(encoding="utf-8").splitlines()
        return [_record(line) for line in lines]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WenceError("run_missing", path=str(directory)) from error


def _as_line(record: Record) -> str:
    return json.dumps(asdict(record), ensure_ascii=False)


def _record(line: str) -> Record:
    read = json.loads(line)
    read["verdict"] = Verdict(read["verdict"])
    read["relevant"] = tuple(read["relevant"])
    read["run"] = tuple(read["run"])
    return Record(**read)


def _run(record: Record, tag: str) -> list[str]:
    """``topic Q0 document rank score tag``; the score only keeps the order."""
    return [
        f"{_field(record.id)} Q0 {_field(id)} {rank} {1.0 / rank:.6f} {tag}"
        for rank, id in enumerate(record.run, 1)
    ]


def _qrels(record: Record) -> list[str]:
    """``topic 0 document relevance``."""
    return [f"{_field(record.id)} 0 {_field(id)} 1" for id in record.relevant]


def _field(id: str) -> str:
    """TREC's fields are separated by spaces."""
    return "_".join(id.split()) or "_"


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
