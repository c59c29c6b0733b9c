"""Which files belong to part i of k?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.corpus.ingest.files.scan import Found

A_FILE = 4096
"""Bytes that opening a file is taken to cost, so that thousands of short ones are spread too."""


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """Part ``number`` of ``count``, from 1."""

    count: int
    number: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @property
    def stem(self) -> str:
        """So begin the names of its files."""
        return f"part-{self.number:05}-of-{self.count:05}"

    def of(self, files: Sequence[Found]) -> list[Found]:
        """Its files: neighbours in the order of all, so that parts are in that order, too.

        Parts have about as many bytes. A file is in one part, whatever its size.
        """
        total = sum(file.size + A_FILE for file in files)
        found, before = [], 0
        for file in files:
            if before * self.count // total == self.number - 1:
                found.append(file)
            before += file.size + A_FILE
        return found
