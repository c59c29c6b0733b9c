"""Which passages hold a term, and how often?

Each term's postings, by ascending doc, are packed in blocks of their own (see ``blocks``). On disk
every array is a ``.npy`` file of its own, and opening maps it into memory: what is read of it is
what a question's terms need.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.blocks import BLOCK, Blocks, Docs, Longs, blocks_of
from retrieval.index.postings.npy_file import mapped
from retrieval.index.postings.parallel import for_each
from retrieval.index.postings.vocabulary import Keys, key_of

K1 = 1.5
B = 0.75
"""rank-bm25's defaults."""

FEW = 1 << 12
"""A term of so many postings is unpacked whole, even if only some of its passages are wanted."""
REMEMBERED = 1 << 22
"""So many postings stay unpacked, for where the compiled loop is missing: 48 MiB."""
TOGETHER = 1 << 12
"""Blocks that are read together where very many are."""


class TermPostings(NamedTuple):
    """Where the postings of one term are; all 0 where no passage holds it."""

    begin: int
    """Its first block."""
    df: int
    """How many passages hold it."""
    peak: float
    """The greatest factor among them."""


NO_POSTINGS = TermPostings(0, 0, 0.0)
NOTHING = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Postings:
    """The arrays of one index over one segment. T terms, D passages."""

    keys: Keys
    """(T,) ascending."""
    begin: NDArray[np.int32]
    """(T,): the first block of each; the others follow it."""
    df: NDArray[np.int32]
    """(T,): how many passages hold each."""
    peak: NDArray[np.float32]
    """(T,): the greatest factor of each: tf × (k1 + 1) / (tf + k1 × (1 − b + b × dl / avgdl))."""
    doc_len: NDArray[Any]
    """(D,) uint16, or int32 where a passage is longer."""
    first: Docs
    """This and the others: those of all ``blocks``."""
    offset: NDArray[np.uint32]
    width: NDArray[np.uint16]
    packed: NDArray[np.uint32]

    @cached_property
    def _unpacked(self) -> dict[int, tuple[Docs, NDArray[np.int32]]]:
        """By their first block: the postings of terms that were asked for lately."""
        return {}

    @cached_property
    def _factors(self) -> dict[int, NDArray[np.float32]]:
        """The same: the factors of these terms."""
        return {}

    @cached_property
    def blocks(self) -> Blocks:
        """The postings of all terms."""
        return Blocks(self.first, self.offset, self.width, self.packed)

    @property
    def avgdl(self) -> float:
        """The mean length of the passages, 1 where they are all empty."""
        return float(self.doc_len.sum(dtype=np.int64)) / max(1, len(self.doc_len)) or 1.0

    def place(self, term: str) -> int | None:
        """The place of a term; None where no passage holds it."""
        if not term:
            return None
        key = np.uint64(key_of(term))
        place = int(self.keys.searchsorted(key))
        return place if place < len(self.keys) and self.keys[place] == key else None

    def of(self, place: int | None) -> TermPostings:
        """Where the postings of the term at that place are."""
        if place is None:
            return NO_POSTINGS
        return TermPostings(int(self.begin[place]), int(self.df[place]), float(self.peak[place]))

    def all(self, term: TermPostings) -> tuple[Docs, NDArray[np.int32]]:
        """The docs of a term, ascending, and how often it occurs in each."""
        found = self._unpacked.get(term.begin) if term.df else NOTHING
        if found is None:
            blocks = np.arange(term.begin, term.begin + -(-term.df // BLOCK))
            docs, begin = self.blocks.unpacked(blocks, _sizes(term, blocks))
            tf = self.blocks.frequencies(blocks, begin, docs.shape[1])
            found = docs.ravel()[: term.df], tf.ravel()[: term.df]
            if sum(len(docs) for docs, _ in list(self._unpacked.values())) > REMEMBERED:
                self._unpacked.clear()
                self._factors.clear()
            self._unpacked[term.begin] = found
        return found

    def all_factors(
        self, term: TermPostings, length: NDArray[np.float32], k1: float
    ) -> tuple[Docs, NDArray[np.float32]]:
        """The docs of a term, ascending, and its factor in each.

        Args:
            length: by doc_len what ``lengths`` gives; always the same, as is k1.
        """
        docs, tf = self.all(term)
        found = self._factors.get(term.begin)
        if found is None:
            found = self._factors[term.begin] = factors(tf, length[self.doc_len[docs]], k1)
        return docs, found

    def tf(self, term: TermPostings, docs: Docs) -> NDArray[np.int32]:
        """(docs,): how often a term occurs in each of these passages, in any order."""
        if term.df > FEW and term.begin not in self._unpacked:
            return self._tf_by_blocks(term, docs)
        held, tf = self.all(term)
        found = np.zeros(len(docs), dtype=np.int32)
        if len(held):
            place = np.minimum(held.searchsorted(docs), len(held) - 1)
            there = held[place] == docs
            found[there] = tf[place[there]]
        return found

    def _tf_by_blocks(self, term: TermPostings, docs: Docs) -> NDArray[np.int32]:
        """The same, by the blocks that may hold the passages alone."""
        found = np.zeros(len(docs), dtype=np.int32)
        first = self.first[term.begin : term.begin + -(-term.df // BLOCK)]
        blocks = first.searchsorted(docs, side="right") - 1
        maybe = np.flatnonzero(blocks >= 0)
        blocks, row = np.unique(blocks[maybe] + term.begin, return_inverse=True)
        sizes = _sizes(term, blocks)
        held, begin = self.blocks.unpacked(blocks, sizes)
        same = held[row] == docs[maybe, None]
        same &= np.arange(held.shape[1]) < sizes[row, None]
        at, nth = np.nonzero(same)
        row = row[at]
        found[maybe[at]] = self.blocks.frequency(blocks[row], begin[row], nth)
        return found

    def sizes(self) -> Longs:
        """(blocks,): how many postings each block holds."""
        order, count = self._in_order()
        sizes = np.full(len(self.first), BLOCK, dtype=np.int64)
        sizes[np.cumsum(count) - 1] = self.df[order] - (count - 1) * BLOCK
        return sizes

    def _in_order(self) -> tuple[Longs, Longs]:
        """The terms in the order of their blocks, and how many blocks each has."""
        order = np.argsort(self.begin)
        return order, blocks_of(self.df[order])

    def held_by(self, docs: Docs) -> tuple[Longs, Longs]:
        """The places of the terms that some passages hold, ascending; by how many of them each."""
        order, count = self._in_order()
        sizes, last = self.sizes(), np.cumsum(count) - 1
        end = np.append(self.first[1:], 0)  # the first doc that is beyond a block
        end[last] = len(self.doc_len)
        touched = np.flatnonzero(docs.searchsorted(end) > docs.searchsorted(self.first))
        touched = touched[np.argsort(sizes[touched], kind="stable")]
        gone = np.zeros(len(self.doc_len) + 1, dtype=np.bool_)
        gone[docs] = True

        def held(start: int) -> Longs:
            blocks = touched[start : start + TOGETHER]
            found, _ = self.blocks.unpacked(blocks, sizes[blocks])
            if sizes[blocks[0]] < BLOCK:  # else all are full, as the smaller ones come first
                found[np.arange(found.shape[1]) >= sizes[blocks, None]] = -1
            return np.asarray(gone[found].sum(axis=1, dtype=np.int64))

        held_each = for_each(range(0, len(touched), TOGETHER), held)
        by_term = np.zeros(len(order), dtype=np.int64)
        owner = np.repeat(order, count)[touched]
        np.add.at(by_term, owner, np.concatenate([owner[:0], *held_each]))
        places = np.flatnonzero(by_term)
        return places, by_term[places]

    def save(self, directory: Path, *, but: str = "") -> None:
        """Write every array to ``directory``, which is made; not the one that is there already."""
        directory.mkdir(parents=True, exist_ok=True)
        names = [field.name for field in fields(self) if field.name != but]
        for_each(names, lambda name: np.save(directory / f"{name}.npy", getattr(self, name)))

    @classmethod
    def open(cls, directory: Path) -> Postings:
        """Map the arrays of ``directory`` into memory.

        Raises:
            OSError, ValueError: a file is missing, or is not what was written.
        """
        return cls(**{field.name: mapped(directory / f"{field.name}.npy") for field in fields(cls)})


def _sizes(term: TermPostings, blocks: Longs) -> Longs:
    """How many postings some blocks of a term hold."""
    return np.minimum(term.df - (blocks - term.begin) * BLOCK, BLOCK)


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array, read-only: so the compiled loop is compiled for one kind of array alone."""
    view = array.view()
    view.flags.writeable = False
    return view


def lengths(doc_len: NDArray[Any], avgdl: float, k1: float, b: float) -> NDArray[np.float64]:
    """k1 × (1 − b + b × dl / avgdl), in rank-bm25's order of operations."""
    return np.asarray(k1 * (1 - b + b * doc_len / avgdl), dtype=np.float64)


def factors(tf: NDArray[Any], length: NDArray[Any], k1: float) -> NDArray[np.float32]:
    """tf × (k1 + 1) / (tf + length), for bounds, not for scores; ``length``: see ``lengths``."""
    often = tf.astype(np.float32)
    return np.asarray(often * np.float32(k1 + 1) / (often + length), dtype=np.float32)
