"""What do searches add up in?

numpy's loop has a sum for each passage. The compiled one takes the passages a window at a time: its
sums are those of a window alone, and stay in the processor's cache from one to the next.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.blocks import Docs
from retrieval.index.postings.postings import frozen

Sums = NDArray[np.float32]

DEAD = np.float32(-1e30)
"""The sum of a passage that is gone: it can never rise to 0."""

WINDOW = 1 << 17
"""The passages of the largest window."""


class Workspace(NamedTuple):
    """What the compiled loop works on; a thread's own."""

    dead: Docs
    """The passages that are gone, ascending."""
    sums: Sums
    """(passages of a window,): zeros; zeros again afterwards."""
    found: Docs
    """(passages,): for the result."""
    totals: Sums
    """(passages,): their sums."""
    heap: Sums
    """(k,)"""


class Accumulators:
    """Sums of so many passages, all zero between questions; each thread has its own."""

    def __init__(self, size: int, dead: Docs) -> None:
        self._size = size
        self._dead = frozen(dead)
        self._local = threading.local()

    @property
    def sums(self) -> Sums:
        """(size,): this thread's sums, for numpy's loop."""
        found: Sums | None = getattr(self._local, "sums", None)
        if found is None:
            found = np.zeros(self._size, dtype=np.float32)
            found[self._dead] = DEAD
            self._local.sums = found
        return found

    def workspace(self, k: int) -> Workspace:
        """This thread's, for the compiled loop."""
        found: Workspace | None = getattr(self._local, "workspace", None)
        if found is None or len(found.heap) != k:
            heap = np.empty(k, dtype=np.float32)
            found = found._replace(heap=heap) if found else self._workspace(heap)
            self._local.workspace = found
        return found

    def _workspace(self, heap: Sums) -> Workspace:
        sums = np.zeros(min(self._size, WINDOW), dtype=np.float32)
        found, totals = np.empty(self._size, np.int32), np.empty(self._size, np.float32)
        return Workspace(self._dead, sums, found, totals, heap)

    def clear(self, touched: Sequence[NDArray[np.intp]]) -> None:
        """Set numpy's sums of these passages to zero again."""
        sums = self.sums
        if sum(map(len, touched)) > self._size // 8:
            sums.fill(0)
        else:
            for docs in touched:
                sums[docs] = 0
        sums[self._dead] = DEAD
