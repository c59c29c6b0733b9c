"""How is a row of the collection written as a line of JSON, and read again?

    files.jsonl        path, name, size, mtime, hash of each remembered file
    corrections.jsonl  path, sidecar, fields
    decisions.jsonl    by, id, holds: the operator's word on a repeal
    articles.jsonl     id, key, file (the line of files.jsonl, from 0), member, line, hash, live,
                       banned
    versions.jsonl     id, version, the content, taken, start and size in sources.bin, tokens
    sources.bin        the bytes that the versions were read from
    terms.jsonl, tokens.bin    what was cut, see ``tokens``

Hashes are hexadecimal, paths text in which other bytes are lone surrogates. The lines stand in the
order in which their rows came into the collection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from retrieval.corpus.article import METADATA
from retrieval.corpus.columns import fields_of
from retrieval.corpus.draft import Draft

FILES, CORRECTIONS, DECISIONS = "files.jsonl", "corrections.jsonl", "decisions.jsonl"
ARTICLES, VERSIONS, SOURCES = "articles.jsonl", "versions.jsonl", "sources.bin"
TERMS, TOKENS = "terms.jsonl", "tokens.bin"
NAMES = (FILES, CORRECTIONS, DECISIONS, ARTICLES, VERSIONS, SOURCES, TERMS, TOKENS)

Record = Mapping[str, Any]


def content_record(row: Iterable[Any]) -> dict[str, Any]:
    """What stands in ``COLUMNS``; what is empty is left out."""
    fields = fields_of(list(row))
    return {name: value for name, value in fields.items() if value or name == "text"}


def draft_of(record: Record) -> Draft:
    """The article that such a record tells of."""
    content: dict[str, Any] = {name: record.get(name) for name in METADATA}
    return Draft(
        id=record["id"],
        **content,
        doubtful=tuple(map(tuple, record.get("doubtful", ()))),
        levels=tuple(map(tuple, record.get("levels", ()))),
        inferred=tuple(record.get("inferred", ())),
        meta=record.get("meta", {}),
        text=record["text"],
    )


def write_lines(path: Path, records: Iterable[Any]) -> None:
    """Write a file of records."""
    dumps = json.JSONEncoder(ensure_ascii=False).encode
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for record in records:
            file.write(dumps(record) + "\n")


def read_lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for line in file:
            yield json.loads(line)
