"""Which files does a zip file hold?"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.readers.packed import entry, is_bloated, open_archive
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its path there, and its bytes or why they were not read."""

    name: str
    data: bytes | Reason


def read_zip(stream: BinaryIO, limit: int, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """The ``wanted`` files of a zip file, each of at most ``limit`` bytes.

    Raises:
        Unreadable: the archive is damaged or out of all proportion.
    """
    with open_archive(stream) as archive:
        if any(map(is_bloated, archive.infolist())):
            raise Unreadable("out_of_proportion")
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or _is_hidden(name) or not wanted(name):
                continue
            yield _member(archive, info, name, limit)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int) -> Member:
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        return Member(posixpath.basename(name), because("path_leaves_archive"))
    if name.lower().endswith(".zip"):
        return Member(name, because("archive_in_archive"))
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
