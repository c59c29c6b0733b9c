"""One article is corrected by itself, as a row of ``articles.csv`` would do it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from retrieval.corpus.article import METADATA
from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.corrections import NONE
from retrieval.corpus.readers.front_matter import stated_fields
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store
from retrieval.errors import UnknownArticle, WenceError

CORRECTED = (
    *METADATA,
    *("number", "issuer", "issued", "effective", "lapsed", "place", "editor"),
)
"""The fields that can be corrected."""

_PLACE = (
    "SELECT a.line, a.member, f.file, f.path, f.name FROM articles a LEFT JOIN files f USING (file)"
    " WHERE a.live IS NOT NULL AND (a.id = ?1 OR a.key = lower(?1)) ORDER BY a.id <> ?1"
)


def correct(store: Store, name: str, cells: Mapping[str, str]) -> Path:
    """Remember what the operator says of an article; the file that is to be read again for it.

    A cell that is ``-`` says that there is none, an empty one takes back what was said before.

    Raises:
        UnknownArticle: there is no such article.
        WenceError: it is a line of a file, its file is gone, a table corrects it, a field is
            unknown, a date is none.
    """
    statements, writer = Statements(store.connection), CollectionWriter(store)
    place = statements.one(_PLACE, name)
    if place is None:
        raise UnknownArticle("article_unknown", name=name)
    line, member, file, path, shown = place
    if line is not None and cells:
        raise WenceError("correction_of_line", file=shown)
    if path is None or not os.path.isfile(path):
        raise WenceError("correction_file_gone", file=shown or name)
    corrected = path + (os.fsencode(f"/{member}") if member else b"")
    with writer.atomic():
        if cells:
            writer.corrections.set(corrected, _merged(statements, corrected, cells))
        writer.files.set_unread(file)
        writer.identities.forget_sources(file)
    return Path(os.fsdecode(path))


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
