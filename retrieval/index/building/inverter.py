"""How do the terms of passages become postings, whatever their number?

Passages come in batches. Each batch is sorted by (term, doc) at once, packed into 64-bit numbers:
42 bits of term, 22 bits of doc within the batch. Batches that together have many postings are laid
behind each other, term by term, as a run in a temporary file. At the end the runs are read side by
side, some terms at a time, and packed: never are all postings in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.building.runs import Ids, Run, TermwisePostings, edges, merged
from retrieval.index.postings.blocks import Blocks, Longs, blocks_of, pack
from retrieval.index.postings.npy_file import NpyFile
from retrieval.index.postings.parallel import MOST, for_each
from retrieval.index.postings.postings import Postings, factors, lengths
from retrieval.index.postings.vocabulary import Keys

DOC_BITS = 22
BATCH_DOCS = 1 << DOC_BITS
"""At most this many passages in a batch."""
RUN = 1 << 24
"""Postings that are gathered in memory before they become a run."""

KeysOf = Callable[[Ids], Keys]


class KeyClash(Exception):
    """Two terms of the collection have the same key."""


class Inverter:
    """Takes the terms of passages in their order, and gives postings. A term's id is below 2⁴²."""

    def __init__(self, directory: Path | None = None) -> None:
        """``directory``: where runs are kept meanwhile; None for that of temporary files."""
        self._directory = directory
        self._batches: list[TermwisePostings] = []
        self._runs: list[Run] = []
        self._file: IO[bytes] | None = None
        self._lengths: list[NDArray[np.int32]] = []
        self._docs = 0

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
        first = _changes(packed)
        tf = _gaps(first, len(packed))
        packed = packed[first]
        local = (packed & np.uint64(BATCH_DOCS - 1)).astype(np.int32)
        terms = packed >> np.uint64(DOC_BITS)
        begin = _changes(terms)
        df = _gaps(begin, len(terms))
        docs = local + np.int32(self._docs)
        self._batches.append(TermwisePostings(terms[begin], df, docs, tf.astype(_smallest(tf))))
        self._docs += passages
        if sum(len(batch.docs) for batch in self._batches) > RUN:
            self._put_away()

    def close(self) -> None:
        """Remove the runs."""
        if self._file:
            self._file.close()

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return self._docs

    @property
    def total_length(self) -> int:
        """The lengths of all passages so far, added up."""
        return sum(int(lengths.sum(dtype=np.int64)) for lengths in self._lengths)

    def finish(
        self,
        keys_of: KeysOf,
        *,
        k1: float,
        b: float,
        avgdl: float | None = None,
        directory: Path | None = None,
    ) -> Postings:
        """The postings of all batches.

        Args:
            keys_of: gives the keys of distinct ids.
            avgdl: the mean length that peaks are computed with; None takes these passages' own.
            directory: where they are written, and mapped from; None keeps them in memory.

        Raises:
            KeyClash: two terms have the same key.
        """
        doc_len = _concatenated(self._lengths, np.int32)
        avgdl = avgdl or self.total_length / max(1, self.passages) or 1.0
        norms = lengths(doc_len, avgdl, k1, b).astype(np.float32)

        def packed(part: TermwisePostings) -> tuple[TermwisePostings, Blocks, NDArray[np.float32]]:
            factor = factors(part.tf, norms[part.docs], k1)
            peak = np.maximum.reduceat(factor, np.cumsum(part.df) - part.df)
            return part, pack(part.docs, part.tf, part.df), peak

        gathered = _Gathered(directory)
        for parts in self._some_at_a_time():
            for each in for_each(parts, packed):
                gathered.add(*each)
        return gathered.postings(keys_of, doc_len)

    def _put_away(self) -> None:
        """What has been gathered becomes a run in the file."""
        self._file = self._file or TemporaryFile(dir=self._directory)  # noqa: SIM115
        self._runs.append(self._gathered())
        self._runs[-1].put_into(self._file)

    def _gathered(self) -> Run:
        batches, self._batches = self._batches, []
        return Run(merged(batches))

    def _some_at_a_time(self) -> Iterator[list[TermwisePostings]]:
        """All postings by ascending id, in groups of parts of about ``CHUNK``."""
        runs, self._runs = [*self._runs, self._gathered()], []
        cuts = edges(runs)
        for start in range(0, len(cuts) - 1, MOST):
            yield [
                merged([run.read(low, high) for run in runs])
                for low, high in pairwise(cuts[start : start + MOST + 1])
            ]


class _Gathered:
    """Takes what has been packed; the blocks are written as they come."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._ids: list[Ids] = []
        self._df: list[Longs] = []
        self._peak: list[NDArray[np.float32]] = []
        self._blocks: list[Blocks] = []
        self._words = 0
        if directory is not None:
            self._file = NpyFile(directory / "packed.npy", np.dtype("<u4"))

    def add(self, part: TermwisePostings, blocks: Blocks, peak: NDArray[np.float32]) -> None:
        used, more = blocks.packed[:-1], np.uint32(self._words)
        self._words += len(used)
        if self._directory is not None:
            self._file.write(used)
            used = np.empty_like(used, shape=0)  # a slice would keep all of it in memory
        self._ids.append(part.ids)
        self._df.append(part.df)
        self._peak.append(peak)
        self._blocks.append(Blocks(blocks.first, blocks.offset + more, blocks.width, used))

    def postings(self, keys_of: KeysOf, doc_len: NDArray[np.int32]) -> Postings:
        """All of it, the terms by ascending keys; the blocks stay where they are."""
        df, blocks = _concatenated(self._df, np.int64), self._blocks
        keys = keys_of(_concatenated(self._ids, np.uint64))
        order = np.argsort(keys)
        keys = keys[order]
        if np.any(keys[1:] == keys[:-1]):
            raise KeyClash
        begin = np.cumsum(blocks_of(df)) - blocks_of(df)
        short = int(doc_len.max(initial=0)) < 1 << 16
        spare = np.zeros(1, dtype=np.uint32)
        postings = Postings(
            keys=keys,
            begin=begin[order].astype(np.int32),
            df=df[order].astype(np.int32),
            peak=_concatenated(self._peak, np.float32)[order],
            doc_len=doc_len.astype(np.uint16) if short else doc_len,
            first=_concatenated([each.first for each in blocks], np.int32),
            offset=_concatenated([each.offset for each in blocks], np.uint32),
            width=_concatenated([each.width for each in blocks], np.uint16),
            packed=np.concatenate([*(each.packed for each in blocks), spare]),
        )
        if self._directory is None:
            return postings
        self._file.write(spare)
        self._file.save()
        postings.save(self._directory, but="packed")
        return Postings.open(self._directory)


def _changes(ascending: Ids) -> Longs:
    """The places of numbers that differ from the one before; the first does."""
    changed = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=changed[1:])
    return np.flatnonzero(changed)


def _gaps(places: Longs, end: int) -> Longs:
    """How far each place is from the next; the end comes after the last.

    As ``numpy.diff`` with its ``append``, which copies all of it first.
    """
    gaps = np.empty_like(places)
    np.subtract(places[1:], places[:-1], out=gaps[:-1])
    gaps[-1:] = end - places[-1:]
    return gaps


def _smallest(tf: NDArray[np.int64]) -> type[np.unsignedinteger[Any]]:
    most = int(tf.max(initial=0))
    return np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32


def _concatenated(arrays: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
