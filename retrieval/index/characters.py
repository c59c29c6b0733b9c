"""How often does a passage hold a character?

Single characters stand in every third passage: postings of them would be as large as those of all
bigrams. They are only counted in passages that were found already, and for that the characters of
each passage are kept here, a row a passage: mapped into memory, a few thousand bytes of which are
read for a question.

In what order they stand does not matter for that. So they are numbered as they first turn up, which
gives common ones small numbers; a row has its numbers in order, each as its distance from the one
before. Nearly all distances fit into a byte; ``MORE`` says that the next byte comes on top of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.blocks import Docs, Longs
from retrieval.index.postings.npy_file import NpyFile, mapped

MORE = 0xFF
CODES = 0x110000
"""Above every character."""
NUMBER_BITS = 21
"""So many bits hold the number of any character."""

ALPHABET, BEGINS, GAPS = "alphabet.npy", "begins.npy", "gaps.npy"


@dataclass(frozen=True, eq=False)
class Characters:
    """The characters of D passages, their headlines' with them."""

    alphabet: NDArray[np.uint32]
    """The character that has each number."""
    begins: Longs
    """(D + 1,): where the row of each passage begins, and where the last one ends."""
    gaps: NDArray[np.uint8]
    """The rows, one after another."""

    @classmethod
    def none(cls) -> Characters:
        """Of no passage."""
        return cls(np.empty(0, np.uint32), np.zeros(1, np.int64), np.empty(0, np.uint8))

    @classmethod
    def open(cls, directory: Path) -> Characters:
        """Map what ``CharactersWriter`` has written."""
        return cls(*(mapped(directory / name) for name in (ALPHABET, BEGINS, GAPS)))

    def counts(self, docs: Docs, characters: Sequence[str]) -> tuple[Longs, Longs]:
        """How often passages hold characters, and how long the passages are.

        Args:
            characters: c of them, all different.

        Returns: (docs, c), and (docs,) with the headlines and a line end between.
        """
        starts, ends = self.begins[docs], self.begins[docs + 1]
        rows = [self.gaps[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        gaps, sizes = np.concatenate([self.gaps[:0], *rows]), ends - starts
        last = np.cumsum(sizes)
        total = np.zeros(len(gaps) + 1, dtype=np.uint32)  # beyond 2³² differences stay right
        np.cumsum(gaps, out=total[1:])
        column = self._columns(characters)[total[1:] - np.repeat(total[last - sizes], sizes)]
        found = np.flatnonzero(column)
        found = found[gaps[found] != MORE]
        row = last.searchsorted(found, side="right")
        width = len(characters)
        table = np.bincount(row * width + column[found] - 1, minlength=len(docs) * width)
        more = last.searchsorted(np.flatnonzero(gaps == MORE), side="right")
        return table.reshape(len(docs), width), sizes - np.bincount(more, minlength=len(docs))

    def _columns(self, characters: Sequence[str]) -> Longs:
        """By number: the place of a character among these, counted from 1; 0 for any other."""
        columns = np.zeros(len(self.alphabet), dtype=np.int64)
        for column, character in enumerate(characters, 1):
            number = self._numbers.get(ord(character))
            if number is not None:
                columns[number] = column
        return columns

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of each character, by its code point."""
        return {code: number for number, code in enumerate(self.alphabet.tolist())}


class CharactersWriter:
    """Writes the characters of passages as they come, so that they are never all in memory."""

    def __init__(self, directory: Path) -> None:
        """``directory`` is made."""
        self._directory = directory
        self._file = NpyFile(directory / GAPS, np.dtype(np.uint8))
        self._sizes = [np.zeros(1, dtype=np.int64)]
        self._alphabet = np.empty(0, dtype=np.uint32)
        self._numbers = np.full(CODES, -1, dtype=np.int32)

    def add(self, passages: Sequence[str]) -> None:
        """The next passages, folded, with their headlines."""
        codes = np.frombuffer("".join(passages).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        sizes = np.fromiter(map(len, passages), dtype=np.int64, count=len(passages))
        row = np.repeat(np.arange(len(passages)), sizes)
        ordered = row << NUMBER_BITS | self._numbered(codes)
        ordered.sort()
        ordered &= (1 << NUMBER_BITS) - 1
        gaps = np.diff(ordered, prepend=0)
        starts = (np.cumsum(sizes) - sizes)[sizes > 0]
        gaps[starts] = ordered[starts]
        more = gaps // MORE
        places = np.cumsum(more + 1) - 1
        encoded = np.full(len(gaps) + int(more.sum()), MORE, dtype=np.uint8)
        encoded[places] = gaps % MORE
        self._file.write(encoded)
        self._sizes.append(sizes + np.bincount(row, more, len(passages)).astype(np.int64))

    def save(self) -> None:
        """Complete the files."""
        self._file.save()
        np.save(self._directory / ALPHABET, self._alphabet)
        np.save(self._directory / BEGINS, np.cumsum(np.concatenate(self._sizes)))

    def close(self) -> None:
        """Close the file, complete or not."""
        self._file.close()

    def _numbered(self, codes: NDArray[np.uint32]) -> NDArray[Any]:
        """The numbers of characters; new ones get the next, in the order in which they come."""
        numbers = self._numbers[codes]
        if numbers.min(initial=0) < 0:
            new, first = np.unique(codes[numbers < 0], return_index=True)
            new = new[np.argsort(first)]
            self._numbers[new] = np.arange(len(self._alphabet), len(self._alphabet) + len(new))
            self._alphabet = np.concatenate([self._alphabet, new])
            numbers = self._numbers[codes]
        return numbers
