"""Which parts of a file may be articles?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.corrections import Fields, corrected
from retrieval.corpus.ingest.identity.identifiers import digest
from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.readers import kind_of, members, read, read_lines, type_of
from retrieval.corpus.readers.archive import Room
from retrieval.corpus.readers.jsonl import Line
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because


@dataclass(frozen=True, slots=True)
class Part:
    """A document, or one line of a file with an article a line."""

    name: str
    """The file's name, with a member's behind it; its suffix tells how to read it."""
    raw: bytes
    line: Line | None = None
    member: str | None = None
    """The path inside an archive."""
    stated: Fields | None = None
    """What the operator says of it."""
    own: Mapping[str, Fields] = field(default_factory=dict)
    """What the operator says of single articles of it, by their names; see ``corrections``."""

    @property
    def shown(self) -> str:
        """The name for remarks."""
        return f"{self.name}:{self.line.number}" if self.line else self.name

    def drafts(self) -> list[Draft] | Reason:
        """What was understood; no draft where the line is blank."""
        try:
            if self.line is None:
                drafts = list(read(self.name, self.raw))
                return [self._corrected(draft, f"{n}") for n, draft in enumerate(drafts, 1)]
            draft = self.line.draft
        except Unreadable as error:
            return error.reason
        if draft is None or isinstance(draft, Reason):
            return draft or []
        return [self._corrected(draft, digest(self.raw).hex())]

    def _corrected(self, draft: Draft, unnamed: str) -> Draft:
        own = {**self.own.get(unnamed, {}), **self.own.get(draft.id or unnamed, {})}
        return corrected(draft, {**(self.stated or {}), **own})


def parts(name: str, stream: BinaryIO, max_bytes: int) -> Iterator[Part | Remark]:
    """The documents and lines of a file, in its order; remarks on what could not be read.

    Documents and lines have at most ``max_bytes``.

    Raises:
        Unreadable: the file as a whole cannot be read, or not from here on.
        OSError: so says the operating system.
    """
    suffix = type_of(name, stream)
    kind = kind_of(suffix)
    if kind == "document":
        yield Part(name, _bounded(stream, max_bytes))
    elif kind == "lines":
        yield from _lines(name, suffix, stream, None, max_bytes)
    else:
        yield from _members(Around(name), suffix, stream, max_bytes)


@dataclass(frozen=True, slots=True)
class Around:
    """The archive around a file: its name for people, and its path where it lies in another."""

    name: str
    path: str = ""
    room: Room = field(default_factory=Room)


def _members(
    around: Around, suffix: str, stream: BinaryIO, max_bytes: int
) -> Iterator[Part | Remark]:
    """The parts of the files in an archive, and of those in archives there: no deeper."""
    for member in members(suffix, stream, limit=max_bytes, room=around.room):
        inner, path = f"{around.name}/{member.name}", f"{around.path}{member.name}"
        if isinstance(member.data, Reason):
            yield Remark(inner, member.data)
            continue
        held = BytesIO(member.data)
        suffix = type_of(member.name, held)
        kind = kind_of(suffix)
        try:
            if kind == "document":
                yield Part(inner, member.data, member=path)
            elif kind == "lines":
                yield from _lines(inner, suffix, held, path, max_bytes)
            elif around.path:
                yield Remark(inner, because("archive_in_archive"))
            else:
                yield from _members(Around(inner, f"{path}/", around.room), suffix, held, max_bytes)
        except Unreadable as error:
            yield Remark(inner, error.reason)


def too_large(max_bytes: int) -> Unreadable:
    return Unreadable("file_too_large", megabytes=f"{max_bytes / 1e6:g}")


def _bounded(stream: BinaryIO, max_bytes: int) -> bytes:
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    return data


def _lines(
    name: str, suffix: str, stream: BinaryIO, member: str | None, max_bytes: int
) -> Iterator[Part]:
    for line in read_lines(suffix, stream, limit=max_bytes):
        yield Part(name, line.raw, line, member)
