"""Half-open ranges of characters: overlap, clip, merge, shift.

A range without characters, ``start >= end``, overlaps nothing, and neither clipping nor merging
returns one.
"""

from __future__ import annotations

from collections.abc import Iterable

Range = tuple[int, int]
"""A half-open range of characters: ``text[start:end]``."""


def overlap(one: Range, other: Range) -> bool:
    """Whether the ranges have a character in common; that they touch is not enough."""
    return one[0] < other[1] and other[0] < one[1] and one[0] < one[1] and other[0] < other[1]


def clip(ranges: Iterable[Range], within: Range) -> tuple[Range, ...]:
    """The parts of the ranges that lie within another range, in the order given."""
    start, end = within
    parts = ((max(first, start), min(last, end)) for first, last in ranges)
    return tuple((first, last) for first, last in parts if first < last)


def merge(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same characters as ranges that neither overlap nor touch, ascending."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return tuple(merged)


def shift(ranges: Iterable[Range], by: int) -> tuple[Range, ...]:
    """The ranges, each ``by`` characters further on (back where negative)."""
    return tuple((start + by, end + by) for start, end in ranges)
