"""How are postings packed? In blocks of up to 128, in as many bits as the block needs.

A block keeps its first doc as it is. Behind each other in its bits lie the distances of the others
from the doc before, less one, all in the same number of bits; then the term frequencies, less one,
in a number of bits of their own (frame of reference: Zukowski, Héman, Nes and Boncz, *Super-scalar
RAM-CPU cache compression*, 2006). Every block begins at a 32-bit word, so that any can be read
alone. A term's last block holds what is left and takes no more bits than that needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.types import Docs

BLOCK = 128
WORD_BITS = 32
EXACT = 12
TF_SHIFT = 8
"""A block's width is the bits of a distance, and those of a term frequency times 2⁸."""

Longs = NDArray[np.int64]

_EVEN = np.array([0, *(1 << (bits - 1).bit_length() for bits in range(1, WORD_BITS + 1))])
"""By the bits that a term frequency needs: those that it gets, so that none lies in two words."""
_WIDTHS = np.arange(WORD_BITS + 1)
_WIDTHS[EXACT + 1 : 16] = 16
_POWERS = 1 << np.arange(WORD_BITS, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Blocks:
    """The postings of many terms in N blocks."""

    first: Docs
    """(N,): the first doc of each block."""
    offset: NDArray[np.uint32]
    """(N,): the word where the bits of each begin."""
    width: NDArray[np.uint16]
    """(N,): how many bits its distances and its term frequencies take, see ``TF_SHIFT``."""
    packed: NDArray[np.uint32]
    """The bits, from the lowest of each word up; one word more than is used."""

    def unpacked(self, blocks: Longs, sizes: Longs) -> tuple[Docs, Longs]:
        """(blocks, most): the docs of some blocks; what is beyond a block's size has no meaning.

        Returns: the docs, and (blocks,) the bit where the term frequencies of each begin.
        """
        begin = self.offset[blocks].astype(np.int64) * WORD_BITS
        width = (self.width[blocks] & 0xFF).astype(np.int64)
        nth = np.arange(int(sizes.max(initial=1)))
        above = self._values(begin[:, None] + nth * width[:, None], width[:, None])
        words = -(-sizes * width // WORD_BITS)
        docs = (self.first[blocks][:, None] + above).astype(np.int32)
        return docs, begin + words * WORD_BITS

    def frequencies(self, blocks: Longs, begin: Longs, nth: Longs) -> Longs:
        """How often the term occurs in the nth passage of each block.

        Args:
            begin: where the block's term frequencies begin, see ``unpacked``.
        """
        width = (self.width[blocks] >> TF_SHIFT).astype(np.int64)
        return 1 + self._values(begin + nth * width, width)

    def _values(self, bits: Longs, width: Longs) -> Longs:
        """The numbers of so many bits that begin at these bits."""
        word, shift = bits >> 5, bits & 31
        low, high = (self.packed.take(word + i, mode="clip").astype(np.int64) for i in (0, 1))
        # Of the higher word 31 bits are enough, so that the number stays below 2⁶³.
        both = low | (high & 0x7FFFFFFF) << WORD_BITS
        return np.asarray((both >> shift) & ((1 << width) - 1))


def pack(docs: Docs, tf: NDArray[Any], df: Longs) -> Blocks:
    """Pack the postings of terms.

    Args:
        docs, tf: (P,) those of all terms one after another, each term's by ascending doc.
        df: (terms,) how many each has, at least one.
    """
    starts, sizes = _divided(df)
    first = docs[starts].astype(np.int64)
    above = docs.astype(np.int64) - np.repeat(first, sizes)
    often = tf.astype(np.int64) - 1
    width, tf_width = (_bits_for(np.maximum.reduceat(v, starts)) for v in (above, often))
    width, tf_width = _WIDTHS[width], _EVEN[tf_width]
    doc_words = -(-sizes * width // WORD_BITS)
    words = doc_words + -(-sizes * tf_width // WORD_BITS)
    offset = np.cumsum(words) - words
    packed = np.zeros(int(words.sum()) + 1, dtype=np.int64)
    begin = offset * WORD_BITS
    nth = np.arange(len(docs)) - np.repeat(starts, sizes)
    _put(packed, above, np.repeat(begin, sizes) + nth * np.repeat(width, sizes))
    begin = begin + doc_words * WORD_BITS
    _put(packed, often, np.repeat(begin, sizes) + nth * np.repeat(tf_width, sizes))
    return Blocks(
        first.astype(np.int32),
        offset.astype(np.uint32),
        (width | tf_width << TF_SHIFT).astype(np.uint16),
        packed.astype(np.uint32),
    )


def blocks_of(df: NDArray[Any]) -> Longs:
    """How many blocks terms of so many postings have."""
    return -(-df.astype(np.int64) // BLOCK)


def _divided(df: Longs) -> tuple[Longs, Longs]:
    """Where blocks begin among the postings of terms, and how many each holds."""
    count = blocks_of(df)
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    starts = np.repeat(np.cumsum(df) - df, count) + nth * BLOCK
    return starts, np.minimum(np.repeat(df, count) - nth * BLOCK, BLOCK)


def _bits_for(values: Longs) -> Longs:
    """How many bits each takes; none for 0."""
    return _POWERS.searchsorted(values, side="right")


def _put(packed: Longs, values: Longs, bits: Longs) -> None:
    """Write numbers where these bits begin, which ascend; what is there is 0 so far."""
    some = np.flatnonzero(values)  # also leaves out what takes no bits
    values, bits = values[some], bits[some]
    if not len(values):
        return
    word = bits >> 5
    values = values << (bits & 31)
    runs = np.flatnonzero(np.diff(word, prepend=-1))
    packed[word[runs]] += np.add.reduceat(values & 0xFFFFFFFF, runs)
    over = values >> WORD_BITS
    beyond = np.flatnonzero(over)
    packed[word[beyond] + 1] += over[beyond]
