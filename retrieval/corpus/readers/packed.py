"""Is this zip file what it says, and no bigger than it should be?"""

from __future__ import annotations

import io
import re
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
_PROLOG = 65_536
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError
)  # fmt: skip


def open_archive(stream: IO[bytes]) -> zipfile.ZipFile:
    """The zip file in ``stream``, once its table of contents is in bounds.

    Raises:
        Unreadable: it is damaged, or unpacks to too many, too large or overlapping entries.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGED:
        raise Unreadable("file_damaged") from None
    entries = archive.infolist()
    end = stream.seek(0, io.SEEK_END)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable("out_of_proportion")
    if sum(entry.compress_size for entry in entries) > end or any(map(_bloated, entries)):
        raise Unreadable("out_of_proportion")
    return archive


def entry(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int = MOST_BYTES) -> bytes:
    """The bytes of one entry, at most ``limit``; what its header says is not believed.

    Raises:
        Unreadable: it is damaged, locked or too large.
    """
    try:
        info = archive.getinfo(name) if isinstance(name, str) else name
        if info.flag_bits & 1:
            raise Unreadable("file_locked")
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
    except (KeyError, *_DAMAGED):
        raise Unreadable("file_damaged") from None
    if len(data) > limit:
        raise Unreadable("unpacks_too_large", megabytes=f"{limit / 1e6:g}")
    return data


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip file of a document, none of whose XML declares entities.

    Raises:
        Unreadable: it is damaged, locked, out of proportion, or declares entities.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("locked_or_old")
    archive = open_archive(io.BytesIO(data))
    for info in archive.infolist():
        if info.filename.lower().endswith((".xml", ".rels")):
            try:
                with archive.open(info) as stream:
                    prolog = stream.read(_PROLOG).replace(b"\x00", b"")
            except _DAMAGED:
                raise Unreadable("file_damaged") from None
            if _DOCTYPE.search(prolog):
                raise Unreadable("xml_entities")
    return archive


def _bloated(info: zipfile.ZipInfo) -> bool:
    return info.file_size > LARGE and info.file_size > MOST_RATIO * max(info.compress_size, 1)
