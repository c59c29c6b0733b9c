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

MARK, STRETCH = 256, 1 << 14
"""After so many terms, or so many postings, one more term of a run is kept in memory."""

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
    """Postings, in memory or in a file; of their terms, one in many is kept here."""

    def __init__(self, postings: TermwisePostings) -> None:
        self._arrays = postings
        self._file: IO[bytes] | None = None
        self._places: list[int] = []
        begins = np.append(0, np.cumsum(postings.df))
        known = np.diff(begins[:-1] // STRETCH, prepend=-1) > 0
        known[::MARK] = True
        self._marks, self._begins = postings.ids[known], begins[:-1][known]
        self._at = np.append(np.flatnonzero(known), len(known))
        self._postings = len(postings.docs)
        self.end = int(postings.ids[-1]) + 1 if self._postings else 0
        """Above the ids of all its terms."""

    def put_into(self, file: IO[bytes]) -> None:
        """Write the postings behind what is in a file, and let them go."""
        for array in self._arrays:
            self._places.append(file.seek(0, os.SEEK_END))
            file.write(array.data)
        self._arrays = TermwisePostings(*(np.empty_like(each, shape=0) for each in self._arrays))
        self._file = file

    def marks(self) -> tuple[Ids, Longs]:
        """Some of its terms, ascending, and how many postings there are from each to the next."""
        return self._marks, np.diff(self._begins, append=self._postings)

    def read(self, low: int, high: int) -> TermwisePostings:
        """The postings of the terms with ids from ``low`` to below ``high``."""
        around = self._marks.searchsorted(np.array([low + 1, high], dtype=np.uint64))
        mark = max(0, int(around[0]) - 1)
        terms = int(self._at[mark]), int(self._at[around[1]])
        ids, df = self._part(0, *terms), self._part(1, *terms)
        start, end = ids.searchsorted(np.array([low, high], dtype=np.uint64))
        first = int(self._begins[mark] if len(ids) else 0) + int(df[:start].sum())
        last = first + int(df[start:end].sum())
        arrays = self._part(2, first, last), self._part(3, first, last)
        return TermwisePostings(ids[start:end], df[start:end], *arrays)

    def _part(self, nth: int, first: int, last: int) -> NDArray[Any]:
        """``array[first:last]`` of one of the arrays."""
        array = self._arrays[nth]
        if self._file is None:
            return array[first:last]
        return _read(self._file, self._places[nth], array.dtype, first, last)


def _read(file: IO[bytes], at: int, dtype: np.dtype[Any], first: int, last: int) -> NDArray[Any]:
    """The same of an array that lies in a file."""
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
    several = [run.marks() for run in runs]
    met = np.concatenate([ids for ids, _ in several])
    order = np.argsort(met, kind="stable")
    met = met[order]
    total = np.cumsum(np.concatenate([postings for _, postings in several])[order])
    cuts = total.searchsorted(np.arange(CHUNK, int(total.max(initial=0)), CHUNK))
    return sorted({*met[:1].tolist(), *met[cuts].tolist(), max(run.end for run in runs)})
