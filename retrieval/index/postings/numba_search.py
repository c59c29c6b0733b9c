"""The same top k as ``maxscore`` and ``scorer`` give, as one compiled loop.

numba compiles it and keeps the result beside this file (or in the user's cache), so that a process
compiles at most once for all. It runs without the interpreter's lock: searches of several threads
run side by side. Imported by ``kernel`` alone, and only where numba is installed.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# numba infers the types; annotations would only be in its way.

from __future__ import annotations

import numba
import numpy as np

from retrieval.index.postings import numba_lists as lists
from retrieval.index.postings.maxscore import ROUNDING
from retrieval.index.postings.numba_blocks import HOW
from retrieval.index.postings.numba_candidates import candidates

packed, plain = lists.packed, lists.plain

SORTED = 64
"""Up to so many passages are put in order here, by insertion."""


@numba.njit(**HOW)
def _posting_lists(clauses):
    """(parts, begins, dfs, weights) and rest of the terms as ``candidates`` takes them.

    A term that is repeated is one list that weighs more.
    """
    parts = np.empty(len(clauses), dtype=np.uint8)
    begins = np.empty(len(clauses), dtype=np.int64)
    dfs = np.empty(len(clauses), dtype=np.int64)
    weights = np.empty(len(clauses), dtype=np.float64)
    peaks = np.empty(len(clauses), dtype=np.float64)
    count = 0
    for part, begin, df, peak, idf, weight in clauses:
        if not (df > 0 and idf * weight > 0):
            continue
        at = 0
        while at < count and (begins[at] != begin or parts[at] != part):
            at += 1
        if at == count:
            parts[at], begins[at], dfs[at] = part, np.int64(begin), np.int64(df)
            weights[at], peaks[at] = 0, peak
            count += 1
        weights[at] += weight * idf
    bounds = weights[:count] * peaks[:count] * (1 + ROUNDING)
    order = np.argsort(-bounds)
    rest = np.zeros(count + 1)
    for at in range(count - 1, -1, -1):
        rest[at] = rest[at + 1] + bounds[order[at]]
    return (parts[order], begins[order], dfs[order], weights[order].astype(np.float32)), rest


@numba.njit(**HOW)
def frequencies(words, bigrams, clauses, docs, found):
    """How often the terms of clauses occur in passages: fills ``found``, (docs, clauses) int32.

    Args:
        words, bigrams, clauses: see ``search``.
        docs: it costs less where neighbours stand together.
    """
    for column in range(len(clauses)):
        of = np.int64(clauses[column, 1]), np.int64(clauses[column, 2])
        part = words if clauses[column, 0] == 0 else bigrams
        lists.frequencies(part, of, docs, found[:, column])


@numba.njit(**HOW)
def _exact(words, bigrams, clauses, numbers, docs, scores):
    """rank-bm25's scores of passages, in its order of operations (see ``bm25.okapi``).

    Args:
        words, bigrams, clauses, numbers: see ``search``; the clauses in the order of the query.
    """
    scores[:] = 0
    tf = np.empty((len(docs), len(clauses)), dtype=np.int32)
    frequencies(words, bigrams, clauses, docs, tf)
    for column in range(len(clauses)):
        part, idf, weight = np.int64(clauses[column, 0]), clauses[column, 4], clauses[column, 5]
        lengths = words[0] if part == 0 else bigrams[0]
        k1, b, avgdl = numbers[part, 0], numbers[part, 1], numbers[part, 2]
        for place in range(len(docs)):
            if tf[place, column]:
                often = np.float64(tf[place, column])
                length = k1 * (1 - b + b * lengths[docs[place]] / avgdl)
                scores[place] += weight * (idf * (often * (k1 + 1) / (often + length)))


@numba.njit(**HOW)
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


@numba.njit(**HOW)
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


@numba.njit(**HOW)
def search(words, bigrams, clauses, numbers, table, workspace, keep, threshold, k):
    """The best k passages of one segment in order, and their exact scores.

    For k above ``SORTED`` it is all that may be among them, in any order: sorting those is better
    done by who asks.

    Args:
        words, bigrams: a part each, see ``numba_lists``.
        clauses: (n, 6) float64: part (0 for words), begin, df, peak, idf, weight.
        numbers: (2, 3) float64: k1, b, avgdl of each part.
        table: (date, article, start) of the passages.
        workspace: this thread's own, with a heap of k.
    """
    found, rest = _posting_lists(clauses)
    count = candidates(words, bigrams, found, rest, keep, threshold, workspace)
    docs = workspace.found[:count]
    scores = np.empty(count, dtype=np.float64)
    _exact(words, bigrams, clauses, numbers, docs, scores)
    if k > SORTED:
        return docs.copy(), scores
    order = np.empty(k, dtype=np.int64)
    filled = best(scores, table[0], table[1], table[2], docs, k, order)
    order = order[:filled]
    return docs[order], scores[order]
