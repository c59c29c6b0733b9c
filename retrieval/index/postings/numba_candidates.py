"""Which passages can be among the best k? ``maxscore``'s answer by compiled code.

The passages are taken a window at a time: the sums of a window stay in the cache, and what is found
in one raises the threshold for the next. Blocks are unpacked as they are needed.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

import numba
import numpy as np

from retrieval.index.postings.blocks import BLOCK
from retrieval.index.postings.maxscore import TINY
from retrieval.index.postings.numba_blocks import (
    HOW,
    find,
    inside,
    lower_bound,
    read_docs,
    read_rows,
    row_of,
)

LOOKUP = 64
"""Looking up one passage in a list takes as long as adding up about so many postings."""

FIRST_WINDOW, WINDOW = 1 << 14, 1 << 17
"""Passages of the first window, and of the largest: each is twice as large as the one before."""


@numba.njit(**HOW)
def _sift(heap, value):
    """Put a value in the place of a min-heap's least one."""
    size, at = len(heap), 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@numba.njit(**HOW)
def _raised(threshold, heap, value):
    """The threshold after a sum has come among the k best, which are the heap."""
    _sift(heap, value)
    return max(threshold, np.float64(heap[0]))


@numba.njit(**HOW)
def _open(part, of, span, weight, window, room, sums, touched, count, heap, threshold, keep, left):
    """Add up a list; passages are touched only if they can reach the threshold, which rises.

    Args:
        of: (first block, df) of the list.
        span: its blocks that reach into the window.
        window: its first doc, and the one after its last.
        room: (docs, rows) of a block.
    """
    heap[:] = np.float32(threshold * keep)  # only more than that raises it
    least = np.float32(threshold * keep - left)
    first, offset, width, packed, lengths, factors = part
    docs, rows = room
    for block in range(span[0], span[1]):
        size, begin, bits = read_docs(first, offset, width, packed, of, block, docs)
        start, end = inside(docs, size, window[0], window[1])
        read_rows(packed, begin, bits, end, rows)
        for at in range(start, end):
            doc = docs[at]
            added = weight * factors[rows[at], lengths[doc]]
            before = sums[doc]
            if before == 0:
                if added < least:
                    continue
                touched[count] = doc
                count += 1
            added += before
            sums[doc] = added
            if added > heap[0]:
                threshold = _raised(threshold, heap, added)
                least = np.float32(threshold * keep - left)
    return count, threshold


@numba.njit(**HOW)
def _look_up(part, of, span, weight, sums, touched, count):
    """Add a list to the passages that are touched, looking each of them up."""
    first, offset, width, packed, lengths, factors = part
    for place in range(count):
        doc = touched[place]
        row = find(first, offset, width, packed, of, span, doc)
        if row >= 0:
            sums[doc] += weight * factors[row, lengths[doc]]


@numba.njit(**HOW)
def _scan(part, of, span, weight, window, room, sums, least):
    """Add a list to the passages that are touched and reach ``least``, going through the list."""
    least = max(least, np.float32(TINY))  # what is not touched has 0
    first, offset, width, packed, lengths, factors = part
    docs, _ = room
    for block in range(span[0], span[1]):
        size, begin, bits = read_docs(first, offset, width, packed, of, block, docs)
        start, end = inside(docs, size, window[0], window[1])
        for at in range(start, end):
            before = sums[docs[at]]
            if before >= least:
                row = row_of(packed, begin, bits, at)
                sums[docs[at]] = before + weight * factors[row, lengths[docs[at]]]


@numba.njit(**HOW)
def _narrow(sums, touched, count, heap, threshold, keep, left):
    """Drop passages that fall short of the threshold, which rises, even with all that is left."""
    heap[:] = np.float32(threshold * keep)  # only more than that raises it
    least = np.float32(threshold * keep - left)
    kept = 0
    for place in range(count):
        doc = touched[place]
        total = sums[doc]
        if total < least:
            sums[doc] = 0
            continue
        touched[kept] = doc
        kept += 1
        if total > heap[0]:
            threshold = _raised(threshold, heap, total)
            least = np.float32(threshold * keep - left)
    return kept, threshold


@numba.njit(**HOW)
def _of_window(
    words, bigrams, lists, spans, rest, window, keep, threshold, room, sums, touched, heap
):
    """How many passages of a window may be among the best k, and the threshold.

    They are ``touched[:count]``, and have their sums; see ``candidates``.
    """
    parts, begins, dfs, weights = lists
    count = 0
    opened = 0
    while opened < len(parts) and not threshold * keep > rest[opened]:
        count, threshold = _open(
            words if parts[opened] == 0 else bigrams, (begins[opened], dfs[opened]),
            (spans[opened, 0], spans[opened, 1]), weights[opened], window, room,
            sums, touched, count, heap, threshold, keep, rest[opened + 1],
        )  # fmt: skip
        opened += 1
    for at in range(opened, len(parts)):
        part = words if parts[at] == 0 else bigrams
        of, span, weight = (begins[at], dfs[at]), (spans[at, 0], spans[at, 1]), weights[at]
        postings = min(dfs[at], (span[1] - span[0]) * BLOCK)
        if count < postings:  # else going through the list costs less
            count, threshold = _narrow(sums, touched, count, heap, threshold, keep, rest[at])
        if count * LOOKUP < postings:
            _look_up(part, of, span, weight, sums, touched, count)
        else:
            least = np.float32(threshold * keep - rest[at])
            _scan(part, of, span, weight, window, room, sums, least)
    return _narrow(sums, touched, count, heap, threshold, keep, 0.0)


@numba.njit(**HOW)
def _move(first, begin, df, span, low, high):
    """Move the span of a list's blocks on to those that reach into a window."""
    end = begin + (df + BLOCK - 1) // BLOCK
    start = max(begin, span[1] - 1)  # the last one may go on
    if start + 1 < end and first[start + 1] <= low:
        start += 1
    span[0] = start
    span[1] = lower_bound(first, start, end, high)


@numba.njit(**HOW)
def candidates(words, bigrams, lists, rest, keep, threshold, room, sums, touched, heap):
    """How many passages may be among the best k; they are ``touched[:count]``.

    Args:
        words, bigrams: see ``search``.
        lists: (parts, begins, dfs, weights) by descending bounds; part 0 is the words'.
        rest: (lists + 1,) what the lists from each on add at most.
        room: (docs, rows) of a block.
        sums: (passages,) float32, zeros; zeros again afterwards.
        touched: (passages,) int32, for the result.
        heap: (k,) float32.
    """
    parts, begins, dfs, _ = lists
    best = np.full(len(heap), np.float32(threshold * keep))
    spans = np.zeros((len(parts), 2), dtype=np.int64)
    count, low, size = 0, 0, FIRST_WINDOW
    while low < len(sums):
        high = min(len(sums), low + size)
        for at in range(len(parts)):
            part = words if parts[at] == 0 else bigrams
            _move(part[0], begins[at], dfs[at], spans[at], low, high)
        more, threshold = _of_window(
            words, bigrams, lists, spans, rest, (low, high), keep, threshold,
            room, sums, touched[count:], heap,
        )  # fmt: skip
        for place in range(count, count + more):
            if sums[touched[place]] > best[0]:
                threshold = _raised(threshold, best, sums[touched[place]])
        count += more
        low, size = high, min(2 * size, WINDOW)
    count, _ = _narrow(sums, touched, count, heap, threshold, keep, 0.0)
    for place in range(count):
        sums[touched[place]] = 0
    return count
