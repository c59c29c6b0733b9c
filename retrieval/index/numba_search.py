"""The same top k as ``maxscore`` and ``scorer`` give, as one compiled loop.

numba compiles it and keeps the result beside this file (or in the user's cache), so that a process
compiles at most once for all. It runs without the interpreter's lock: searches of several threads
run side by side. Imported by ``kernel`` alone, and only where numba is installed.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from retrieval.index.maxscore import ROUNDING, TINY

LOOKUP = 24
"""Looking up one passage in a list takes as long as adding up about so many postings."""

FIRST_BLOCK, BLOCK = 1 << 14, 1 << 17
"""Passages of the first block, and of the largest: each is twice as large as the one before."""

SORTED = 64
"""Up to so many passages are put in order here, by insertion."""

_how: Any = {"nogil": True, "cache": True, "boundscheck": False, "error_model": "numpy"}


@numba.njit(**_how)
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


@numba.njit(**_how)
def _raised(threshold, heap, value):
    """The threshold after a sum has come among the k best, which are the heap."""
    _sift(heap, value)
    return max(threshold, np.float64(heap[0]))


@numba.njit(**_how)
def _lower_bound(docs, start, end, doc):
    """Where the docs of ``docs[start:end]``, ascending, are no longer below the doc."""
    low, high = start, end
    while low < high:
        middle = (low + high) >> 1
        if docs[middle] < doc:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(**_how)
def _place(docs, start, end, doc):
    """Where the doc is in ``docs[start:end]``, ascending; -1 if it is not there."""
    at = _lower_bound(docs, start, end, doc)
    return at if at < end and docs[at] == doc else -1


@numba.njit(**_how)
def _open(docs, factor, start, end, weight, sums, touched, count, heap, threshold, keep, left):
    """Add up a list; passages are touched only if they can reach the threshold, which rises."""
    heap[:] = np.float32(threshold * keep)  # only more than that raises it
    least = np.float32(threshold * keep - left)
    for at in range(start, end):
        doc = docs[at]
        added = weight * factor[at]
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


@numba.njit(**_how)
def _look_up(docs, factor, start, end, weight, sums, touched, count):
    """Add a list to the passages that are touched, looking each of them up."""
    for place in range(count):
        at = _place(docs, start, end, touched[place])
        if at >= 0:
            sums[touched[place]] += weight * factor[at]


@numba.njit(**_how)
def _scan(docs, factor, start, end, weight, sums, least):
    """Add a list to the passages that are touched and reach ``least``, going through the list."""
    least = max(least, np.float32(TINY))  # what is not touched has 0
    for at in range(start, end):
        before = sums[docs[at]]
        if before >= least:
            sums[docs[at]] = before + weight * factor[at]


@numba.njit(**_how)
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


@numba.njit(**_how)
def _of_block(
    words, bigrams, parts, starts, ends, weights, rest, keep, threshold, sums, touched, heap
):
    """How many passages of a block may be among the best k, and the threshold; see ``candidates``.

    They are ``touched[:count]``, and have their sums.
    """
    count = 0
    opened = 0
    while opened < len(parts) and not threshold * keep > rest[opened]:
        docs, factor = words if parts[opened] == 0 else bigrams
        count, threshold = _open(
            docs, factor, starts[opened], ends[opened], weights[opened],
            sums, touched, count, heap, threshold, keep, rest[opened + 1],
        )  # fmt: skip
        opened += 1
    for at in range(opened, len(parts)):
        docs, factor = words if parts[at] == 0 else bigrams
        start, end, weight = starts[at], ends[at], weights[at]
        if count < end - start:  # else going through the list costs less
            count, threshold = _narrow(sums, touched, count, heap, threshold, keep, rest[at])
        if count * LOOKUP < end - start:
            _look_up(docs, factor, start, end, weight, sums, touched, count)
        else:
            least = np.float32(threshold * keep - rest[at])
            _scan(docs, factor, start, end, weight, sums, least)
    return _narrow(sums, touched, count, heap, threshold, keep, 0.0)


@numba.njit(**_how)
def candidates(
    words, bigrams, parts, starts, ends, weights, rest, keep, threshold, sums, touched, heap
):
    """How many passages may be among the best k; they are ``touched[:count]``.

    The passages are taken a block at a time: the sums of a block stay in the cache, and what is
    found in one raises the threshold for the next.

    Args:
        words, bigrams: (docs, factor) of each part.
        parts, starts, ends, weights: (lists,) by descending bounds; part 0 is the words'.
        rest: (lists + 1,) what the lists from each on add at most.
        sums: (passages,) float32, zeros; zeros again afterwards.
        touched: (passages,) int32, for the result.
        heap: (k,) float32.
    """
    best = np.full(len(heap), np.float32(threshold * keep))
    begins, stops = starts.copy(), starts.copy()
    count, first, size = 0, 0, FIRST_BLOCK
    while first < len(sums):
        last = min(len(sums), first + size)
        for at in range(len(parts)):
            docs, _ = words if parts[at] == 0 else bigrams
            begins[at] = stops[at]
            stops[at] = _lower_bound(docs, begins[at], ends[at], last)
        more, threshold = _of_block(
            words, bigrams, parts, begins, stops, weights, rest, keep, threshold,
            sums, touched[count:], heap,
        )  # fmt: skip
        for place in range(count, count + more):
            if sums[touched[place]] > best[0]:
                threshold = _raised(threshold, best, sums[touched[place]])
        count += more
        first, size = last, min(2 * size, BLOCK)
    count, _ = _narrow(sums, touched, count, heap, threshold, keep, 0.0)
    for place in range(count):
        sums[touched[place]] = 0
    return count


@numba.njit(**_how)
def _posting_lists(clauses):
    """(parts, starts, ends, weights, rest) of the terms as ``candidates`` takes them.

    A term that is repeated is one list that weighs more.
    """
    parts = np.empty(len(clauses), dtype=np.uint8)
    starts = np.empty(len(clauses), dtype=np.int64)
    ends = np.empty(len(clauses), dtype=np.int64)
    weights = np.empty(len(clauses), dtype=np.float64)
    peaks = np.empty(len(clauses), dtype=np.float64)
    count = 0
    for part, start, end, peak, idf, weight in clauses:
        if not (start < end and idf * weight > 0):
            continue
        at = 0
        while at < count and (starts[at] != start or parts[at] != part):
            at += 1
        if at == count:
            parts[at], starts[at], ends[at] = part, np.int64(start), np.int64(end)
            weights[at], peaks[at] = 0, peak
            count += 1
        weights[at] += weight * idf
    bounds = weights[:count] * peaks[:count] * (1 + ROUNDING)
    order = np.argsort(-bounds)
    rest = np.zeros(count + 1)
    for at in range(count - 1, -1, -1):
        rest[at] = rest[at + 1] + bounds[order[at]]
    return parts[order], starts[order], ends[order], weights[order].astype(np.float32), rest


@numba.njit(**_how)
def _exact(words, bigrams, clauses, numbers, docs, scores):
    """rank-bm25's scores of passages, in its order of operations (see ``bm25.okapi``).

    Args:
        words, bigrams: (docs, tf, doc_len) of each part.
        clauses: see ``search``; in the order of the query.
        numbers: (2, 3) float64: k1, b, avgdl of each part.
    """
    scores[:] = 0
    for column, start, end, _, idf, weight in clauses:
        part = np.int64(column)
        held, tf, doc_len = words if part == 0 else bigrams
        k1, b, avgdl = numbers[part, 0], numbers[part, 1], numbers[part, 2]
        for place in range(len(docs)):
            at = _place(held, np.int64(start), np.int64(end), docs[place])
            if at >= 0:
                often = np.float64(tf[at])
                length = k1 * (1 - b + b * doc_len[docs[place]] / avgdl)
                scores[place] += weight * (idf * (often * (k1 + 1) / (often + length)))


@numba.njit(**_how)
def _before(scores, dates, articles, starts, docs, i, j):
    """Does candidate i come before candidate j?"""
    a, b = docs[i], docs[j]
    if scores[i] != scores[j]:
        return scores[i] > scores[j]
    if dates[a] != dates[b]:
        return dates[a] > dates[b]
    if articles[a] != articles[b]:
        return articles[a] < articles[b]
    return starts[a] < starts[b]


@numba.njit(**_how)
def best(scores, dates, articles, starts, docs, k, order):
    """The places of the best k candidates in ``order[:k]``, ties in the stated order."""
    count = 0
    for i in range(len(docs)):
        if count == k and not _before(scores, dates, articles, starts, docs, i, order[k - 1]):
            continue
        at = count if count < k else k - 1
        while at > 0 and _before(scores, dates, articles, starts, docs, i, order[at - 1]):
            order[at] = order[at - 1]
            at -= 1
        order[at] = i
        count = min(k, count + 1)
    return count


@numba.njit(**_how)
def search(words, bigrams, clauses, numbers, table, state, keep, threshold, k):
    """The best k passages of one segment in order, and their exact scores.

    For k above ``SORTED`` it is all that may be among them, in any order: sorting those is better
    done by who asks.

    Args:
        words, bigrams: (docs, factor, tf, doc_len) of each part.
        clauses: (n, 6) float64: part (0 for words), start, end, peak, idf, weight.
        table: (date, article, start) of the passages.
        state: (sums, touched, heap), this thread's own.
    """
    sums, touched, heap = state
    parts, starts, ends, weights, rest = _posting_lists(clauses)
    count = candidates(
        (words[0], words[1]), (bigrams[0], bigrams[1]),
        parts, starts, ends, weights, rest, keep, threshold, sums, touched, heap[:k],
    )  # fmt: skip
    docs = touched[:count]
    scores = np.empty(count, dtype=np.float64)
    _exact(
        (words[0], words[2], words[3]), (bigrams[0], bigrams[2], bigrams[3]),
        clauses, numbers, docs, scores,
    )  # fmt: skip
    if k > SORTED:
        return docs.copy(), scores
    order = np.empty(k, dtype=np.int64)
    found = best(scores, table[0], table[1], table[2], docs, k, order)
    order = order[:found]
    return docs[order], scores[order]
