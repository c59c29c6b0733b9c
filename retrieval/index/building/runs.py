"""Postings term by term, in runs: in memory or in a file, read side by side and merged."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.blocks import Longs

CHUNK = 1 << 21
"""Postings that are merged and packed together."""

Ids = NDArray[np.uint64]


class TermwisePostings(NamedTuple):
    """Postings by ascending id of their terms, then by ascending doc."""

    ids: Ids
    """(t,): distinct."""
    df: Longs
    """(t,)"""
    docs: NDArray[np.int32]
    """(p,)"""
    tf: NDArray[Any]
    """(p,): as many bits as the greatest needs."""


class Run:
    """Postings, in memory or in a file; the terms stay in memory."""

    def __init__(self, postings: TermwisePostings) -> None:
        self.ids, self.df, self._docs, self._tf = postings
        self._begins = np.concatenate(([0], np.cumsum(self.df)))
        self._file: IO[bytes] | None = None
        self._at = 0

    def put_into(self, file: IO[bytes]) -> None:
        """Write docs and tf behind what is in a file, and let them go."""
        self._file, self._at = file, file.seek(0, os.SEEK_END)
        file.write(self._docs.data)
        file.write(self._tf.data)
        self._docs, self._tf = np.empty_like(self._docs, shape=0), np.empty_like(self._tf, shape=0)

    def read(self, low: int, high: int) -> TermwisePostings:
        """The postings of the terms with ids from ``low`` to below ``high``."""
        start, end = self.ids.searchsorted(np.array([low, high], dtype=np.uint64))
        first, last = int(self._begins[start]), int(self._begins[end])
        docs, tf = self._docs[first:last], self._tf[first:last]
        if self._file:
            docs = _read(self._file, self._at, docs.dtype, first, last)
            beyond = self._at + int(self._begins[-1]) * docs.itemsize
            tf = _read(self._file, beyond, tf.dtype, first, last)
        return TermwisePostings(self.ids[start:end], self.df[start:end], docs, tf)


def _read(file: IO[bytes], at: int, dtype: np.dtype[Any], first: int, last: int) -> NDArray[Any]:
    """``array[first:last]`` of an array that lies in a file."""
    file.seek(at + first * dtype.itemsize)
    return np.frombuffer(file.read((last - first) * dtype.itemsize), dtype=dtype)


def merged(several: Sequence[TermwisePostings]) -> TermwisePostings:
    """The postings of all of them, whose docs ascend from each to the next."""
    if len(several) == 1:
        return several[0]
    met = np.concatenate([np.empty(0, np.uint64), *(each.ids for each in several)])
    ids, _ = np.unique(met, return_counts=True)  # asked for counts, numpy sorts: ten times faster
    places = [ids.searchsorted(each.ids) for each in several]
    df = np.zeros(len(ids), dtype=np.int64)
    for each, place in zip(several, places, strict=True):
        df[place] += each.df
    docs = np.empty(int(df.sum()), dtype=np.int32)
    tf = np.empty(len(docs), dtype=np.result_type(np.uint8, *(each.tf for each in several)))
    cursor = np.cumsum(df) - df
    for each, place in zip(several, places, strict=True):
        begins = np.cumsum(each.df) - each.df
        target = np.repeat(cursor[place] - begins, each.df)
        target += np.arange(len(target))
        docs[target] = each.docs
        tf[target] = each.tf
        cursor[place] += each.df
    return TermwisePostings(ids, df, docs, tf)


def edges(runs: Sequence[Run]) -> list[int]:
    """Ids between which the runs have about ``CHUNK`` postings; the last is above all."""
    met = np.concatenate([run.ids for run in runs])
    order = np.argsort(met, kind="stable")
    met = met[order]
    total = np.cumsum(np.concatenate([run.df for run in runs])[order])
    cuts = total.searchsorted(np.arange(CHUNK, int(total.max(initial=0)), CHUNK))
    last = int(met[-1]) + 1 if len(met) else 0
    return sorted({*met[:1].tolist(), *met[cuts].tolist(), last})
