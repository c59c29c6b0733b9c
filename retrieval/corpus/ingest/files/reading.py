"""What in a file has not been read before?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import BinaryIO

from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.corrections import Corrections, Fields
from retrieval.corpus.ingest.files.parts import Part, parts, too_large
from retrieval.corpus.ingest.files.remembered import FileRow
from retrieval.corpus.ingest.files.scan import Found
from retrieval.corpus.ingest.identity.identifiers import HASH_BYTES, digest
from retrieval.corpus.ingest.report import Remark, Report
from retrieval.corpus.readers import kind_of
from retrieval.errors import Unreadable
from retrieval.reasons import because, not_read

CHUNK = 1 << 20


@dataclass(slots=True)
class Reading:
    """One file while it is read."""

    found: Found
    root: int | None
    row: FileRow | None
    """What is remembered of it."""
    lifts: bool = False
    """Does it bring back what the operator removed? Only a document that is given by itself."""
    file: int | None = None
    hash: bytes | None = None
    known: dict[bytes, list[int]] = field(default_factory=dict)
    """The articles that it held, by the digest of their sources."""
    seen: set[int] = field(default_factory=set)
    """Those of its articles that it still holds."""
    corrected: dict[bytes, Fields | None] = field(default_factory=dict)
    """What the operator says of it, and of what lies in it."""
    own: dict[bytes, Mapping[str, Fields]] = field(default_factory=dict)
    """The same of single articles of these."""
    bad: int = 0
    same: bool = False
    """It says what it said before, perhaps under another name."""
    whole: bool = True
    """Was all of it read? Else what is missing is not gone."""
    ended: bool = True
    """Was it read to its end, and stayed as it was? Else it is read again, and what it said before
    counts until then."""

    @property
    def is_renamed(self) -> bool:
        """Is it known under another name, or below another folder?"""
        row = self.row
        return row is not None and (row.root, row.name) != (self.root, self.found.name)


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a file that was not there before."""

    reading: Reading
    part: Part
    hash: bytes


@dataclass(frozen=True, slots=True)
class End:
    """The file has been read."""

    reading: Reading


def events(
    reading: Reading, writer: CollectionWriter, report: Report, max_bytes: int
) -> Iterator[Item | End]:
    """The parts of a file that have to be looked at, then its end; nothing if it is unchanged."""
    found = reading.found
    if is_unchanged(reading, writer, report):
        if reading.is_renamed:
            yield End(reading)
        return
    try:
        yield from _read(reading, writer, report, max_bytes)
    except OSError as error:
        report.refused.append(Remark(found.name, not_read(error)))
    except Unreadable as error:
        report.refused.append(Remark(found.name, error.reason))


def is_unchanged(reading: Reading, writer: CollectionWriter, report: Report) -> bool:
    """Is a file what was read of it before, by its size and time?"""
    found, row = reading.found, reading.row
    if row is None:
        return False
    reading.file = row.file
    if (row.size, row.mtime) != (found.size, found.mtime) or reading.lifts:
        return False
    report.unchanged[found.name] += writer.identities.count_of(row.file)
    reading.same, reading.hash = True, row.hash
    return True


def recall(reading: Reading, hash: bytes, writer: CollectionWriter, report: Report) -> None:
    """Recall what is known of a file with that content: that it is the same, or its articles."""
    reading.hash = hash
    if _same(reading, writer):
        report.unchanged[reading.found.name] += writer.identities.count_of(reading.file or 0)
    elif reading.file is not None:
        for source, article in writer.identities.sources_of(reading.file):
            reading.known.setdefault(source, []).append(article)


def _read(
    reading: Reading, writer: CollectionWriter, report: Report, max_bytes: int
) -> Iterator[Item | End]:
    found = reading.found
    kind = kind_of(found.name)
    if not found.size:
        raise Unreadable("file_empty")
    if kind == "document" and found.size > max_bytes:
        raise too_large(max_bytes)
    with open(found.path, "rb") as stream:
        recall(reading, _digest(stream), writer, report)
        if not reading.same:
            stream.seek(0)
            yield from _new_parts(reading, stream, writer, report, max_bytes)
    if _state(found.path) != (found.size, found.mtime):
        reading.ended = False
        report.doubtful.append(Remark(found.name, because("changed_while_read")))
    yield End(reading)


def _state(path: bytes) -> tuple[int, int] | None:
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns


def _digest(stream: BinaryIO) -> bytes:
    hash = blake2b(digest_size=HASH_BYTES)
    while chunk := stream.read(CHUNK):
        hash.update(chunk)
    return hash.digest()


def _same(reading: Reading, writer: CollectionWriter) -> bool:
    """Is the content what it was, in this file or in one that is no longer where it was?"""
    row, hash = reading.row, reading.hash
    if reading.lifts or hash is None:
        return False
    if row is None:
        gone = (old for old in writer.files.with_hash(hash) if not writer.files.is_there(old.path))
        row = next(gone, None)
        reading.file = row.file if row else None
    reading.same = row is not None and row.hash == hash
    return reading.same


def _new_parts(
    reading: Reading, stream: BinaryIO, writer: CollectionWriter, report: Report, max_bytes: int
) -> Iterator[Item]:
    """The parts of a file that it did not hold before."""
    try:
        for part in parts(reading.found.name, stream, max_bytes):
            if isinstance(part, Remark):
                report.pass_over(part)
            elif not is_known(reading, hash := digest(part.raw), report):
                yield Item(reading, _with_corrections(reading, part, writer.corrections), hash)
    except (OSError, Unreadable) as error:
        reading.whole = reading.ended = False
        reason = error.reason if isinstance(error, Unreadable) else not_read(error)
        report.refused.append(Remark(reading.found.name, reason))


def _with_corrections(reading: Reading, part: Part, corrections: Corrections) -> Part:
    """The part with what is corrected of its file, and of the articles in it."""
    path = reading.found.path + (os.fsencode(f"/{part.member}") if part.member else b"")
    if path not in reading.corrected:
        reading.corrected[path] = corrections.of(path)
        reading.own[path] = corrections.of_parts(path)
    return replace(part, stated=reading.corrected[path], own=reading.own[path])


def is_known(reading: Reading, hash: bytes, report: Report) -> bool:
    """Did the file hold this part before? Each article is found again once."""
    articles = reading.known.get(hash)
    if not articles or reading.lifts:
        return False
    reading.seen.add(articles.pop())
    report.unchanged[reading.found.name] += 1
    return True
