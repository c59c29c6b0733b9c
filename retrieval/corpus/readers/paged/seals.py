"""Where on a page are red seals? What is printed under them is black, and shows without the red.

A seal is round, oval or square and as wide as several letters; a red letterhead is none: its
letters stand apart, and together they are far wider than high.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

REDDER = 50
"""A dot whose red is so much brighter than its green and its blue is red."""
CELL = 8
"""Dots on a side of the squares in which red is looked for."""
STAINED = 0.08
"""The share of a square that is red, from which on it belongs to a seal."""
NARROWEST, WIDEST = 0.08, 0.35
"""A seal's sides as shares of the page's shorter side: 17 to 70 mm of A4."""
ROUND = 1.7
"""A seal is at most so many times as wide as high, or the other way round."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in dots."""


def without_seals(image: Image) -> tuple[Image, list[Box]]:
    """The picture (blue, green, red) with the red of its seals taken out, and where they are."""
    import cv2
    import numpy as np

    bright = image[:, :, 2].astype(np.int16)
    red = bright - np.maximum(image[:, :, 0], image[:, :, 1]) > REDDER
    squares = cv2.resize(
        red.astype(np.float32), None, fx=1 / CELL, fy=1 / CELL, interpolation=cv2.INTER_AREA
    )
    stained = cv2.dilate((squares > STAINED).astype(np.uint8), np.ones((3, 3), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(stained)
    seals: list[Box] = []
    for row in found[1:]:
        left, top, width, height = (int(dots) * CELL for dots in row[:4])
        if _is_seal(width, height, min(image.shape[:2])):
            seals.append((left, top, left + width, top + height))
    if not seals:
        return image, []
    plain = image.copy()
    for left, top, right, bottom in seals:
        part = plain[top:bottom, left:right]
        part[red[top:bottom, left:right]] = part[:, :, 2:][red[top:bottom, left:right]]
    return plain, seals


def _is_seal(width: int, height: int, side: int) -> bool:
    return (
        NARROWEST * side < min(width, height)
        and max(width, height) < WIDEST * side
        and max(width, height) < ROUND * min(width, height)
    )
