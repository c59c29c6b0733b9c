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
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.accumulators import Accumulators
from retrieval.index.postings.blocks import TF_SHIFT, pack
from retrieval.index.postings.postings import Postings, factors, frozen, lengths

RARELY = (3_000, 20, 50)
"""The garbage collector's thresholds in a process that answers many questions."""

MOST_FACTORS = 1 << 22
"""The factors of all term frequencies and lengths are kept ready where they are not more."""

MOST_PLAIN = 1 << 21
"""A segment of no more postings is searched without blocks: they are unpacked into 20 MiB."""

_CLAUSE, _WEIGHT = Struct("6d"), Struct("d")
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


def parts(several: Sequence[Postings], numbers: Sequence[tuple[float, ...]]) -> tuple[Any, ...]:
    """What the compiled loop takes of each index of a segment, see ``numba_lists``.

    Empty where terms occur so often, or passages are so long, that it does without the loop.

    Args:
        numbers: avgdl, k1 and b of each.
    """
    tables = [_table(*each) for each in zip(several, numbers, strict=True)]
    if any(table is None for table in tables):
        return ()
    postings = sum(int(each.df.sum(dtype=np.int64)) for each in several)
    made = _compiled.plain if postings <= MOST_PLAIN else _compiled.packed
    return tuple(map(made, several, tables))


def _table(postings: Postings, numbers: tuple[float, ...]) -> NDArray[np.float32] | None:
    """(rows, lengths): the factors by tf − 1 and length; None where they are too many."""
    avgdl, k1, b = numbers
    rows = 1 << int(postings.width.max(initial=0) >> TF_SHIFT)
    columns = int(postings.doc_len.max(initial=0)) + 1
    if rows * columns > MOST_FACTORS or postings.doc_len.dtype != np.uint16:
        return None
    length = lengths(np.arange(columns), avgdl, k1, b).astype(np.float32)
    return factors(np.arange(1, rows + 1)[:, None], length, k1)


def clause(part: int, begin: int, df: int, peak: float, idf: float, weight: float = 1.0) -> bytes:
    """A clause for the compiled loops; ``part`` is 0 for words. Places stay exact up to 2⁵³."""
    return _CLAUSE.pack(part, begin, df, peak, idf, weight)


def weighed(clause: bytes, weight: float) -> bytes:
    """The clause with another weight."""
    return clause[: -_WEIGHT.size] + _WEIGHT.pack(weight)


def packed(clauses: Sequence[bytes]) -> NDArray[np.float64]:
    """(n, 6): several clauses for the compiled loops."""
    return np.frombuffer(b"".join(clauses)).reshape(-1, 6)


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
    one, key = np.ones(1, np.int32), np.zeros(1, np.uint64)
    facts = blocks.first, blocks.offset, blocks.width, blocks.packed
    postings = Postings(key, docs, one, one.astype(np.float32), one.astype(np.uint16), *facts)
    columns = tuple(frozen(docs) for _ in range(3))
    workspace = Accumulators(1, np.empty(0, np.int32)).workspace(1)
    clauses, table = packed([clause(0, 0, 1, 1.0, 1.0)]), np.ones((1, 2), np.float32)
    for made in (compiled.packed, compiled.plain):
        part = made(postings, table)
        compiled.search(part, part, clauses, np.ones((2, 3)), columns, workspace, 1.0, 0.0, 1)
        compiled.frequencies(part, part, clauses, docs, np.zeros((1, 1), np.int32))
