"""How is text of two bytes a character read on where one byte is bad or missing?

A plain decoder pairs the bytes behind the damage wrongly, often to the end of the line. Here the
pairing that makes the most common characters out of a line is found by dynamic programming: each
byte is ASCII, half of a pair, or skipped as damage.
"""

from __future__ import annotations

from functools import lru_cache

from retrieval.corpus.encoding.characters import COMMON, EVERYDAY

SKIPPED = -2.5
"""What it costs to take a byte for damage; it becomes U+FFFD."""

LONGEST = 100_000
"""Longer lines are left to the plain decoder: this takes a few microseconds a byte."""


def realigned(line: bytes, encoding: str) -> str:
    """``line`` read in ``encoding`` (gb18030 or big5hkscs), with U+FFFD for each bad byte."""
    if len(line) > LONGEST:
        return line.decode(encoding, "replace")
    best = [0.0] * (len(line) + 1)
    steps = [0] * (len(line) + 1)
    for end in range(1, len(line) + 1):
        value, step = best[end - 1] + _single(line[end - 1]), 1
        if end > 1 and line[end - 2] > 0x80:
            paired = best[end - 2] + _pair(line[end - 2 : end], encoding)
            if paired > value:
                value, step = paired, 2
        best[end], steps[end] = value, step
    return _spelt(line, steps, encoding)


def _spelt(line: bytes, steps: list[int], encoding: str) -> str:
    pieces: list[str] = []
    end = len(line)
    while end:
        piece = line[end - steps[end] : end]
        pieces.append(piece.decode(encoding, "replace"))
        end -= steps[end]
    return "".join(reversed(pieces))


def _single(byte: int) -> float:
    if byte >= 0x80:
        return SKIPPED
    return 0.3 if byte >= 0x20 or byte in b"\t\r\n" else -2.0


@lru_cache(maxsize=40_000)
def _pair(pair: bytes, encoding: str) -> float:
    try:
        character = pair.decode(encoding)
    except UnicodeDecodeError:
        return 4 * SKIPPED
    if len(character) != 1:
        return 4 * SKIPPED
    if character in COMMON:
        return 1.0
    if character in EVERYDAY or "\u3000" <= character <= "\u303f" or character >= "\uff00":
        return 0.7
    return 0.7 if "\u2010" <= character <= "\u201f" else -0.4
