"""Ranges are held to what they say about single characters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.ranges import Range, clip, merge, overlap, shift

edges = st.integers(-5, 25)
one_range = st.tuples(edges, edges)
many = st.lists(one_range, max_size=8)


def characters(ranges: Iterable[Range]) -> set[int]:
    return {place for start, end in ranges for place in range(start, end)}


@given(one_range, one_range)
def test_ranges_overlap_where_they_share_a_character(one: Range, other: Range) -> None:
    assert overlap(one, other) == bool(characters([one]) & characters([other]))


@given(many, one_range)
def test_clipping_keeps_what_lies_within(ranges: list[Range], within: Range) -> None:
    parts = [clip([each], within) for each in ranges]
    assert clip(ranges, within) == tuple(part for each in parts for part in each)
    for each, part in zip(ranges, parts, strict=True):
        assert characters(part) == characters([each]) & characters([within])
        assert all(start < end for start, end in part)


@given(many)
def test_merging_keeps_every_character_and_leaves_gaps(ranges: list[Range]) -> None:
    merged = merge(ranges)
    assert characters(merged) == characters(ranges)
    assert all(start < end for start, end in merged)
    assert all(before[1] < after[0] for before, after in pairwise(merged))


@given(many, st.integers(-9, 9))
def test_shifting_moves_every_character(ranges: list[Range], by: int) -> None:
    assert characters(shift(ranges, by)) == {place + by for place in characters(ranges)}
    assert shift(shift(ranges, by), -by) == tuple(ranges)
