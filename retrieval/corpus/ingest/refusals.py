"""What was refused, and why: remembered until the file is read, or gone.

A file that has not changed is not read again, and what was refused of it holds as before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store


@dataclass(frozen=True, slots=True)
class Look:
    """What a run saw of one path that is remembered."""

    root: int
    names: frozenset[str]
    is_whole: bool
    """Was all of it looked at? Then whatever is not among the names is gone."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """What is remembered of them."""

    statements: Statements

    def renew(self, looks: Sequence[Look], read: set[str], refused: Sequence[Remark]) -> None:
        """Remember what a run refused. ``read`` are the names of the files that it read."""
        roots = {name: look.root for look in looks for name in look.names}
        placed = [(remark, _file_of(remark.file, roots)) for remark in refused]
        renewed = read | {name for _, name in placed if name}
        for look in looks:
            self._forget(look, renewed)
        self.statements.run_each(
            "INSERT INTO refusals (root, file, remark) VALUES (?, ?, ?)",
            [
                (roots[name], name, json.dumps(remark.as_json(), ensure_ascii=False))
                for remark, name in placed
                if name
            ],
        )

    def _forget(self, look: Look, renewed: set[str]) -> None:
        known = self.statements.all("SELECT rowid, file FROM refusals WHERE root = ?", look.root)
        gone = [
            (row,)
            for row, name in known
            if name in renewed or (look.is_whole and name not in look.names)
        ]
        self.statements.run_each("DELETE FROM refusals WHERE rowid = ?", gone)


def refusals(store: Store, most: int) -> tuple[list[Remark], int]:
    """The first of what is refused, by file, and how many there are."""
    statements = Statements(store.connection)
    rows = statements.all("SELECT remark FROM refusals ORDER BY file, rowid LIMIT ?", most)
    (count,) = statements.one("SELECT count(*) FROM refusals")
    return [Remark.from_json(json.loads(remark)) for (remark,) in rows], int(count)


def _file_of(written: str, names: Collection[str]) -> str | None:
    """The file that a remark is about: ``:3`` behind it is a line, ``/…`` what lies in it."""
    return next((name for name in _shorter(written) if name in names), None)


def _shorter(written: str) -> Iterator[str]:
    yield written
    for separator in (":", "#", "/"):
        rest = written
        while separator in rest:
            rest = rest.rpartition(separator)[0]
            yield rest
