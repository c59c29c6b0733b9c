"""How is an outline kept? Its offsets as one array; labels and headings are read from the text."""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import chain

import numpy as np

from retrieval.corpus.outline.sections import KINDS, Outline, Section

_ROW = 8
_NONE = -1


def pack(outline: Outline) -> bytes:
    """Little-endian int32: how many sections, the edges of opening and closing, then each
    section's start, end of label, heading's start and end, body, end, level and kind, then the
    breaks."""
    rows = (
        (
            *(each.start, each.label_end, *(each.heading_at or (_NONE, _NONE))),
            *(each.body, each.end, each.level, KINDS.index(each.kind)),
        )
        for each in outline.sections
    )
    numbers = (
        len(outline.sections),
        outline.opening[1],
        *outline.closing,
        *chain.from_iterable(rows),
        *outline.breaks,
    )
    return array("i", numbers).tobytes()


@lru_cache(maxsize=16)
def unpack(text: str, packed: bytes) -> Outline:
    """The outline of ``text`` that was packed."""
    count, opened, closing, closed, *numbers = np.frombuffer(packed, "<i4").tolist()
    rows = (numbers[at : at + _ROW] for at in range(0, count * _ROW, _ROW))
    return Outline(
        tuple(
            Section.of(
                text, start, label, None if h < 0 else (h, h_end), body, end, level, KINDS[kind]
            )
            for start, label, h, h_end, body, end, level, kind in rows
        ),
        tuple(numbers[count * _ROW :]),
        (0, opened),
        (closing, closed),
    )
