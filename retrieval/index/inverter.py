"""How do the terms of passages become postings?

Passages come in batches. Each batch is sorted by (term, doc) at once, packed into 64-bit numbers:
42 bits of term, 22 bits of doc within the batch. At the end the batches, which are in the order of
their docs, are laid behind each other term by term.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings import Postings, with_factors
from retrieval.index.vocabulary import Keys

DOC_BITS = 22
BATCH_DOCS = 1 << DOC_BITS
"""At most this many passages in a batch."""

Ids = NDArray[np.uint64]
KeysOf = Callable[[Ids], Keys]


class KeyClash(Exception):
    """Two terms of the collection have the same key."""


@dataclass(slots=True)
class _Batch:
    ids: Ids
    counts: NDArray[np.int64]
    docs: NDArray[np.int32]
    tf: NDArray[Any]


@dataclass(slots=True)
class Inverter:
    """Takes the terms of passages in their order, and gives postings. A term's id is below 2⁴²."""

    _batches: list[_Batch] = field(default_factory=list)
    _lengths: list[NDArray[np.int32]] = field(default_factory=list)
    _docs: int = 0

    def add(self, ids: NDArray[Any], docs: NDArray[Any], passages: int) -> None:
        """Take in one batch.

        Args:
            ids: (n,) the terms' ids, a term as often as it occurs.
            docs: (n,) the passage of each, counted from the batch's first, in any order.
            passages: how many passages the batch has, at most ``BATCH_DOCS``.
        """
        packed = ids.astype(np.uint64) << np.uint64(DOC_BITS) | docs.astype(np.uint64)
        packed.sort()
        self._lengths.append(np.bincount(docs, minlength=passages).astype(np.int32))
        first = np.flatnonzero(np.diff(packed, prepend=~packed[:1]))
        tf = np.diff(first, append=len(packed))
        packed = packed[first]
        local = (packed & np.uint64(BATCH_DOCS - 1)).astype(np.int32)
        terms = packed >> np.uint64(DOC_BITS)
        begin = np.flatnonzero(np.diff(terms, prepend=~terms[:1]))
        self._batches.append(
            _Batch(
                ids=terms[begin],
                counts=np.diff(begin, append=len(terms)),
                docs=local + np.int32(self._docs),
                tf=tf.astype(_smallest(tf)),
            )
        )
        self._docs += passages

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return self._docs

    @property
    def total_length(self) -> int:
        """The lengths of all passages so far, added up."""
        return sum(int(lengths.sum(dtype=np.int64)) for lengths in self._lengths)

    def finish(
        self, keys_of: KeysOf, *, k1: float, b: float, avgdl: float | None = None
    ) -> Postings:
        """The postings of all batches.

        Args:
            keys_of: gives the keys of distinct ids.
            avgdl: the mean length that factors are computed with; None takes these passages' own.

        Raises:
            KeyClash: two terms have the same key.
        """
        batches, self._batches = self._batches, []
        doc_len = _concatenated(self._lengths, np.int32)
        met = _concatenated([batch.ids for batch in batches], np.uint64)
        ids, _ = np.unique(
            met, return_counts=True
        )  # asked for counts, numpy sorts: ten times faster
        keys = keys_of(ids)
        order = np.argsort(keys)
        keys = keys[order]
        if np.any(keys[1:] == keys[:-1]):
            raise KeyClash
        place = np.empty(len(ids), dtype=np.int64)
        place[order] = np.arange(len(ids))
        indptr, docs, tf = _laid_out(
            batches, [place[ids.searchsorted(b_.ids)] for b_ in batches], len(ids)
        )
        if avgdl is None:
            avgdl = float(doc_len.sum(dtype=np.int64)) / max(1, len(doc_len))
        return with_factors(keys, indptr, docs, tf, doc_len, avgdl=avgdl or 1.0, k1=k1, b=b)


def _laid_out(
    batches: list[_Batch], places: list[NDArray[np.int64]], terms: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[Any]]:
    """indptr, docs and tf of the batches, term by term; each batch is let go once it is copied."""
    df = np.zeros(terms, dtype=np.int64)
    for batch, place in zip(batches, places, strict=True):
        df[place] += batch.counts
    indptr = np.concatenate(([0], np.cumsum(df)))
    docs = np.empty(indptr[-1], dtype=np.int32)
    tf = np.empty(indptr[-1], dtype=np.result_type(np.uint8, *(batch.tf for batch in batches)))
    cursor = indptr[:-1].copy()
    for place in places:
        batch = batches.pop(0)
        begins = np.cumsum(batch.counts) - batch.counts
        target = np.repeat(cursor[place] - begins, batch.counts)
        target += np.arange(len(target))
        docs[target] = batch.docs
        tf[target] = batch.tf
        cursor[place] += batch.counts
    return indptr, docs, tf


def _smallest(tf: NDArray[np.int64]) -> type[np.unsignedinteger[Any]]:
    most = int(tf.max(initial=0))
    return np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32


def _concatenated(arrays: list[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
