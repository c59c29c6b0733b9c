"""What has the operator corrected, once and for good?

A table ``articles.csv`` beside the files names a file in each row and says what is to be known of
it: ``file, title, date, source, …``; ``-`` says that there is none. It wins over what is read from
the file, then and later, and stays in force when the table itself is gone; a row that is taken out
of the table is withdrawn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.readers.front_matter import stated_fields
from retrieval.corpus.readers.table import FILE, TEXT, open_table
from retrieval.corpus.statements import Statements

NAME = b"articles.csv"
NONE = "-"
"""In a cell: there is none, whatever the file says. An empty cell says nothing."""

_OWN = {field.name for field in fields(Draft)} - {"text", "id", "inferred", "doubtful", "meta"}

Fields = Mapping[str, str]


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
            where = f"{name}, line {rows.line_num}"
            remarks += [Remark(where, words) for words in stated.warnings]
            if file:
                place = os.path.normpath(os.path.join(os.path.dirname(path), os.fsencode(file)))
                found[place] = {**stated.fields, **dict.fromkeys(none.fields, "")}
    return Table(path, found, tuple(remarks))


def corrected(draft: Draft, stated: Fields) -> Draft:
    """The draft with what the operator says of it; that is no longer inferred."""
    if not stated:
        return draft
    own = {name: value or None for name, value in stated.items() if name in _OWN}
    meta = {name: value for name, value in stated.items() if name not in _OWN and name != "id"}
    return replace(
        draft,
        **own,  # type: ignore[arg-type]  # all of them are text or none
        inferred=tuple(name for name in draft.inferred if name not in stated),
        meta={key: value for key, value in {**draft.meta, **meta}.items() if value},
    )


class Corrections(Statements):
    """What is remembered of the tables."""

    def of(self, path: bytes) -> Fields | None:
        row = self.one("SELECT fields FROM corrections WHERE path = ?", path)
        found: Fields | None = json.loads(row[0]) if row else None
        return found

    def learn(self, table: Table) -> list[bytes]:
        """Remember what the table says now; the paths of which it says something new."""
        known = {
            path: json.loads(stated)
            for path, stated in self.all(
                "SELECT path, fields FROM corrections WHERE sidecar = ?", table.path
            )
        }
        withdrawn = known.keys() - table.rows.keys()
        changed = {path for path, stated in table.rows.items() if known.get(path) != stated}
        for path in withdrawn:
            self.run("DELETE FROM corrections WHERE path = ?", path)
        for path in changed:
            self.run(
                "INSERT OR REPLACE INTO corrections (path, sidecar, fields) VALUES (?, ?, ?)",
                path,
                table.path,
                json.dumps(table.rows[path], ensure_ascii=False, sort_keys=True),
            )
        return sorted(withdrawn | changed)


def is_table(path: bytes) -> bool:
    return os.path.basename(path).lower() == NAME
