"""What is in a generation, and is it whole?"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.durable import sync
from retrieval.errors import NotIndexed
from retrieval.index.params import IndexParams
from retrieval.index.postings.parallel import for_each
from retrieval.index.types import Part

FORMAT = 3
"""Raised when files of older generations can no longer be read: they are built again then."""

NAME = "manifest.json"
PARAMS = "recipe"
"""The key of the numbers that an index is built with, in manifests of every age."""
SMALL = 16 << 20
"""A generation of at most so many bytes is checked byte by byte whenever it is opened."""


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """One segment: where it is, how many passages it has, and its mean lengths at its making."""

    directory: str
    passages: int
    dead: int
    avgdl: dict[Part, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation holds. ``files`` gives size and CRC-32 by relative path."""

    lexicon: str
    params: IndexParams
    articles: int
    segments: tuple[SegmentFacts, ...] = ()
    totals: dict[Part, int]
    """By part, the lengths of all living passages, added up."""
    files: dict[str, tuple[int, int]]
    format: int = FORMAT
    newest: str = ""
    """The stamp of the newest version in it, by which its collection is told from others; empty in
    manifests of earlier releases."""

    @property
    def passages(self) -> int:
        """How many living passages there are."""
        return sum(segment.passages - segment.dead for segment in self.segments)

    @property
    def is_small(self) -> bool:
        """Whether reading all of it takes no time that matters."""
        return sum(size for size, _ in self.files.values()) <= SMALL

    def write(self, directory: Path) -> None:
        """Write it beside the files that it tells of, which are measured now and made durable."""
        paths = {
            path.relative_to(directory).as_posix(): path
            for path in sorted(directory.rglob("*.npy"))
        }

        def measured(name: str) -> tuple[int, int]:
            path = paths[name]
            sync(path)
            return self.files.get(name) or (path.stat().st_size, crc(path))

        files = dict(zip(paths, for_each(paths, measured), strict=True))
        text = json.dumps(replace(self, files=files)._as_json(), ensure_ascii=False, indent=1)
        path = directory / NAME
        path.write_text(text, encoding="utf-8")
        sync(path)
        for each in [directory, *(path for path in directory.rglob("*") if path.is_dir())]:
            sync(each)

    @classmethod
    def read(cls, directory: Path) -> Manifest:
        """Read it and check that the files are there, with their sizes; small ones whole.

        Raises:
            NotIndexed: something is missing or is not as it was written, or the format is older.
        """
        try:
            found = json.loads((directory / NAME).read_text(encoding="utf-8"))
            if found["format"] < FORMAT:
                raise NotIndexed("index_older", path=str(directory))
            manifest = cls._of(found)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotIndexed("index_damaged", path=str(directory / NAME)) from error
        manifest.check(directory, contents=manifest.is_small)
        return manifest

    def check(self, directory: Path, *, contents: bool) -> None:
        """Compare the files with the manifest: their sizes, and their contents if asked for.

        Raises:
            NotIndexed: one of them is missing or differs.
        """
        for name, (size, checksum) in self.files.items():
            path = directory / name
            try:
                right = path.stat().st_size == size and (not contents or crc(path) == checksum)
            except OSError:
                right = False
            if not right:
                raise NotIndexed("index_damaged", path=str(path))

    def _as_json(self) -> dict[str, Any]:
        found = asdict(self)
        return {PARAMS if name == "params" else name: value for name, value in found.items()}

    @classmethod
    def _of(cls, found: dict[str, Any]) -> Manifest:
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        params = IndexParams(**found.pop(PARAMS))
        return cls(
            **{
                **found,
                "params": params,
                "segments": tuple(SegmentFacts(**each) for each in found["segments"]),
                "files": {
                    name: (size, checksum) for name, (size, checksum) in found["files"].items()
                },
            }
        )


def crc(path: Path) -> int:
    """The CRC-32 of a file."""
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum


def write_current(current: Path, name: str) -> None:
    """Make a generation the live one: the file is replaced in one step, and durable."""
    new = current.with_suffix(".new")
    new.write_text(name + "\n", encoding="ascii")
    sync(new)
    new.replace(current)
    sync(current.parent)
