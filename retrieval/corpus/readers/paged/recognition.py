"""What is written on a picture? RapidOCR reads it, where the extra ``ocr`` is installed.

Its models lie inside the package: nothing is downloaded. What it is unsure of is told, and so is
that the text was recognised at all.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers.paged.pieces import Piece, PrintedLine, lines_of
from retrieval.reasons import because
from retrieval.text.ranges import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

SIDE = 2000
"""Pixels of the longer side of a page that is recognised: 170 dots an inch on A4."""
LOOKED_AT = 1280
"""Pixels of that side in which lines are looked for; reading them takes the whole picture."""
THREADS = 2
SURE = 0.95
"""A character that is read with less confidence is doubtful, with BESIDE on either side of it."""
BESIDE = 1
CONTEXT = 6
"""Characters around a doubtful stretch by which it is found in the text."""

OnPage = Callable[[int, int], None]
"""Told of each page: how many are done, of how many."""

_watch: ContextVar[OnPage | None] = ContextVar("watch", default=None)
_left: ContextVar[list[int] | None] = ContextVar("left", default=None)
"""How many more pages may be recognised here, in the one item of the list; None for all."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful stretch, between the characters that stand before and after it."""

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a picture, and what in them is doubtful."""

    lines: list[PrintedLine]
    doubts: list[Doubt]


def is_available() -> bool:
    """Is the extra ``ocr`` installed?"""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


@contextmanager
def watched(on_page: OnPage) -> Iterator[None]:
    """Tell ``on_page`` of the pages that are recognised in this thread meanwhile."""
    token = _watch.set(on_page)
    try:
        yield
    finally:
        _watch.reset(token)


@contextmanager
def limited(pages: int) -> Iterator[None]:
    """Recognise so many pages at most in this thread meanwhile, as for a preview."""
    token = _left.set([pages])
    try:
        yield
    finally:
        _left.reset(token)


def may_recognise() -> bool:
    """Is the extra installed, and are there pages left of those that are allowed?"""
    left = _left.get()
    return is_available() and (left is None or left[0] > 0)


def recognise(image: Image, done: int = 1, total: int = 1) -> Recognised:
    """The lines of a picture in reading order, a slight tilt taken out."""
    if (left := _left.get()) is not None:
        left[0] -= 1
    found = _engine()(image, use_cls=False, return_word_box=True, return_single_char_box=True)
    pieces: list[Piece] = []
    doubts: list[Doubt] = []
    if found.boxes is not None and found.txts is not None:
        pieces = _upright(found.boxes, found.txts)
        doubts = [doubt for line in found.word_results for doubt in _doubts(line)]
    if on_page := _watch.get():
        on_page(done, total)
    return Recognised(lines_of(pieces), doubts)


def marked(draft: Draft, doubts: Sequence[Doubt], pages: str) -> Draft:
    """The draft marked as recognised on ``pages``, its doubtful stretches among those it has."""
    ranges = sorted({*draft.doubtful, *_places(draft.text, doubts)})
    warning = because("recognised", pages=pages, count=len(doubts))
    meta = {**draft.meta, "recognised": "yes"}
    return replace(draft, doubtful=_merged(ranges), meta=meta).warned(warning)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": LOOKED_AT,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        }
    )


def _upright(boxes: Sequence[Any], texts: Sequence[str]) -> list[Piece]:
    """The pieces with the page's tilt taken out: the median of that of its long lines."""
    tilts = [
        math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0])
        for box in boxes
        if abs(box[1][0] - box[0][0]) > 3 * abs(box[3][1] - box[0][1])
    ]
    tilt = median(tilts) if tilts else 0.0
    cos, sin = math.cos(-tilt), math.sin(-tilt)
    pieces = []
    for box, text in zip(boxes, texts, strict=True):
        turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in box.tolist()]
        (left, top), (right, top2), (right2, bottom), (left2, bottom2) = turned
        pieces.append(
            Piece(
                (left + left2) / 2,
                (top + top2) / 2,
                (right + right2) / 2,
                (bottom + bottom2) / 2,
                text,
            )
        )
    return pieces


def _doubts(line: Sequence[tuple[str, float, Any]]) -> Iterator[Doubt]:
    """The doubtful stretches of a line that is given character by character."""
    text = "".join(character for character, _, _ in line)
    unsure = [number for number, (_, score, _) in enumerate(line) if score < SURE]
    stretches = _merged([(max(n - BESIDE, 0), min(n + BESIDE + 1, len(text))) for n in unsure])
    for start, end in stretches:
        yield Doubt(text[max(start - CONTEXT, 0) : start], text[start:end], text[end:][:CONTEXT])


def _places(text: str, doubts: Sequence[Doubt]) -> Iterator[Range]:
    """Where the doubtful stretches stand in the text, as far as they came into it."""
    behind = 0
    for doubt in doubts:
        for before, after in ((doubt.before, doubt.after), (doubt.before, ""), ("", doubt.after)):
            found = text.find(before + doubt.text + after, behind)
            if found >= 0:
                start = found + len(before)
                yield start, start + len(doubt.text)
                behind = start
                break


def _merged(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """The ranges in order, those that touch joined."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
