"""Which files does a zip file hold?"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.readers.packed import MOST_BYTES, entry, open_archive
from retrieval.errors import Unreadable

_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its path there, and its bytes or why they were not read."""

    name: str
    data: bytes | Unreadable


def read_zip(stream: BinaryIO, limit: int, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """The ``wanted`` files of a zip file, each of at most ``limit`` bytes.

    Raises:
        Unreadable: the archive is damaged or out of all proportion.
    """
    left = MOST_BYTES
    with open_archive(stream) as archive:
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or _is_hidden(name) or not wanted(name):
                continue
            if left <= 0:
                yield Member(
                    name, Unreadable("The archive holds too much; split it.", kind="large")
                )
                return
            member = _member(archive, info, name, min(limit, left))
            left -= len(member.data) if isinstance(member.data, bytes) else 0
            yield member


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int) -> Member:
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        refusal = "Its path leads out of the archive: it was not read."
        return Member(posixpath.basename(name), Unreadable(refusal, kind="damaged"))
    if name.lower().endswith(".zip"):
        return Member(name, Unreadable("An archive inside an archive is not opened: unpack it."))
    try:
        return Member(name, entry(archive, info, limit))
    except Unreadable as error:
        return Member(name, error)


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
