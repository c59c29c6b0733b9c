"""Which passages can be among the best k? ``maxscore``'s answer by compiled code.

The passages are taken a window at a time: the sums of a window stay in the cache, and what is found
in one raises the threshold for the next. Blocks are unpacked as they are needed.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

import numba
import numpy as np

from retrieval.index.postings.accumulators import DEAD, WINDOW
from retrieval.index.postings.blocks import BLOCK
from retrieval.index.postings.maxscore import TINY
from retrieval.index.postings.numba_blocks import HOW, lower_bound
from retrieval.index.postings.numba_heap import raised
from retrieval.index.postings.numba_lists import add, look_up, most, move, scan

LOOKUP = 64
"""Looking up one passage in a list takes as long as adding up about so many postings."""

FIRST_WINDOW = 1 << 14
"""Passages of the first window; each is twice as large as the one before, up to ``WINDOW``."""


@numba.njit(**HOW)
def _narrow(low, sums, touched, count, heap, threshold, keep, left):
    """Drop passages that fall short of the threshold, which rises, even with all that is left."""
    heap[:] = np.float32(threshold * keep)  # only more than that raises it
    least = np.float32(threshold * keep - left)
    kept = 0
    for place in range(count):
        doc = touched[place]
        total = sums[doc - low]
        if total < least:
            sums[doc - low] = 0
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
    low = window[0]
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
            count, threshold = _narrow(low, sums, touched, count, heap, threshold, keep, rest[at])
        if count * LOOKUP < postings:
            look_up(part, of, span, weight, low, sums, touched, count)
        else:
            least = max(np.float32(TINY), np.float32(threshold * keep - rest[at]))
            scan(part, of, span, weight, window, room, sums, least)
    return _narrow(low, sums, touched, count, heap, threshold, keep, 0.0)


@numba.njit(**HOW)
def candidates(words, bigrams, lists, rest, keep, threshold, workspace):
    """How many passages may be among the best k; they are ``workspace.found[:count]``.

    Args:
        words, bigrams: a part each, see ``numba_lists``.
        lists: (parts, begins, dfs, weights) by descending bounds; part 0 is the words'.
        rest: (lists + 1,) what the lists from each on add at most.
        workspace: see ``Workspace``.
    """
    parts, begins, dfs, _ = lists
    dead, sums, found, totals, heap = workspace
    room = (
        np.empty(BLOCK, dtype=np.uint32),
        np.empty(BLOCK, dtype=np.uint16),
        np.empty(BLOCK, dtype=np.float32),
    )
    best = np.full(len(heap), np.float32(threshold * keep))
    spans = np.zeros((len(parts), 2), dtype=np.int64)
    count, low, size, gone = 0, 0, FIRST_WINDOW, 0
    while low < len(found):
        high = min(len(found), low + size)
        for at in range(len(parts)):
            part = words if parts[at] == 0 else bigrams
            move(part, (begins[at], dfs[at]), spans[at], low, high)
        passed = lower_bound(dead, gone, len(dead), high)
        for doc in dead[gone:passed]:
            sums[doc - low] = DEAD
        more, threshold = _of_window(
            words, bigrams, lists, spans, rest, (low, high), keep, threshold,
            room, sums, found[count:], heap,
        )  # fmt: skip
        for doc in dead[gone:passed]:
            sums[doc - low] = 0
        for place in range(count, count + more):
            total = sums[found[place] - low]
            sums[found[place] - low] = 0
            totals[place] = total
            if total > best[0]:
                threshold = raised(threshold, best, total)
        count, gone = count + more, passed
        low, size = high, min(2 * size, WINDOW)
    return _above(totals, found, count, np.float32(threshold * keep))


@numba.njit(**HOW)
def _above(totals, found, count, least):
    """Drop passages whose totals fall short of ``least``; how many remain."""
    kept = 0
    for place in range(count):
        found[kept] = found[place]
        kept += totals[place] >= least
    return kept
