"""How often does a passage hold a character? The folded texts of a segment, as 16-bit numbers.

Single characters stand in every third passage: postings of them would be as large as those of all
bigrams. They are only counted in passages that were found already, and for that the texts are kept
here: two bytes a character, mapped into memory, a few thousand of which are read for a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.npy_file import NpyFile, mapped

Ints = NDArray[np.int32]

WIDEST = 0xFFFF
"""What does not fit into 16 bits is kept as this, which is no character."""
CODES, BEGINS, HEADS = "codes.npy", "begins.npy", "heads.npy"


@dataclass(frozen=True, eq=False)
class Texts:
    """What V versions of articles say: the headlines of each, then its text."""

    versions: Ints
    """(V,) ascending."""
    codes: NDArray[np.uint16]
    """All of it, one after another."""
    begins: NDArray[np.int64]
    """(V,): where each text begins in ``codes``."""
    heads: Ints
    """(V,): how many characters of headlines lie before it."""

    @classmethod
    def none(cls) -> Texts:
        """Of no version."""
        return cls(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint16), *_places([]))

    @classmethod
    def open(cls, directory: Path, versions: Ints) -> Texts:
        """Map what ``TextsWriter`` has written for these versions."""
        arrays = [mapped(directory / name) for name in (CODES, BEGINS, HEADS)]
        return cls(versions, *arrays)

    def counts(
        self, versions: Ints, starts: Ints, ends: Ints, characters: Sequence[str]
    ) -> tuple[NDArray[np.int64], Ints]:
        """How often passages hold characters, and how long the passages are.

        Args:
            versions: (p,) of which article each passage is.
            starts, ends: (p,) where it lies in the article's text.
            characters: c of them, all different, none above ``WIDEST``.

        Returns: (p, c), and (p,) with the headlines and a line end between.
        """
        at = self.versions.searchsorted(versions)
        begins, heads = self.begins[at], self.heads[at]
        edges = np.column_stack([begins - heads, begins, begins + starts, begins + ends])
        held = np.concatenate([self.codes[a:b] for a, b in edges.reshape(-1, 2).tolist()])
        sizes = heads + ends - starts
        column = np.zeros(WIDEST + 1, dtype=np.int64)
        column[[ord(character) for character in characters]] = np.arange(1, len(characters) + 1)
        columns = column[held]
        found = np.flatnonzero(columns)
        rows = np.repeat(np.arange(len(sizes)), sizes)[found]
        width = len(characters) + 1
        table = np.bincount(rows * width + columns[found], minlength=len(sizes) * width)
        return table.reshape(-1, width)[:, 1:], sizes + 1


class TextsWriter:
    """Writes the texts of a segment as they come, so that they are never all in memory."""

    def __init__(self, directory: Path) -> None:
        """``directory`` is made."""
        self._directory = directory
        self._file = NpyFile(directory / CODES, np.dtype("<u2"))
        self._sizes: list[tuple[int, int]] = []

    def add(self, head: str, text: str) -> None:
        """The next version: its headlines and its text, folded."""
        self._sizes.append((len(head), len(text)))
        for each in (head, text):
            self._file.write(_codes(each))

    def save(self) -> None:
        """Complete the files."""
        begins, heads = _places(self._sizes)
        self._file.save()
        np.save(self._directory / BEGINS, begins)
        np.save(self._directory / HEADS, heads)

    def close(self) -> None:
        """Close the file, complete or not."""
        self._file.close()


def _codes(text: str) -> NDArray[np.uint16]:
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.asarray(np.minimum(wide, WIDEST), dtype="<u2")


def _places(sizes: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], Ints]:
    """``begins`` and ``heads`` of headlines and texts of these sizes."""
    table = np.array(sizes, dtype=np.int64).reshape(-1, 2)
    return table.sum(axis=1).cumsum() - table[:, 1], table[:, 0].astype(np.int32)
