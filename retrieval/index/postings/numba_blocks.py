"""The blocks of ``blocks``, read by compiled code.

Everything here counts unsigned: of a signed place numba would ask first whether it counts from the
end. Two widths are read by loops of their own, which the compiler turns into a few instructions for
eight numbers: distances of 16 bits, and frequencies of one or two.

numba keeps what it compiled by the time of ``numba_search``: touch that file with this one.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from retrieval.index.postings.blocks import BLOCK, TF_SHIFT

U64 = np.uint64

HOW: Any = {"nogil": True, "cache": True, "boundscheck": False, "error_model": "numpy"}
"""How everything is compiled."""


@numba.njit(**HOW)
def lower_bound(docs, start, end, doc):
    """Where the docs of ``docs[start:end]``, ascending, are no longer below the doc."""
    low, high = start, end
    while low < high:
        middle = (low + high) >> 1
        if docs[middle] < doc:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(**HOW)
def read_docs(first, offset, width, packed, of, block, docs):
    """Put the docs of a block into ``docs``.

    Args:
        first, offset, width, packed: those of ``Blocks``.
        of: (first block, df) of the list.

    Returns: how many they are; the word where the term frequencies begin, and their bits.
    """
    size = U64(_size(of, block))
    begin, bits = U64(offset[block]), U64(width[block] & 0xFF)
    base = np.uint32(first[block])
    if bits == U64(16):
        for i in range((size + U64(1)) >> U64(1)):
            both = packed[begin + i]
            docs[U64(2) * i] = base + (both & np.uint32(0xFFFF))
            docs[U64(2) * i + U64(1)] = base + (both >> np.uint32(16))
    else:
        mask = (U64(1) << bits) - U64(1)
        for i in range(size):
            docs[i] = base + np.uint32(_bits_at(packed, begin, i * bits) & mask)
    return size, begin + ((size * bits + U64(31)) >> U64(5)), U64(width[block] >> TF_SHIFT)


@numba.njit(**HOW)
def _size(of, block):
    """How many postings a block of a list holds."""
    begin, df = of
    return min(BLOCK, df - (block - begin) * BLOCK)


@numba.njit(**HOW)
def _bits_at(packed, begin, place):
    """The 32 bits at a place behind a word, and others above them."""
    word = begin + (place >> U64(5))
    return (U64(packed[word]) | U64(packed[word + U64(1)]) << U64(32)) >> (place & U64(31))


@numba.njit(**HOW)
def read_rows(packed, begin, bits, size, rows):
    """Put the first ``size`` term frequencies of a block, less one, into ``rows``.

    ``begin``: the word where they begin; they take so many bits each.
    """
    if bits == U64(0):
        for i in range(size):
            rows[i] = np.uint16(0)
    elif bits == U64(1):
        for word in range((size + U64(31)) >> U64(5)):
            value = packed[begin + word]
            for i in range(U64(32)):
                rows[(word << U64(5)) + i] = (value >> np.uint32(i)) & np.uint32(1)
    elif bits == U64(2):
        for word in range((size + U64(15)) >> U64(4)):
            value = packed[begin + word]
            for i in range(U64(16)):
                rows[(word << U64(4)) + i] = (value >> np.uint32(U64(2) * i)) & np.uint32(3)
    else:
        mask = np.uint32((U64(1) << bits) - U64(1))
        for i in range(size):
            place = i * bits
            value = packed[begin + (place >> U64(5))]
            rows[i] = (value >> np.uint32(place & U64(31))) & mask


@numba.njit(**HOW)
def row_of(packed, begin, bits, nth):
    """The term frequency, less one, of the nth posting of a block."""
    place = nth * bits
    value = U64(packed[begin + (place >> U64(5))])
    return (value >> (place & U64(31))) & ((U64(1) << bits) - U64(1))


@numba.njit(**HOW)
def inside(docs, size, low, high):
    """From where to where the docs of a block lie in a window."""
    last = np.int64(size)
    start = lower_bound(docs, 0, last, low) if docs[0] < low else 0
    end = lower_bound(docs, start, last, high) if docs[last - 1] >= high else last
    return U64(start), U64(end)


@numba.njit(**HOW)
def find(first, offset, width, packed, of, span, doc):
    """The term frequency, less one, of a doc in a list; -1 if it is not there."""
    block = lower_bound(first, span[0], span[1], doc + 1) - 1
    if block < span[0]:
        return -1
    bits, begin = U64(width[block] & 0xFF), U64(offset[block])
    above, mask = U64(doc - first[block]), (U64(1) << bits) - U64(1)
    size = U64(_size(of, block))
    low, count, found = U64(0), size, U64(0)
    while count > U64(1):
        half = count >> U64(1)
        value = _bits_at(packed, begin, (low + half) * bits) & mask
        if value <= above:
            low += half
            found = value
        count -= half
    if found != above:
        return -1
    begin += (size * bits + U64(31)) >> U64(5)
    return np.int64(row_of(packed, begin, U64(width[block] >> TF_SHIFT), low))


@numba.njit(**HOW)
def unpack(first, offset, width, packed, sizes, begins, docs, rows):
    """Put the postings of all blocks into ``docs`` and ``rows``.

    Args:
        sizes, begins: how many postings each block holds, and where they go.
    """
    room = np.empty(BLOCK, dtype=np.uint32), np.empty(BLOCK, dtype=np.uint16)
    for block in range(len(sizes)):
        of, start = (block, sizes[block]), begins[block]
        size, begin, bits = read_docs(first, offset, width, packed, of, block, room[0])
        read_rows(packed, begin, bits, size, room[1])
        docs[start : start + size] = room[0][:size]
        rows[start : start + size] = room[1][:size]
