"""How is a prepared batch written as a line of JSON, and read again?

A line has the terms that were met for the first time, and the events of the batch in their order:
``file`` begins one, with the digest of all its bytes; ``item`` is a part of it with what was
understood; ``end`` says whether all of it was read.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from retrieval.corpus.columns import fields_of, row_of
from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.files.parts import Part
from retrieval.corpus.ingest.files.reading import Item, Reading
from retrieval.corpus.ingest.preparation import Understood
from retrieval.corpus.ingest.tokenisation import Tokenised
from retrieval.corpus.metadata.repeals import Lineage, Stated
from retrieval.corpus.readers.jsonl import Line
from retrieval.reasons import Reason
from retrieval.text.divisions import Division

Record = dict[str, Any]
_BYTES = [each.name for each in fields(Tokenised) if each.type in ("bytes", "bytes | None")]


def item_record(item: Item, understood: Understood) -> Record:
    """A part of a file, and what was understood of it."""
    part = item.part
    return {
        "name": part.name,
        "raw": packed(part.raw),
        "line": part.line.number if part.line else None,
        "member": part.member,
        "hash": packed(item.hash),
        "understood": understood.as_json()
        if isinstance(understood, Reason)
        else [_article_record(*each) for each in understood],
    }


def item_of(record: Mapping[str, Any], reading: Reading) -> tuple[Item, Understood]:
    """What ``item_record`` gave."""
    raw, number = unpacked(record["raw"]), record["line"]
    line = None if number is None else Line(number, raw, lambda *_: None)
    part = Part(record["name"], raw, line, record["member"])
    found = record["understood"]
    understood = Reason.from_json(found) if isinstance(found, dict) else [*map(_article_of, found)]
    return Item(reading, part, unpacked(record["hash"])), understood


def _article_record(draft: Draft, tokens: Tokenised) -> Record:
    place, lineage = tokens.jurisdiction, tokens.lineage
    repeals = [[each.title, each.name, each.number] for each in lineage.repeals]
    return {
        "id": draft.id,
        "content": row_of(draft),
        "warnings": [warning.as_json() for warning in draft.warnings],
        **{name: packed(getattr(tokens, name)) for name in _BYTES},
        "place": [place.code, place.name] if place else None,
        "lineage": [lineage.name, lineage.number, repeals, lineage.since],
    }


def _article_of(record: Mapping[str, Any]) -> tuple[Draft, Tokenised]:
    name, number, repeals, since = record["lineage"]
    draft = Draft(
        id=record["id"],
        warnings=tuple(map(Reason.from_json, record["warnings"])),
        **fields_of(record["content"]),
    )
    tokens = Tokenised(
        **{name: unpacked(record[name]) for name in _BYTES},
        jurisdiction=Division(*record["place"]) if record["place"] else None,
        lineage=Lineage(name, number, tuple(Stated(*each) for each in repeals), since),
    )
    return draft, tokens


def packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def unpacked(text: str | None) -> Any:
    return None if text is None else base64.b64decode(text)
