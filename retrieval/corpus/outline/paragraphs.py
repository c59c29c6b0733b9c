"""Where do the paragraphs of a text begin, also those whose line ends were lost?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

FLAT = 300
"""A line that is longer than this may hold several paragraphs."""

_JOINT = re.compile(r"[。；：！？…;:!?][”’」』》）)\]\"']*[^\S\n]+(?=\S)")


class Paragraphs:
    """The beginnings of the paragraphs of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._flat = [
            (start, end) for start, end in pairwise((*self._lines, len(text))) if end - start > FLAT
        ]
        self._joints = [
            joint.end() for line in self._flat for joint in _JOINT.finditer(text, *line)
        ]
        self._starts = sorted({*self._lines, *self._joints}) if self._joints else self._lines

    def after(self, place: int) -> int:
        """Where the first paragraph begins that begins behind ``place``."""
        at = bisect_right(self._starts, place)
        return self._starts[at] if at < len(self._starts) else len(self._text)

    def breaks(self, starts: Iterable[int]) -> tuple[int, ...]:
        """Where paragraphs begin inside of long lines; the sections that begin there among them."""
        if not self._flat:
            return ()
        inside = {place for place in starts if self._is_inside(place)}
        return tuple(sorted(inside | {*self._joints}))

    def _is_inside(self, place: int) -> bool:
        at = bisect_right(self._flat, (place, 0)) - 1
        return at >= 0 and self._flat[at][0] < place < self._flat[at][1]
