"""The k best sums so far, as a min-heap: compiled code."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

import numba
import numpy as np

from retrieval.index.postings.numba_blocks import HOW


@numba.njit(**HOW)
def raised(threshold, heap, value):
    """The threshold after a sum has come among the k best, which are the heap."""
    _sift(heap, value)
    return max(threshold, np.float64(heap[0]))


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
