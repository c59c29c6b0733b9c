"""Which passages hold a term, and how often?

The postings of all terms lie one after another, each term's by ascending doc. On disk every array
is a ``.npy`` file of its own, and opening maps it into memory.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.parallel import for_each
from retrieval.index.vocabulary import Keys, key_of

K1 = 1.5
B = 0.75
"""rank-bm25's defaults."""

FACTOR_CHUNK = 1 << 22


@dataclass(frozen=True, eq=False)
class Postings:
    """The arrays of one index over one segment. T terms, P postings, D passages."""

    keys: Keys
    """(T,) ascending."""
    indptr: NDArray[np.int64]
    """(T + 1,): the postings of term ``t`` are ``indptr[t]:indptr[t + 1]``."""
    docs: NDArray[np.int32]
    """(P,)"""
    tf: NDArray[Any]
    """(P,) uint8, or uint16 where a term occurs more than 255 times in a passage."""
    factor: NDArray[np.float32]
    """(P,): tf × (k1 + 1) / (tf + k1 × (1 − b + b × dl / avgdl)), for bounds, not for scores."""
    peak: NDArray[np.float32]
    """(T,): each term's greatest factor."""
    doc_len: NDArray[np.int32]
    """(D,)"""

    @property
    def avgdl(self) -> float:
        """The mean length of the passages, 1 where they are all empty."""
        return float(self.doc_len.sum(dtype=np.int64)) / max(1, len(self.doc_len)) or 1.0

    def term(self, term: str) -> int | None:
        """The place of a term; None where no passage holds it."""
        if not term:
            return None
        key = np.uint64(key_of(term))
        place = int(self.keys.searchsorted(key))
        return place if place < len(self.keys) and self.keys[place] == key else None

    def span(self, place: int | None) -> tuple[int, int, float]:
        """Start and end of the postings of the term at that place, and its peak; 0s for none."""
        if place is None:
            return 0, 0, 0.0
        return int(self.indptr[place]), int(self.indptr[place + 1]), float(self.peak[place])

    def save(self, directory: Path) -> None:
        """Write every array to ``directory``, which is made."""
        directory.mkdir(parents=True, exist_ok=True)
        names = [field.name for field in fields(self)]
        for_each(names, lambda name: np.save(directory / f"{name}.npy", getattr(self, name)))

    @classmethod
    def open(cls, directory: Path) -> Postings:
        """Map the arrays of ``directory`` into memory.

        Raises:
            OSError, ValueError: a file is missing, or is not what was written.
        """
        return cls(**{field.name: mapped(directory / f"{field.name}.npy") for field in fields(cls)})


def mapped(path: Path) -> NDArray[Any]:
    """The array of a ``.npy`` file, memory-mapped and read-only."""
    array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    return array


def lengths(doc_len: NDArray[Any], avgdl: float, k1: float, b: float) -> NDArray[np.float64]:
    """k1 × (1 − b + b × dl / avgdl), in rank-bm25's order of operations."""
    return np.asarray(k1 * (1 - b + b * doc_len / avgdl), dtype=np.float64)


def with_factors(
    keys: Keys,
    indptr: NDArray[np.int64],
    docs: NDArray[np.int32],
    tf: NDArray[Any],
    doc_len: NDArray[np.int32],
    *,
    avgdl: float,
    k1: float,
    b: float,
) -> Postings:
    """Complete the postings by their factors, a stretch at a time."""
    factor = np.empty(len(docs), dtype=np.float32)
    norms = lengths(doc_len, avgdl, k1, b).astype(np.float32) if len(doc_len) else doc_len

    def fill(start: int) -> None:
        part = slice(start, start + FACTOR_CHUNK)
        often = tf[part].astype(np.float32)
        factor[part] = often * np.float32(k1 + 1) / (often + norms[docs[part]])

    for_each(range(0, len(docs), FACTOR_CHUNK), fill)
    peak = np.maximum.reduceat(factor, indptr[:-1]) if len(keys) else factor[:0]
    return Postings(keys, indptr, docs, tf, factor, peak, doc_len)
