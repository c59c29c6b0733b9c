"""Which articles may be near duplicates? A sketch of each, and pairs of sketches that agree.

A sketch is the ``SIZE`` smallest hashes of the text's shingles (a bottom-k MinHash: Broder, On the
resemblance and containment of documents, 1997). Whoever loses a paragraph keeps its other small
hashes, so that copies share many of them, whatever was cut.
"""

from __future__ import annotations

import re
import sys
from functools import cache

import numpy as np
from numpy.typing import NDArray

from retrieval.text.bigrams import LETTERS
from retrieval.text.fold import fold_text

SHORTEST = 200
"""Texts with fewer letters and digits are too short to be told apart from boilerplate."""
SHINGLE = 6
SIZE = 16
AHEAD = 4 * SIZE
"""So many of the smallest hashes are sorted: room for those that occur more than once."""
SHARED = 3
"""So many hashes in common make a pair."""
CROWD = 12
"""A hash that more articles share pairs each with its neighbours only."""

Sketches = NDArray[np.uint32]

_MARKS = re.compile(r"[\W_]+")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ABSENT = np.uint32(0xFFFFFFFF)


def essence(text: str) -> str:
    """The folded letters and digits of a text, without marks and spaces."""
    return _MARKS.sub("", fold_text(text))


def sketch(folded: str) -> bytes | None:
    """The sketch of a folded text: ``SIZE`` uint32, ascending; None for one that is too short."""
    if len(folded) < SHORTEST:
        return None
    codes = _codes(folded)
    letters = codes[_are_letters()[codes]]
    if len(letters) < SHORTEST:
        return None
    hashes = _hashed(letters)
    if len(hashes) > AHEAD:
        hashes = np.partition(hashes, AHEAD)[:AHEAD]
    smallest = distinct(hashes)[:SIZE]
    found = np.full(SIZE, _ABSENT)
    found[: len(smallest)] = smallest
    return found.tobytes()


def shingles(letters: str) -> Sketches:
    """The hash of each stretch of ``SHINGLE`` characters, in the order of the text."""
    return _hashed(_codes(letters))


def _hashed(codes: Sketches) -> Sketches:
    wide = codes.astype(np.uint64)
    count = max(len(wide) - SHINGLE + 1, 0)
    mixed = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        mixed *= _BASE
        mixed += wide[offset : offset + count]
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    return (mixed >> np.uint64(32)).astype(np.uint32)


def _codes(text: str) -> Sketches:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


@cache
def _are_letters() -> NDArray[np.bool_]:
    """By code point: does ``essence`` keep it?"""
    table = np.zeros(sys.maxunicode + 1, np.bool_)
    table[_codes(_MARKS.sub("", "".join(map(chr, range(LETTERS)))))] = True
    return table


def distinct(values: Sketches) -> Sketches:
    """The different values, ascending. ``np.unique`` hashes, which takes ten times as long."""
    ordered = np.sort(values, axis=None)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def pairs(sketches: Sketches, fresh: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Pairs of rows of (N, SIZE) sketches that agree; at least one of each is fresh.

    Hashes that whole crowds share are boilerplate, or a repost that went everywhere: there each
    row is paired with its two neighbours, which keeps the cost linear and still links the crowd.
    """
    wanted = np.isin(sketches, distinct(sketches[fresh])) & (sketches != _ABSENT)
    rows = np.nonzero(wanted)[0]
    hashes = sketches[wanted]
    order = np.lexsort((rows, hashes))
    rows, hashes = rows[order], hashes[order]
    found: list[NDArray[np.int64]] = []
    sizes = _run_sizes(hashes)
    for distance in range(1, CROWD):
        same = hashes[distance:] == hashes[:-distance]
        if distance > 2:
            same &= sizes[distance:] <= CROWD
        first, second = rows[:-distance][same], rows[distance:][same]
        either = fresh[first] | fresh[second]
        found.append(first[either] * len(sketches) + second[either])
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    chosen = codes[counts >= SHARED]
    return [(int(code) // len(sketches), int(code) % len(sketches)) for code in chosen]


def _run_sizes(ordered: Sketches) -> NDArray[np.int64]:
    """For each element of an ordered array: how many are equal to it."""
    _, inverse, counts = np.unique(ordered, return_inverse=True, return_counts=True)
    sizes: NDArray[np.int64] = counts[inverse]
    return sizes
