"""What was cut of the versions that count comes along: homes that cut alike need not do it twice.

    terms.jsonl    by which lexicon, divisions and rule that was cut, then the terms by their ids
    tokens.bin     of each version the ``PIECES`` of its ``Tokenised``, one after another

In ``versions.jsonl`` ``tokens`` says where the pieces of a version begin and how long each is,
where it holds, by what it is known and what it repeals.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.exchange.records import TERMS, TOKENS, Record, read_lines, write_lines
from retrieval.corpus.ingest.term_numbers import TermNumbers
from retrieval.corpus.ingest.tokenisation import Tokenised
from retrieval.corpus.metadata.repeals import Lineage, Stated
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store
from retrieval.text.divisions import Division

PIECES = ("headline", "passages", "bounds", "words", "outline", "sketch")
RULES = ("lexicon", "divisions", "lineages")
"""The facts of a collection on which it depends how articles are cut and understood."""
_OTHER_HOME = 0
"""Whose term ids these are, for ``TermNumbers``."""

_TOKENS = (
    f"SELECT {', '.join(PIECES)}, j.code, j.name, o.name, o.number FROM tokens"
    " LEFT JOIN sketches USING (n) LEFT JOIN jurisdictions j USING (n)"
    " LEFT JOIN names o USING (n) WHERE n = ?"
)
_REPEALS = "SELECT title, name, number, since FROM repeals WHERE n = ? ORDER BY rowid"


class TokenWriter:
    """Writes ``tokens.bin`` a version at a time, then ``terms.jsonl``."""

    def __init__(self, statements: Statements, file: IO[bytes]) -> None:
        self._statements = statements
        self._file = file
        self._end = 0

    def copy(self, n: int) -> Record:
        """What is to stand in the record of version ``n``, which counts."""
        *pieces, code, place, name, number = self._statements.one(_TOKENS, n)
        start = self._end
        for piece in filter(None, pieces):
            self._file.write(piece)
            self._end += len(piece)
        return {
            "start": start,
            "sizes": [None if piece is None else len(piece) for piece in pieces],
            "place": code and [code, place],
            "names": [name, number],
            "repeals": self._statements.all(_REPEALS, n),
        }


def write_terms(store: Store, folder: Path) -> None:
    """What the numbers in ``tokens.bin`` stand for."""
    write_lines(folder / TERMS, [_rules(store), *store.terms()])


@dataclass(frozen=True, slots=True)
class CarriedTokens:
    """What another home cut, with the term ids of this one."""

    file: IO[bytes]
    numbers: NDArray[np.int32]

    def of(self, version: Record) -> Tokenised:
        """Raises ValueError, LookupError: the record is not as described."""
        carried = version["tokens"]
        self.file.seek(carried["start"])
        pieces = {
            name: None if size is None else self.file.read(size)
            for name, size in zip(PIECES, carried["sizes"], strict=True)
        }
        name, number = carried["names"]
        repeals = carried["repeals"]
        stated = tuple(Stated(*each) for *each, _ in repeals)
        tokens = Tokenised(
            **pieces,  # type: ignore[arg-type]
            jurisdiction=carried["place"] and Division(*carried["place"]),
            lineage=Lineage(name, number, stated, repeals[0][-1] if repeals else None),
        )
        return tokens.renumbered(self.numbers)


@contextmanager
def carried_tokens(
    store: Store, folder: Path, numbers: TermNumbers
) -> Iterator[CarriedTokens | None]:
    """What came along; None where nothing did, or this home cuts otherwise."""
    lines: Iterator[Any] = read_lines(folder / TERMS) if (folder / TERMS).exists() else iter([None])
    if next(lines) != _rules(store):
        yield None
        return
    with (folder / TOKENS).open("rb") as file:
        yield CarriedTokens(file, numbers.renumber(_OTHER_HOME, [*lines]))


def _rules(store: Store) -> dict[str, str | None]:
    return {name: store.fact(name) for name in RULES}
