"""How are postings packed? In blocks of up to 128, in as many bits as the block needs.

A block keeps its first doc as it is. Behind each other in its bits lie the distances of all its
docs from that one, in the same number of bits each; then the term frequencies, less one, in a
number of bits of their own (frame of reference: Zukowski, Héman, Nes and Boncz, *Super-scalar
RAM-CPU cache compression*, 2006). Every block begins at a 32-bit word, so that any can be read
alone. A term's last block holds what is left and takes no more bits than that needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 128
WORD_BITS = 32
TF_SHIFT = 8
"""A block's width is the bits of a distance, and those of a term frequency times 2⁸."""

Docs = NDArray[np.int32]
Longs = NDArray[np.int64]

_EVEN = np.array([0, *(1 << (bits - 1).bit_length() for bits in range(1, WORD_BITS + 1))])
"""By the bits that a term frequency needs: those that it gets, so that none lies in two words."""
_WIDTHS = np.array([16 if 12 < bits < 16 else bits for bits in range(WORD_BITS + 1)])
"""The same for a distance. Sixteen bits are read five times as fast as others, and most blocks need
nearly so many; smaller ones are of common words, which are looked up more often than read."""
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

        Returns: the docs, and (blocks,) the word where the term frequencies of each begin.
        """
        begin = self.offset[blocks].astype(np.int64)
        width = (self.width[blocks] & 0xFF).astype(np.int64)
        docs = self._rows(begin, width, int(sizes.max(initial=1)))
        docs += self.first[blocks][:, None]
        return docs, begin - (-sizes * width // WORD_BITS)

    def frequencies(self, blocks: Longs, begin: Longs, most: int) -> NDArray[np.int32]:
        """(blocks, most): how often the term occurs in each passage of some blocks.

        Args:
            begin: where the block's term frequencies begin, see ``unpacked``.
        """
        return 1 + self._rows(begin, (self.width[blocks] >> TF_SHIFT).astype(np.int64), most)

    def frequency(self, blocks: Longs, begin: Longs, nth: Longs) -> Longs:
        """(blocks,): how often the term occurs in the nth passage of each block."""
        width = (self.width[blocks] >> TF_SHIFT).astype(np.int64)
        bit = nth * width
        word = self.packed[begin + (bit >> 5)].astype(np.int64)
        return np.asarray(1 + ((word >> (bit & 31)) & ((1 << width) - 1)))

    def _rows(self, begin: Longs, width: Longs, most: int) -> NDArray[np.int32]:
        """(blocks, most): the numbers that begin at these words and take so many bits each."""
        rows = np.zeros((len(begin), most), dtype=np.int32)
        for bits in np.flatnonzero(np.bincount(width)[1:]) + 1:
            same = np.flatnonzero(width == bits)
            places = begin[same, None] + np.arange(-(-most * bits // WORD_BITS) + 1)
            rows[same] = _numbers(self.packed.take(places, mode="clip"), int(bits))[:, :most]
        return rows


def pack(docs: Docs, tf: NDArray[Any], df: Longs) -> Blocks:
    """Pack the postings of terms.

    Args:
        docs, tf: (P,) those of all terms one after another, each term's by ascending doc.
        df: (terms,) how many each has, at least one.
    """
    starts, sizes = _divided(df)
    first = docs[starts]
    width = _WIDTHS[_bits_for(docs[starts + sizes - 1] - first)]
    tf_width = _EVEN[_bits_for(np.maximum.reduceat(tf, starts).astype(np.int64) - 1)]
    doc_words = -(-sizes * width // WORD_BITS)
    words = doc_words + -(-sizes * tf_width // WORD_BITS)
    offset = np.cumsum(words) - words
    packed = np.zeros(int(words.sum()) + 1, dtype=np.uint32)
    whole = sizes == BLOCK
    for bits in np.unique(width[whole]).tolist():
        same = np.flatnonzero(whole & (width == bits))
        above = docs[starts[same][:, None] + np.arange(BLOCK)] - first[same][:, None]
        target = offset[same][:, None] + np.arange(bits * BLOCK // WORD_BITS)
        packed[target] = _rows_of(above.astype(np.uint32), bits)
    rest = np.flatnonzero(~whole)
    owner = np.repeat(rest, sizes[rest])
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(sizes[rest]) - sizes[rest], sizes[rest])
    above = docs[starts[owner] + nth] - first[owner]
    _put(packed, above, offset[owner] * WORD_BITS + nth * width[owner])
    more = np.flatnonzero(tf > 1)
    owner = starts.searchsorted(more, side="right") - 1
    begin = (offset + doc_words)[owner] * WORD_BITS
    _put(packed, tf[more] - 1, begin + (more - starts[owner]) * tf_width[owner])
    facts = offset.astype(np.uint32), (width | tf_width << TF_SHIFT).astype(np.uint16)
    return Blocks(first.astype(np.int32), *facts, packed)


def _rows_of(values: NDArray[np.uint32], bits: int) -> NDArray[np.uint32]:
    """(blocks, words): the bits of whole blocks, which all take so many."""
    if bits == WORD_BITS // 2:
        return values.astype("<u2").view("<u4")
    columns = np.ascontiguousarray(values.T)
    words = np.zeros((bits * BLOCK // WORD_BITS, len(values)), dtype=np.uint32)
    for nth, column in enumerate(columns):
        word, shift = divmod(nth * bits, WORD_BITS)
        words[word] |= column << np.uint32(shift)
        if shift + bits > WORD_BITS:
            words[word + 1] |= column >> np.uint32(WORD_BITS - shift)
    return words.T


def _numbers(words: NDArray[np.uint32], bits: int) -> NDArray[Any]:
    """(blocks, numbers): what ``_rows_of`` put into these words; the last of them is spare."""
    if bits == WORD_BITS // 2:
        return words.view("<u2")
    count = (words.shape[1] - 1) * WORD_BITS // bits
    word, shift = np.divmod(np.arange(count) * bits, WORD_BITS)
    both = words[:, word] | words[:, word + 1].astype(np.uint64) << np.uint64(WORD_BITS)
    return (both >> shift.astype(np.uint64)).astype(np.uint32) & np.uint32((1 << bits) - 1)


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


def _put(packed: NDArray[np.uint32], values: NDArray[Any], bits: Longs) -> None:
    """Write numbers where these bits begin, which ascend; what is there is 0 so far."""
    if not len(values):
        return
    word = bits >> 5
    wide = values.astype(np.int64) << (bits & 31)
    runs = np.append(0, np.flatnonzero(word[1:] != word[:-1]) + 1)
    packed[word[runs]] |= np.add.reduceat(wide & 0xFFFFFFFF, runs).astype(np.uint32)
    over = wide >> WORD_BITS
    beyond = np.flatnonzero(over)
    packed[word[beyond] + 1] |= over[beyond].astype(np.uint32)
