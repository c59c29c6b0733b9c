"""Which loop searches: numpy's, or a compiled one?

The compiled loop needs numba (the extra ``fast``) and half a second to load, which a program that
answers one question had better not spend. So it is asked for: ``warm`` loads it, and from then on
every search of the process uses it. Both give the same passages and the same scores.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.blocks import TF_SHIFT, pack
from retrieval.index.postings.postings import Postings, factors, lengths

RARELY = (3_000, 20, 50)
"""The garbage collector's thresholds in a process that answers many questions."""

MOST_FACTORS = 1 << 22
"""The factors of all term frequencies and lengths are kept ready where they are not more."""

_loading = threading.Lock()
_compiled: Any = None


def warm() -> bool:
    """Load the compiled loop; False where numba is not installed or of no use.

    The garbage collector would go through all that is loaded now and then, for 50 ms in the midst
    of a question, with numba or without: it is taken from its sight, and it looks more rarely.
    """
    global _compiled
    with _loading:
        if _compiled is None:
            _compiled = _loaded()
            gc.collect()
            gc.freeze()
            gc.set_threshold(*RARELY)
    return _compiled is not None


def cool() -> None:
    """Use numpy's loop again."""
    global _compiled
    _compiled = None


def compiled_search() -> Any:
    """``numba_search.search``, or None where it has not been loaded."""
    return _compiled and _compiled.search


def compiled_frequencies() -> Any:
    """``numba_search.frequencies``, or None where it has not been loaded."""
    return _compiled and _compiled.frequencies


def sorted_up_to() -> int:
    """For how great a ``k`` the compiled loop gives the best ``k`` in order."""
    return int(_compiled.SORTED) if _compiled else 0


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array, read-only: so the compiled loop is compiled for one kind of array alone."""
    view = array.view()
    view.flags.writeable = False
    return view


def part(postings: Postings, avgdl: float, k1: float, b: float) -> tuple[NDArray[Any], ...]:
    """What the compiled loop takes of one index, see ``numba_search.search``.

    Empty where terms occur so often, or passages are so long, that it does without the loop.
    """
    rows = 1 << int(postings.width.max(initial=0) >> TF_SHIFT)
    columns = int(postings.doc_len.max(initial=0)) + 1
    if rows * columns > MOST_FACTORS or postings.doc_len.dtype != np.uint16:
        return ()
    length = lengths(np.arange(columns), avgdl, k1, b).astype(np.float32)
    table = factors(np.arange(1, rows + 1)[:, None], length, k1)
    blocks = postings.first, postings.offset, postings.width, postings.packed
    return tuple(frozen(array) for array in (*blocks, postings.doc_len, table))


def packed(clauses: Sequence[float]) -> NDArray[np.float64]:
    """(n, 6): clauses for the compiled loops; places stay exact up to 2⁵³.

    Args:
        clauses: part (0 for words), begin, df, peak, idf and weight of each, one after another.
    """
    return np.array(clauses, dtype=np.float64).reshape(-1, 6)


def _loaded() -> Any:
    """The module of the compiled loop, ready; None without numba, or where it can keep nothing."""
    try:
        compiled = import_module("retrieval.index.postings.numba_search")
    except (ImportError, RuntimeError):
        return None
    _try(compiled)
    return compiled


def _try(compiled: Any) -> None:
    """Search a collection of one passage, so that everything is compiled and kept."""
    docs = np.zeros(1, np.int32)
    blocks = pack(docs, np.ones(1, np.int64), np.ones(1, np.int64))
    one = np.ones(1, np.uint16), np.ones((1, 2), np.float32)
    arrays = blocks.first, blocks.offset, blocks.width, blocks.packed, *one
    part = tuple(frozen(array) for array in arrays)
    table = tuple(frozen(docs) for _ in range(3))
    state = np.zeros(1, np.float32), np.zeros(1, np.int32), np.zeros(1, np.float32)
    clauses = packed([0, 0, 1, 1.0, 1.0, 1.0])
    compiled.search(part, part, clauses, np.ones((2, 3)), table, state, 1.0, 0.0, 1)
    compiled.frequencies(part, part, clauses, docs, np.zeros((1, 1), np.int32))
