"""Where do the paragraphs of a text begin, also those whose line ends were lost?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

FLAT = 300
"""A line that is longer than this may hold several paragraphs."""

_JOINT = re.compile(r"[。；：！？…;:!?][”’」』》）)\]\"']*[^\S\n]+(?=\S)")


class Paragraphs:
    """The beginnings of the paragraphs of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._joints = [
            joint.end()
            for start, end in zip(self._lines, [*self._lines[1:], len(text)], strict=True)
            if end - start > FLAT
            for joint in _JOINT.finditer(text, start, end)
        ]
        self._starts = sorted({*self._lines, *self._joints})

    def after(self, place: int) -> int:
        """Where the first paragraph begins that begins behind ``place``."""
        at = bisect_right(self._starts, place)
        return self._starts[at] if at < len(self._starts) else len(self._text)

    def breaks(self, starts: Iterable[int]) -> tuple[int, ...]:
        """Where paragraphs begin inside of long lines; the sections that begin there among them."""
        inside = {place for place in starts if self._is_inside(place)}
        return tuple(sorted(inside | {*self._joints}))

    def _is_inside(self, place: int) -> bool:
        at = bisect_right(self._lines, place)
        start = self._lines[at - 1]
        end = self._lines[at] if at < len(self._lines) else len(self._text)
        return end - start > FLAT and start < place < end
