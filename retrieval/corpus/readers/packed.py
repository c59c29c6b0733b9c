"""Is this zip file what it says, and no bigger than it should be?"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from retrieval.errors import Unreadable

MOST_ENTRIES = 10_000
MOST_BYTES = 400_000_000
"""Bytes that all entries may unpack to."""
MOST_RATIO = 200
"""How many times its packed size an entry may have, from LARGE bytes on."""
LARGE = 2_000_000
COMPOUND = b"\xd0\xcf\x11\xe0"
"""How the older container of Office begins ([MS-CFB])."""
DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError
)  # fmt: skip
"""What reading a broken zip file raises."""


def open_archive(stream: IO[bytes]) -> zipfile.ZipFile:
    """The zip file in ``stream``, once its table of contents is in bounds.

    Raises:
        Unreadable: it is empty or damaged, or has too many, too large or overlapping entries.
    """
    end = stream.seek(0, io.SEEK_END)
    if not end:
        raise Unreadable("file_empty")
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED:
        raise Unreadable("file_damaged") from None
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable("out_of_proportion")
    if sum(entry.compress_size for entry in entries) > end:
        raise Unreadable("out_of_proportion")
    return archive


def entry(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int = MOST_BYTES) -> bytes:
    """The bytes of one entry, at most ``limit``; what its header says is not believed.

    Raises:
        Unreadable: it is damaged, locked, too large or out of proportion.
    """
    try:
        info = archive.getinfo(name) if isinstance(name, str) else name
        if info.flag_bits & 1:
            raise Unreadable("file_locked")
        if is_bloated(info):
            raise Unreadable("out_of_proportion")
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
    except (KeyError, *DAMAGED):
        raise Unreadable("file_damaged") from None
    if len(data) > limit:
        raise Unreadable("unpacks_too_large", megabytes=f"{limit / 1e6:g}")
    return data


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip file of a document; what its XML declares is for whoever parses it.

    Raises:
        Unreadable: it is damaged, out of proportion or of an older format.
    """
    if data.startswith(COMPOUND):
        raise not_understood(data)
    return open_archive(io.BytesIO(data))


def not_understood(data: bytes) -> Unreadable:
    """Why a file that is of none of the types that are read, or is broken, cannot be opened."""
    if data.startswith(COMPOUND):
        return Unreadable("old_office")
    return Unreadable("file_damaged")


def is_bloated(info: zipfile.ZipInfo) -> bool:
    """Does an entry say that it unpacks to more than any text would?"""
    return info.file_size > LARGE and info.file_size > MOST_RATIO * max(info.compress_size, 1)
