"""What are the bigrams of very many passages? The terms of ``text.bigrams``, as numbers.

A bigram or a lone Han character is its own number: its key (see ``vocabulary``). Other terms get
numbers above all of those, in the order in which they turn up.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.vocabulary import CHAR_BITS, Keys, key_of
from retrieval.text.bigrams import HAN_RANGES, LETTERS

OTHERS = 0x110000 << CHAR_BITS
"""Above every key of one or two characters, below 2⁴²."""

Ids = NDArray[np.uint64]


class BigramIds:
    """Numbers the bigrams of texts."""

    def __init__(self) -> None:
        self._others: dict[str, int] = {}

    def of(self, texts: Sequence[str]) -> tuple[Ids, NDArray[np.int64]]:
        """The ids of all terms of these folded texts, and for each the place of its text."""
        joined = "\n".join(texts)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        kinds = _kinds()[codes]
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
        owner = np.repeat(np.arange(len(texts)), sizes)[: len(codes)]
        han = kinds == _HAN
        pairs, lone = _han_places(han)
        other, words = self._other_places(joined, kinds == _OTHER)
        wide = codes.astype(np.uint64)
        ids = np.concatenate(
            (wide[pairs] << np.uint64(CHAR_BITS) | wide[pairs + 1], wide[lone], words)
        )
        return ids, owner[np.concatenate((pairs, lone, other))]

    def keys(self, ids: Ids) -> Keys:
        """The keys of distinct ids."""
        keys = ids.copy()
        names = list(self._others)
        for place in np.flatnonzero(ids >= np.uint64(OTHERS)):
            keys[place] = key_of(names[int(ids[place]) - OTHERS])
        return keys

    def _other_places(self, joined: str, other: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Ids]:
        edges = np.flatnonzero(np.diff(other, prepend=False, append=False))
        starts, ends = edges[::2], edges[1::2]
        known = self._others
        ids = [
            OTHERS + known.setdefault(joined[start:end], len(known))
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        return starts, np.array(ids, dtype=np.uint64)


def _han_places(han: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where pairs of Han characters begin, and where one stands alone."""
    if not len(han):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    pair = han[:-1] & han[1:]
    lone = han.copy()
    lone[:-1] &= ~pair
    lone[1:] &= ~pair
    return np.flatnonzero(pair), np.flatnonzero(lone)


_HAN, _OTHER = 1, 2


@cache
def _kinds() -> NDArray[Any]:
    """By code point: 1 for Han characters, 2 for other letters and digits, else 0."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    kinds[:LETTERS] = [_OTHER if chr(code).isalnum() else 0 for code in range(LETTERS)]
    for first, last in HAN_RANGES:
        kinds[first : last + 1] = _HAN
    return kinds
