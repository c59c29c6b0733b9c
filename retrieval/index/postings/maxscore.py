"""Which passages can be among the best k? All of them, and few others.

This is MaxScore (Turtle and Flood, *Query evaluation: strategies and optimizations*, 1995) a term
at a time. Terms are taken by what they can add at most. Once the k-th best sum so far exceeds what
the remaining terms can add together, a passage that has not been seen cannot reach it: from there
on only passages that have been seen are looked up, and most of them fall out.

Sums are kept in float32, with a margin that covers their rounding. Whoever asks scores the few
passages that come back exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.accumulators import Accumulators, Sums
from retrieval.index.postings.blocks import Docs
from retrieval.index.postings.postings import Postings, TermPostings, factors

ROUNDING = 1e-5
"""Sums of float32 are right to this share: 2⁻²⁴ for each of well under a hundred terms."""

TINY = float(np.finfo(np.float32).tiny)
GROUPS = 64
LOOKUP = 100
"""Looking up one passage in a posting list takes as long as adding up about so many postings."""


@dataclass(frozen=True, slots=True)
class PostingList:
    """The postings of one term, and what they weigh."""

    postings: Postings
    term: TermPostings
    length: NDArray[np.float32]
    """By the length of a passage: k1 × (1 − b + b × dl / avgdl)."""
    k1: float
    weight: float
    """Above 0; a passage gets weight × factor."""
    bound: float
    """At least weight × the greatest factor."""

    def __len__(self) -> int:
        return self.term.df

    def all(self) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The passages, and what each gets."""
        docs, factor = self.postings.all_factors(self.term, self.length, self.k1)
        return docs.astype(np.intp), np.float32(self.weight) * factor

    def of(self, docs: NDArray[np.intp]) -> NDArray[np.float32]:
        """(docs,): what each of these passages gets; 0 where the term is not."""
        tf = self.postings.tf(self.term, docs.astype(np.int32))
        length = self.length[self.postings.doc_len[docs]]
        return np.float32(self.weight) * factors(tf, length, self.k1)


def candidates(
    lists: Sequence[PostingList],
    k: int,
    accumulators: Accumulators,
    *,
    margin: float = ROUNDING,
    threshold: float = 0.0,
) -> Docs:
    """Every passage whose score may be among the ``k`` best, ties included.

    Args:
        lists: the best bound first.
        margin: by which share the factors may be wrong, rounding included.
        threshold: a score that ``k`` passages elsewhere reach already.
    """
    rest = _rest(lists)
    keep = (1 - margin) / (1 + margin)
    sums, touched = accumulators.sums, _Touched()
    try:
        threshold = _accumulate(lists, rest, k, sums, touched, keep, threshold)
        opened = len(touched.lists)
        docs = _seen(touched, sums, threshold * keep - rest[opened])
        for postings, left in zip(lists[opened:], rest[opened:], strict=False):
            docs, threshold = _narrow(docs, sums, k, threshold, keep, left)
            if len(docs) * LOOKUP > len(postings):
                touched.add(postings, sums)
            else:
                sums[docs] += postings.of(docs)
        docs, _ = _narrow(docs, sums, k, threshold, keep, 0.0)
    finally:
        accumulators.clear(touched.lists)
    return docs.astype(np.int32)


@dataclass(slots=True)
class _Touched:
    """The passages of the lists that were added up whole."""

    lists: list[NDArray[np.intp]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.lists))

    def add(self, postings: PostingList, sums: Sums) -> NDArray[np.intp]:
        docs, added = postings.all()
        self.lists.append(docs)
        np.add.at(sums, docs, added)
        return docs


def _rest(lists: Sequence[PostingList]) -> list[float]:
    """What the lists from each on can add together at most; 0 after the last."""
    rest = [0.0]
    for postings in reversed(lists):
        rest.append(rest[-1] + postings.bound)
    return rest[::-1]


def _accumulate(
    lists: Sequence[PostingList],
    rest: Sequence[float],
    k: int,
    sums: Sums,
    touched: _Touched,
    keep: float,
    threshold: float,
) -> float:
    """Add up lists until no unseen passage can reach the threshold, which rises meanwhile."""
    for postings, left in zip(lists, rest[:-1], strict=True):
        if threshold * keep > left:
            break
        docs = touched.add(postings, sums)
        threshold = max(threshold, _kth(sums.take(docs), k))
    return threshold


def _seen(touched: _Touched, sums: Sums, cut: float) -> NDArray[np.intp]:
    """The passages with sums above 0 that reach the cut."""
    least = np.float32(max(cut, TINY))
    if touched.count > len(sums) // 8:
        return np.flatnonzero(sums >= least)
    found = [np.empty(0, dtype=np.intp)]
    values = [sums[:0]]
    for docs in touched.lists:
        here = sums.take(docs)
        reached = here >= least
        found.append(docs[reached])
        values.append(here[reached])
        sums[found[-1]] = 0  # so that no passage is found twice
    docs = np.concatenate(found)
    sums[docs] = np.concatenate(values)
    return docs


def _narrow(
    docs: NDArray[np.intp], sums: Sums, k: int, threshold: float, keep: float, left: float
) -> tuple[NDArray[np.intp], float]:
    """Without the passages that fall short of the threshold even with all that is left."""
    values = sums.take(docs)
    threshold = max(threshold, _kth(values, k))
    return docs[values >= np.float32(threshold * keep - left)], threshold


def _kth(sums: Sums, k: int) -> float:
    """A sum that at least k of these reach: near the k-th best, and quick to find."""
    if len(sums) > GROUPS * 8 * k:
        groups = len(sums) // GROUPS
        sums = sums[: groups * GROUPS].reshape(GROUPS, groups).max(axis=0)
    if len(sums) < k:
        return 0.0
    return max(0.0, float(np.partition(sums, -k)[-k]))
