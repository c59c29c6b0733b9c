"""The postings of one term for compiled code, whether they are packed in blocks or lie plain.

What the loops take of one index, a part, is a tuple of read-only arrays. Packed it is

- lengths: (passages,) uint16
- first, offset, width, packed: those of ``Blocks``
- factors: (rows, lengths) float32, by tf − 1 and length

and plain, as a small index is unpacked once for all questions,

- lengths: (passages,) uint16
- begins: (blocks,) where the postings of each block begin
- docs, rows, factors: (postings,) uint32, uint16 and float32; a row is a term frequency less one.

A list is ``(first block, df)``. A span is a stretch of it: of its blocks, or of its plain postings.
Which of the two an index is, numba knows when it compiles: it makes each loop of both.

numba keeps what it compiled by the time of ``numba_search``: touch that file with this one.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

from typing import Any

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from retrieval.index.postings.blocks import BLOCK
from retrieval.index.postings.numba_blocks import (
    HOW,
    U64,
    find,
    inside,
    lower_bound,
    read_docs,
    read_rows,
    row_of,
    unpack,
)
from retrieval.index.postings.numba_heap import raised
from retrieval.index.postings.postings import Postings, frozen

PACKED = 6
"""So many arrays tell numba that a part is packed."""
INNER: Any = {name: value for name, value in HOW.items() if name != "cache"}
"""How what others call is compiled: it is kept with them."""


Part = tuple[NDArray[Any], ...]


def packed(postings: Postings, table: NDArray[np.float32]) -> Part:
    """``table``: by tf − 1 and length the factors."""
    return tuple(map(frozen, (postings.doc_len, *_arrays(postings), table)))


def plain(postings: Postings, table: NDArray[np.float32]) -> Part:
    """The same with all postings unpacked: ten bytes each."""
    sizes = postings.sizes()
    begins = np.cumsum(sizes) - sizes
    docs = np.empty(int(sizes.sum()), dtype=np.uint32)
    rows = np.empty(len(docs), dtype=np.uint16)
    unpack(*map(frozen, _arrays(postings)), sizes, begins, docs, rows)
    factor = table[rows, postings.doc_len[docs]]
    return tuple(map(frozen, (postings.doc_len, begins, docs, rows, factor)))


def _arrays(postings: Postings) -> tuple[NDArray[Any], ...]:
    return postings.first, postings.offset, postings.width, postings.packed


def _of_either(of_packed: Any, of_plain: Any) -> Any:
    """A function for compiled code, by its first argument: a packed or a plain part."""

    def chosen(part, *rest):
        raise NotImplementedError

    @overload(chosen, strict=False, jit_options=INNER)
    def choose(part, *rest):
        return of_packed if len(part) == PACKED else of_plain

    return chosen


def _whole_packed(part, of):
    begin, df = of
    return begin, begin + (df + BLOCK - 1) // BLOCK


def _whole_plain(part, of):
    begin, df = of
    start = np.int64(part[1][begin])
    return start, start + df


whole = _of_either(_whole_packed, _whole_plain)
"""whole(part, of): the span of all of a list."""


def _move_packed(part, of, span, low, high):
    start, end = whole(part, of)
    first = part[1]
    start = max(start, span[1] - 1)  # the last one may go on
    if start + 1 < end and first[start + 1] <= low:
        start += 1
    span[0] = start
    span[1] = lower_bound(first, start, end, high)


def _move_plain(part, of, span, low, high):
    start, end = whole(part, of)
    span[0] = max(start, span[1])
    span[1] = lower_bound(part[2], span[0], end, high)


move = _of_either(_move_packed, _move_plain)
"""move(part, of, span, low, high): moves a span on to the docs from ``low`` to below ``high``."""


def _most_packed(part, of, span):
    return min(of[1], (span[1] - span[0]) * BLOCK)


def _most_plain(part, of, span):
    return span[1] - span[0]


most = _of_either(_most_packed, _most_plain)
"""most(part, of, span): how many postings a span holds at most."""


def _open_packed(
    part, of, span, weight, window, room, sums, touched, count, heap, threshold, keep, left
):
    heap[:] = np.float32(threshold * keep)  # only more than that raises it
    least = np.float32(threshold * keep - left)
    lengths, first, offset, width, packed, factors = part
    docs, rows, shares = room
    low = U64(window[0])
    for block in range(span[0], span[1]):
        size, begin, bits = read_docs(first, offset, width, packed, of, block, docs)
        start, end = inside(docs, size, window[0], window[1])
        read_rows(packed, begin, bits, end, rows)
        for at in range(start, end):  # by itself: nothing waits for a length to arrive
            shares[at] = weight * factors[rows[at], lengths[docs[at]]]
        for at in range(start, end):
            added = shares[at]
            before = sums[docs[at] - low]
            if before == 0:
                if added < least:
                    continue
                touched[count] = docs[at]
                count += 1
            added += before
            sums[docs[at] - low] = added
            if added > heap[0]:
                threshold = raised(threshold, heap, added)
                least = np.float32(threshold * keep - left)
    return count, threshold


def _open_plain(
    part, of, span, weight, window, room, sums, touched, count, heap, threshold, keep, left
):
    heap[:] = np.float32(threshold * keep)
    least = np.float32(threshold * keep - left)
    _, _, docs, _, factors = part
    low = U64(window[0])
    for at in range(U64(span[0]), U64(span[1])):
        doc = docs[at]
        added = weight * factors[at]
        before = sums[doc - low]
        if before == 0:
            if added < least:
                continue
            touched[count] = doc
            count += 1
        added += before
        sums[doc - low] = added
        if added > heap[0]:
            threshold = raised(threshold, heap, added)
            least = np.float32(threshold * keep - left)
    return count, threshold


add = _of_either(_open_packed, _open_plain)
"""Add up a span; passages are touched only if they can reach the threshold, which rises.

add(part, of, span, weight, window, room, sums, touched, count, heap, threshold, keep, left) gives
the new count and threshold.

- window: its first doc, and the one after its last.
- room: (docs, rows, shares) of a block.
- sums: those of the window's passages, from its first on.
"""


def _look_up_packed(part, of, span, weight, low, sums, touched, count):
    lengths, first, offset, width, packed, factors = part
    for place in range(count):
        doc = touched[place]
        row = find(first, offset, width, packed, of, span, doc)
        if row >= 0:
            sums[doc - low] += weight * factors[row, lengths[doc]]


def _look_up_plain(part, of, span, weight, low, sums, touched, count):
    _, _, docs, _, factors = part
    for place in range(count):
        doc = touched[place]
        at = lower_bound(docs, span[0], span[1], doc)
        if at < span[1] and docs[at] == doc:
            sums[doc - low] += weight * factors[at]


look_up = _of_either(_look_up_packed, _look_up_plain)
"""Add a list to what is touched, one by one.

look_up(part, of, span, weight, low, sums, touched, count); ``low`` is the window's first doc.
"""


def _scan_packed(part, of, span, weight, window, room, sums, least):
    lengths, first, offset, width, packed, factors = part
    docs, _, _ = room
    low = U64(window[0])
    for block in range(span[0], span[1]):
        size, begin, bits = read_docs(first, offset, width, packed, of, block, docs)
        start, end = inside(docs, size, window[0], window[1])
        for at in range(start, end):
            before = sums[docs[at] - low]
            if before >= least:
                row = row_of(packed, begin, bits, at)
                sums[docs[at] - low] = before + weight * factors[row, lengths[docs[at]]]


def _scan_plain(part, of, span, weight, window, room, sums, least):
    _, _, docs, _, factors = part
    low = U64(window[0])
    for at in range(U64(span[0]), U64(span[1])):
        before = sums[docs[at] - low]
        if before >= least:
            sums[docs[at] - low] = before + weight * factors[at]


scan = _of_either(_scan_packed, _scan_plain)
"""Add a span to the passages whose sums reach ``least``, which is above 0, going through it.

scan(part, of, span, weight, window, room, sums, least)
"""


def _frequencies_packed(part, of, docs, found):
    _, first, offset, width, packed, _ = part
    span = whole(part, of)
    for place in range(len(docs)):
        found[place] = 1 + find(first, offset, width, packed, of, span, docs[place])


def _frequencies_plain(part, of, docs, found):
    start, end = whole(part, of)
    _, _, held, rows, _ = part
    for place in range(len(docs)):
        at = lower_bound(held, start, end, docs[place])
        there = at < end and held[at] == docs[place]
        found[place] = 1 + rows[at] if there else 0


frequencies = _of_either(_frequencies_packed, _frequencies_plain)
"""frequencies(part, of, docs, found): how often a term occurs in passages; fills ``found``."""
