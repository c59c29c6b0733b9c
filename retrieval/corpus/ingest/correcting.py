"""One article is corrected by itself, as a row of ``articles.csv`` would do it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from retrieval.corpus.article import METADATA
from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.corrections import NONE, PART
from retrieval.corpus.ingest.identity.identifiers import digest
from retrieval.corpus.readers.front_matter import stated_fields
from retrieval.corpus.readers.jsonl import understand
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store
from retrieval.errors import UnknownArticle, WenceError

CORRECTED = (
    *METADATA,
    *("number", "issuer", "issued", "effective", "lapsed", "place", "editor"),
)
"""The fields that can be corrected."""

_PLACE = (
    "SELECT a.live, a.line, a.member, f.file, f.path, f.name FROM articles a"
    " LEFT JOIN files f USING (file)"
    " WHERE a.live IS NOT NULL AND (a.id = ?1 OR a.key = lower(?1)) ORDER BY a.id <> ?1"
)
_HAS_OTHERS = (
    "SELECT 1 FROM articles WHERE file = ? AND member GLOB ? || '#[0-9]*' AND live IS NOT NULL"
)


def correct(store: Store, name: str, cells: Mapping[str, str]) -> Path:
    """Remember what the operator says of an article; the file that is to be read again for it.

    A cell that is ``-`` says that there is none, an empty one takes back what was said before.

    Raises:
        UnknownArticle: there is no such article.
        WenceError: its file is gone, a table corrects it, a field is unknown, a date is none.
    """
    statements, writer = Statements(store.connection), CollectionWriter(store)
    place = statements.one(_PLACE, name)
    if place is None:
        raise UnknownArticle("article_unknown", name=name)
    n, line, member, file, path, shown = place
    if path is None or not os.path.isfile(path):
        raise WenceError("correction_file_gone", file=shown or name)
    if line is None:
        outer, within = _part(statements, file, member or "")
    else:
        outer, within = member or "", _line_name(store, n, line)
    corrected = path + os.fsencode(f"/{outer}" if outer else "")
    corrected += PART + os.fsencode(within) if within else b""
    with writer.atomic():
        if cells:
            writer.corrections.set(corrected, _merged(statements, corrected, cells))
        writer.files.set_unread(file)
        if line is None:
            writer.identities.forget_sources(file)
        else:
            writer.identities.forget_line(file, within)
    return Path(os.fsdecode(path))


def _line_name(store: Store, n: int, line: int) -> str:
    """What one line of a file is called: the id that it states, else the digest of its bytes."""
    raw = store.raw(n)
    draft = understand(line, raw)
    return (draft.id if isinstance(draft, Draft) else None) or digest(raw).hex()


def _part(statements: Statements, file: int, member: str) -> tuple[str, str]:
    """The document inside an archive, and which article of it; "" where there is one alone."""
    outer, sign, number = member.rpartition("#")
    if sign and number.isdecimal():
        return outer, number
    return member, "1" if statements.one(_HAS_OTHERS, file, member) else ""


def _merged(statements: Statements, path: bytes, cells: Mapping[str, str]) -> dict[str, str]:
    """What is said of a file now, "" for what it is said to lack."""
    row = statements.one("SELECT sidecar, fields FROM corrections WHERE path = ?", path)
    if row is not None and row[0] is not None:
        raise WenceError("correction_in_table", table=os.fsdecode(row[0]))
    said: dict[str, str] = json.loads(row[1]) if row else {}
    for name, cell in cells.items():
        if name not in CORRECTED:
            raise WenceError("correction_field_unknown", field=name, known=", ".join(CORRECTED))
        said.pop(name, None)
        if cell.strip() == NONE:
            said[name] = ""
        elif cell.strip():
            said |= _understood(name, cell.strip())
    return said


def _understood(name: str, cell: str) -> dict[str, str]:
    stated = stated_fields({name: cell})
    for reason in stated.warnings:
        raise WenceError(reason.code, **reason.fields)
    return dict(stated.fields)
