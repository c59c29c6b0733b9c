"""What is a part, and do the parts of a folder belong together?

    part-00003-of-00016.jsonl.gz   what was understood and cut, a batch a line
    part-00003-of-00016.json       its manifest: of which files, by which rules, size and CRC-32

The manifest is written last: a part without one is not there.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from socket import gethostname
from typing import Any

from retrieval.corpus.ingest.files.scan import Found, Scan
from retrieval.corpus.ingest.prepared.division import Share
from retrieval.corpus.metadata.repeals import RULE
from retrieval.durable import sync
from retrieval.errors import WenceError
from retrieval.text.lexicon import Lexicon

FORMAT = 1
"""Raised when parts are written or cut in another way."""
MANIFESTS = "part-*-of-*.json"
CHUNK = 1 << 20
HOST = gethostname().partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one part holds. Paths are text in which other bytes are lone surrogates."""

    part: int
    count: int
    recipe: str
    """By which rules it was understood and cut."""
    division: str
    """Tells the parts of one run from those of another: of all files that were there."""
    root: str
    """The absolute path that was given."""
    folder: bool
    files: list[tuple[str, str, int, int]]
    """Path, name, size and mtime of the part's files, in their order."""
    closed: list[str]
    """Paths that could not be looked at."""
    report: dict[str, Any]
    """As ``Report.as_json`` gives it."""
    size: int = 0
    checksum: int = 0
    """CRC-32 of the data."""

    @property
    def share(self) -> Share:
        return Share(self.count, self.part)

    def is_of(self, other: Manifest) -> bool:
        """Is it made of the same files by the same rules?"""
        unmade: dict[str, Any] = {"report": {}, "size": 0, "checksum": 0}
        return replace(self, **unmade) == replace(other, **unmade)

    def data(self, directory: Path) -> Path:
        return directory / f"{self.share.stem}.jsonl.gz"

    def scan(self) -> Scan:
        """Its files, as whoever prepared found them."""
        files = [
            Found(os.fsencode(path), name, size, mtime) for path, name, size, mtime in self.files
        ]
        return Scan(files=files, closed=[os.fsencode(path) for path in self.closed])

    def is_whole(self, directory: Path) -> bool:
        """Is the data what was written?"""
        try:
            with self.data(directory).open("rb") as file:
                return (os.fstat(file.fileno()).st_size, crc(file)) == (self.size, self.checksum)
        except OSError:
            return False

    def write(self, directory: Path) -> None:
        """Write it, in one step and durable."""
        path = directory / f"{self.share.stem}.json"
        new = unfinished(directory, self.share)
        new.write_text(json.dumps(asdict(self)) + "\n", encoding="ascii")
        sync(new)
        new.replace(path)
        sync(directory)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read one.

        Raises:
            WenceError: it is damaged, or of another release.
        """
        try:
            found = json.loads(path.read_text(encoding="ascii"))
            files = [(path, name, size, mtime) for path, name, size, mtime in found["files"]]
            return cls(**{**found, "files": files})
        except (OSError, ValueError, KeyError, TypeError):
            raise WenceError("part_damaged", file=path.name) from None


def crc(file: Any) -> int:
    """The CRC-32 of what is left of an open file."""
    checksum = 0
    while chunk := file.read(CHUNK):
        checksum = zlib.crc32(chunk, checksum)
    return checksum


def recipe_of(lexicon: Lexicon) -> str:
    """By which rules articles are understood and cut here."""
    rules = (FORMAT, version("wence"), lexicon.fingerprint, lexicon.divisions.fingerprint, RULE)
    return digest(rules)


def digest(value: object) -> str:
    return blake2b(json.dumps(value).encode("ascii"), digest_size=8).hexdigest()


def manifests(directory: Path, recipe: str) -> list[Manifest]:
    """All parts of a folder, in their order.

    Raises:
        WenceError: one of them is missing or damaged, or they do not belong together.
    """
    found = sorted(map(Manifest.read, directory.glob(MANIFESTS)), key=lambda each: each.share)
    if not found:
        raise WenceError("parts_none", path=str(directory))
    first = found[0]
    for each in found:
        if (each.count, each.division) != (first.count, first.division):
            one, other = str(first.share), str(each.share)
            raise WenceError("parts_mixed", path=str(directory), one=one, other=other)
        if each.recipe != recipe:
            raise WenceError("part_of_another_recipe", part=str(each.share))
    numbers = {each.part for each in found}
    for number in range(1, first.count + 1):
        if number not in numbers:
            raise WenceError("part_missing", part=f"{number}/{first.count}", path=str(directory))
    return found


def unfinished(directory: Path, share: Share) -> Path:
    """Where this process writes what is not complete yet."""
    return directory / f".{share.stem}.{HOST}.{os.getpid()}"


def leftovers(directory: Path, share: Share) -> Iterator[Path]:
    """What killed runs left of a part."""
    yield from directory.glob(f".{share.stem}.*.*")
