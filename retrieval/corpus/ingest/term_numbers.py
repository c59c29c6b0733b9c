"""Which number does each term have in the collection?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.statements import Statements


class Vocabulary(dict[str, int]):
    """The id of each term; an unknown term gets the next one and is remembered in ``fresh``."""

    def __init__(self, terms: Sequence[str] = ()) -> None:
        super().__init__(zip(terms, range(len(terms)), strict=True))
        self.fresh: list[str] = []

    def __missing__(self, term: str) -> int:
        id = self[term] = len(self)
        self.fresh.append(term)
        return id

    def take_fresh(self) -> list[str]:
        """The terms that were met since the last time."""
        fresh, self.fresh = self.fresh, []
        return fresh


class TermNumbers:
    """The rows of ``terms``, and the numbers that those give who prepare articles."""

    def __init__(self, statements: Statements, terms: Sequence[str]) -> None:
        self._statements = statements
        self._numbers: dict[int, NDArray[np.int32]] = {}
        self.vocabulary = Vocabulary(terms)

    def renumber(self, who: int, fresh: Sequence[str]) -> NDArray[np.int32]:
        """The id here of each term that ``who`` numbered: the known ones, then the fresh ones."""
        known = self._numbers.get(who, np.empty(0, np.int32))
        more = np.fromiter(map(self.vocabulary.__getitem__, fresh), np.int32, len(fresh))
        self._numbers[who] = np.concatenate([known, more])
        return self._numbers[who]

    def flush(self) -> None:
        """Write the terms that were met for the first time. To be called in a transaction."""
        fresh = self.vocabulary.take_fresh()
        first = len(self.vocabulary) - len(fresh)
        self._statements.run_each(
            "INSERT INTO terms (id, term) VALUES (?, ?)", enumerate(fresh, first)
        )
