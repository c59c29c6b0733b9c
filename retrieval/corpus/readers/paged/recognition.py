"""What is written on a picture? RapidOCR reads it, where the extra ``ocr`` is installed.

Its models lie inside the package: nothing is downloaded. What it is unsure of is told, and so is
that the text was recognised at all.
"""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.readers.paged.doubts import Character, Doubt, doubts_of, places
from retrieval.corpus.readers.paged.pieces import Piece, PrintedLine, lines_of
from retrieval.corpus.readers.paged.seals import Box, without_seals
from retrieval.reasons import because
from retrieval.text.ranges import merge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

SIDE = 2000
"""Pixels of the longer side of a page that is recognised: 170 dots an inch on A4."""
LOOKED_AT = 960
"""Pixels of that side in which lines are looked for; reading them takes the whole picture."""
THREADS = 2
ALIKE = 0.35
"""Boxes around letters differ by this share on a page whose letters do not."""

OnPage = Callable[[int, int], None]
"""Told of each page: how many are done, of how many."""

_SPACE = re.compile(rf"(?<=[{HAN}，。、；：）]) | (?=[{HAN}，。、；：（])")
"""A space that the recogniser sees between Chinese and figures."""

_watch: ContextVar[OnPage | None] = ContextVar("watch", default=None)
_left: ContextVar[list[int] | None] = ContextVar("left", default=None)
"""How many more pages may be recognised here, in the one item of the list; None for all."""


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


def watcher() -> OnPage | None:
    """Who is told of the pages that are recognised in this thread, if anybody is."""
    return _watch.get()


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
    """The lines of a picture in reading order, a slight tilt and the red of seals taken out."""
    if (left := _left.get()) is not None:
        left[0] -= 1
    plain, seals = without_seals(image)
    found = _engine()(plain, use_cls=False, return_word_box=True, return_single_char_box=True)
    pieces: list[Piece] = []
    doubts: list[Doubt] = []
    if found.boxes is not None and found.txts is not None:
        pieces = pieces_of(found.boxes, found.txts)
        for box, words in zip(found.boxes, found.word_results, strict=True):
            doubts += doubts_of(_characters(box, words, seals))
    if on_page := _watch.get():
        on_page(done, total)
    return Recognised(lines_of(pieces), doubts)


def marked(draft: Draft, doubts: Sequence[Doubt], pages: str) -> Draft:
    """The draft marked as recognised on ``pages``, its doubtful stretches among those it has."""
    ranges = merge([*draft.doubtful, *places(draft.text, doubts)])
    warning = because("recognised", pages=pages, count=len(doubts))
    meta = {**draft.meta, "recognised": "yes"}
    return replace(draft, doubtful=ranges, meta=meta).warned(warning)


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


def pieces_of(boxes: Sequence[Any], texts: Sequence[str]) -> list[Piece]:
    """The pieces in ``boxes`` of four corners, as they stand on an upright page."""
    return _levelled(_upright(boxes, [_SPACE.sub("", text) for text in texts]))


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


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """The pieces, those of nearly the usual height as high as that about their middle.

    The box around a short piece is drawn wider than that around a long one.
    """
    usual = median([piece.size for piece in pieces] or [0.0])
    return [
        replace(piece, top=piece.middle - usual / 2, bottom=piece.middle + usual / 2)
        if abs(piece.size - usual) < ALIKE * usual
        else piece
        for piece in pieces
    ]


def _characters(
    box: Any, words: Sequence[tuple[str, float, Any]], seals: Sequence[Box]
) -> list[Character]:
    """The characters of a line in ``box``, which stand at equal distances."""
    (left, top), _, (right, bottom), _ = box.tolist()
    read = [(character, score) for word, score, _ in words for character in word]
    found = []
    for number, (character, score) in enumerate(read):
        share = (number + 0.5) / len(read)
        x, y = left + share * (right - left), (top + bottom) / 2
        under = any(s[0] < x < s[2] and s[1] < y < s[3] for s in seals)
        found.append(Character(character, score, under))
    return found
