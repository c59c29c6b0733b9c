"""What has the operator corrected, once and for good?

A table ``articles.csv`` beside the files names a file in each row and says what is to be known of
it: ``file, title, date, source, …``; ``-`` says that there is none. ``laws.jsonl#17`` names one
article of a file that holds many: by the id that the file gives it, else by its number in a
document, else by the digest of its line. What is said of one article goes before what is said of
its file. It wins over what is read from
the file, then and later, and stays in force when the table itself is gone; a row that is taken out
of the table is withdrawn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from retrieval.corpus.article import METADATA
from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.metadata.jurisdiction import NOWHERE
from retrieval.corpus.readers.front_matter import stated_fields
from retrieval.corpus.readers.table import FILE, TEXT, open_table
from retrieval.corpus.statements import Statements
from retrieval.reasons import because

NAME = b"articles.csv"
NONE = "-"
"""In a cell: there is none, whatever the file says. An empty cell says nothing."""

Fields = Mapping[str, str]

PART = b"#"
"""Behind a file's path: what comes then names one article of it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The corrections of one ``articles.csv``, by the absolute paths of the files."""

    path: bytes
    rows: Mapping[bytes, Fields]
    remarks: tuple[Remark, ...] = ()


def read_table(path: bytes, name: str, max_bytes: int) -> Table | None:
    """The table at ``path``; None if it is one of articles: those have a column for the text.

    Raises:
        Unreadable: it is empty, too large or no table.
        OSError: so says the operating system.
    """
    with open(path, "rb") as stream:
        rows, header = open_table(stream, max_bytes)
        if TEXT & set(header) or not FILE & set(header):
            return None
        found: dict[bytes, Fields] = {}
        remarks: list[Remark] = []
        for row in rows:
            cells = {key: cell.strip() for key, cell in zip(header, row, strict=False)}
            file = next((cells.pop(key) for key in list(cells) if key in FILE), "")
            stated = stated_fields({key: cell for key, cell in cells.items() if cell != NONE})
            none = stated_fields({key: NONE for key, cell in cells.items() if cell == NONE})
            where = f"{name}:{rows.line_num}"
            remarks += [Remark(where, warning) for warning in stated.warnings]
            if file:
                place, is_there = _place(os.path.dirname(path), os.fsencode(file))
                if not is_there:
                    remarks.append(Remark(where, because("correction_unused", written=file[:80])))
                found[place] = {**stated.fields, **dict.fromkeys(none.fields, "")}
    return Table(path, found, tuple(remarks))


def _place(folder: bytes, written: bytes) -> tuple[bytes, bool]:
    """The path that a row names, and whether there is such a file."""
    whole = os.path.normpath(os.path.join(folder, written))
    if _is_there(whole):
        return whole, True
    for article in names_in(written):
        file = os.path.normpath(os.path.join(folder, written[: -len(article) - 1]))
        if article and _is_there(file):
            return file + PART + article, True
    return whole, False


def names_in(path: bytes) -> list[bytes]:
    """What may name an article behind a file's path, the longest first: both may hold a ``#``."""
    return [path[at + 1 :] for at, sign in enumerate(path) if sign == PART[0]]


def _is_there(path: bytes) -> bool:
    """Is there such a file, or one that it may lie in, as an archive?"""
    while not os.path.lexists(path):
        path = os.path.dirname(path)
    return not os.path.isdir(path)


def corrected(draft: Draft, stated: Fields) -> Draft:
    """The draft with what the operator says of it; that is no longer inferred."""
    if not stated:
        return draft
    own: dict[str, Any] = {name: stated[name] or None for name in METADATA if name in stated}
    known = {*METADATA, "id", "default_source"}
    meta = {name: value for name, value in stated.items() if name not in known}
    if "source" not in own and draft.source is None and (default := stated.get("default_source")):
        own["source"] = default
        draft = replace(draft, inferred=(*draft.inferred, "source"))
    if meta.get("place") == "":  # else it would be found again in the text
        meta["place"] = NOWHERE
    return replace(
        draft,
        **own,
        inferred=tuple(name for name in draft.inferred if name not in stated),
        meta={key: value for key, value in {**draft.meta, **meta}.items() if value},
    )


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is remembered of the tables."""

    statements: Statements

    def of(self, path: bytes) -> Fields | None:
        """What is corrected of the file."""
        row = self.statements.one("SELECT fields FROM corrections WHERE path = ?", path)
        found: Fields | None = json.loads(row[0]) if row else None
        return found

    def all(self) -> list[tuple[str, str]]:
        """Paths, and what is corrected of them as JSON."""
        rows = self.statements.all("SELECT path, fields FROM corrections ORDER BY path")
        return [(os.fsdecode(path), fields) for path, fields in rows]

    def of_parts(self, path: bytes) -> dict[str, Fields]:
        """What is corrected of single articles of the file, by their names in it."""
        rows = self._below(path)
        return {os.fsdecode(whole[len(path) + 1 :]): json.loads(said) for whole, said in rows}

    def learn(self, table: Table) -> list[bytes]:
        """Remember what the table says now; the paths of which it says something new."""
        rows = self.statements.all(
            "SELECT path, fields FROM corrections WHERE sidecar = ?", table.path
        )
        known = {path: json.loads(stated) for path, stated in rows}
        withdrawn = known.keys() - table.rows.keys()
        changed = {path for path, stated in table.rows.items() if known.get(path) != stated}
        self.statements.run_each(
            "DELETE FROM corrections WHERE path = ?", [(path,) for path in withdrawn]
        )
        self.statements.run_each(
            "INSERT OR REPLACE INTO corrections (path, sidecar, fields) VALUES (?, ?, ?)",
            [
                (path, table.path, json.dumps(table.rows[path], ensure_ascii=False, sort_keys=True))
                for path in changed
            ],
        )
        return sorted(withdrawn | changed)

    def set(self, path: bytes, fields: Fields) -> None:
        """Remember what is said of one file apart from any table; forget it where it is nothing."""
        self.statements.run("DELETE FROM corrections WHERE path = ?", path)
        if fields:
            written = json.dumps(fields, ensure_ascii=False, sort_keys=True)
            self.statements.run(
                "INSERT INTO corrections (path, sidecar, fields) VALUES (?, NULL, ?)", path, written
            )

    def keep(self, path: bytes, sidecar: bytes | None, fields: str) -> None:
        """Remember what was corrected elsewhere; what is corrected here wins."""
        self.statements.run(
            "INSERT OR IGNORE INTO corrections (path, sidecar, fields) VALUES (?, ?, ?)",
            path,
            sidecar,
            fields,
        )

    def move(self, old: bytes, new: bytes) -> None:
        """The file is there now, out of the table's sight: what was corrected stays for good."""
        parts = [(new + path[len(old) :], path) for path, _ in self._below(old)]
        self.statements.run_each(
            "UPDATE OR REPLACE corrections SET path = ?, sidecar = NULL WHERE path = ?",
            [(new, old), *parts],
        )

    def _below(self, path: bytes) -> list[tuple[bytes, str]]:
        after = PART[0] + 1
        return self.statements.all(
            "SELECT path, fields FROM corrections WHERE path >= ? AND path < ?",
            path + PART,
            path + bytes([after]),
        )


def is_table(path: bytes) -> bool:
    return os.path.basename(path).lower() == NAME
