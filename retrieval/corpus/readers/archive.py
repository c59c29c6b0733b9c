"""Which files does a zip file hold?"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.readers.packed import MOST_BYTES, entry, is_bloated, open_archive
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its path there, and its bytes or why they were not read."""

    name: str
    data: bytes | Reason


@dataclass(slots=True)
class Room:
    """How many bytes an archive, and those inside it, may still unpack to."""

    left: int = MOST_BYTES

    def take(self, count: int) -> None:
        """Raises ``Unreadable`` where there is no room for so many."""
        self.left -= count
        if self.left < 0:
            raise Unreadable("out_of_proportion")


def read_zip(
    stream: BinaryIO, limit: int, passed_over: Callable[[str], Reason | None], room: Room
) -> Iterator[Member]:
    """The files of a zip file, each of at most ``limit`` bytes, or why one is passed over.

    Raises:
        Unreadable: the archive is damaged or out of all proportion.
    """
    with open_archive(stream) as archive:
        if any(map(is_bloated, archive.infolist())):
            raise Unreadable("out_of_proportion")
        room.take(sum(info.file_size for info in archive.infolist()))
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or _is_hidden(name):
                continue
            why = passed_over(name)
            yield Member(name, why) if why else _member(archive, info, name, limit)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int) -> Member:
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        return Member(posixpath.basename(name), because("path_leaves_archive"))
    try:
        return Member(name, entry(archive, info, limit))
    except Unreadable as error:
        return Member(name, error.reason)


def _name(info: zipfile.ZipInfo) -> str:
    """The path as its author saw it: old programs wrote names in the encoding of their system."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            name = decode(name.encode("cp437")).text
        except (UnicodeEncodeError, Unreadable):
            name = info.filename
    return name.replace("\\", "/").split("\x00")[0]


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(
        part.startswith((".", "~$")) and part != ".." for part in parts
    )
