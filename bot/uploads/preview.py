"""What does a file hold that somebody sent, before it is taken in?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.readers import TYPES, kind_of, members, read, read_lines
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

MOST = 1_000
"""At most so many articles of a file are read for the preview."""


@dataclass(slots=True)
class Preview:
    """The first articles of a file, and what could not be read."""

    drafts: list[Draft] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    more: bool = False
    """The file holds more than was read."""


def preview(name: str, data: bytes, max_bytes: int) -> Preview:
    """Read a file of any kind that can be taken in.

    Raises:
        Unreadable: it is of no such kind, empty, or damaged as a whole.
    """
    kind = kind_of(name)
    if kind is None:
        raise Unreadable("unknown_type", types=TYPES)
    if not data:
        raise Unreadable("file_empty")
    found = Preview()
    for draft in _drafts(name, data, max_bytes):
        if isinstance(draft, Draft):
            if len(found.drafts) == MOST:
                found.more = True
                break
            found.drafts.append(draft)
        else:
            found.refused.append(draft)
    return found


def _drafts(name: str, data: bytes, max_bytes: int) -> Iterator[Draft | Remark]:
    kind = kind_of(name)
    if kind == "document":
        yield from read(name, data)
    elif kind == "lines":
        for line in read_lines(name, BytesIO(data), limit=max_bytes):
            draft = line.draft
            if isinstance(draft, Reason):
                yield Remark(f"{name}:{line.number}", draft)
            elif draft is not None:
                yield draft
    elif kind == "archive":
        for member in members(name, BytesIO(data), limit=max_bytes):
            if isinstance(member.data, Reason):
                yield Remark(member.name, member.data)
                continue
            try:
                yield from _drafts(member.name, member.data, max_bytes)
            except Unreadable as error:
                yield Remark(member.name, error.reason)
    else:
        yield Remark(name, because("unknown_type", types=TYPES))
