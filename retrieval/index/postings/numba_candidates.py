"""Which passages can be among the best k? ``maxscore``'s answer by compiled code.

The passages are taken a window at a time: the sums of a window stay in the cache, and what is found
in one raises the threshold for the next. Blocks are unpacked as they are needed.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

import numba
import numpy as np

from retrieval.index.postings.maxscore import TINY
from retrieval.index.postings.numba_blocks import HOW
from retrieval.index.postings.numba_heap import raised
from retrieval.index.postings.numba_lists import add, look_up, most, move, scan

LOOKUP = 64
"""Looking up one passage in a list takes as long as adding up about so many postings."""

FIRST_WINDOW, WINDOW = 1 << 14, 1 << 17
"""Passages of the first window, and of the largest: each is twice as large as the one before."""


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
            threshold = raised(threshold, heap, total)
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
        count, threshold = add(
            words if parts[opened] == 0 else bigrams, (begins[opened], dfs[opened]),
            (spans[opened, 0], spans[opened, 1]), weights[opened], window, room,
            sums, touched, count, heap, threshold, keep, rest[opened + 1],
        )  # fmt: skip
        opened += 1
    for at in range(opened, len(parts)):
        part = words if parts[at] == 0 else bigrams
        of, span, weight = (begins[at], dfs[at]), (spans[at, 0], spans[at, 1]), weights[at]
        postings = most(part, of, span)
        if count < postings:  # else going through the list costs less
            count, threshold = _narrow(sums, touched, count, heap, threshold, keep, rest[at])
        if count * LOOKUP < postings:
            look_up(part, of, span, weight, sums, touched, count)
        else:
            least = max(np.float32(TINY), np.float32(threshold * keep - rest[at]))
            scan(part, of, span, weight, window, room, sums, least)
    return _narrow(sums, touched, count, heap, threshold, keep, 0.0)


@numba.njit(**HOW)
def candidates(words, bigrams, lists, rest, keep, threshold, room, sums, touched, heap):
    """How many passages may be among the best k; they are ``touched[:count]``.

    Args:
        words, bigrams: a part each, see ``numba_lists``.
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
            move(part, (begins[at], dfs[at]), spans[at], low, high)
        more, threshold = _of_window(
            words, bigrams, lists, spans, rest, (low, high), keep, threshold,
            room, sums, touched[count:], heap,
        )  # fmt: skip
        for place in range(count, count + more):
            if sums[touched[place]] > best[0]:
                threshold = raised(threshold, best, sums[touched[place]])
        count += more
        low, size = high, min(2 * size, WINDOW)
    count, _ = _narrow(sums, touched, count, heap, threshold, keep, 0.0)
    for place in range(count):
        sums[touched[place]] = 0
    return count
