"""What does a file hold that somebody sent, before it is taken in?"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.files.parts import parts
from retrieval.corpus.ingest.report import Remark
from retrieval.corpus.readers.paged.recognition import limited
from retrieval.errors import Unreadable
from retrieval.reasons import Reason

MOST = 1_000
"""At most so many articles of a file are read for the preview."""


RECOGNISED = 2
"""So many pages of scans are recognised for it, which takes seconds for each."""


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
    if not data:
        raise Unreadable("file_empty")
    found = Preview()
    with limited(RECOGNISED):
        for part in parts(name, BytesIO(data), max_bytes):
            if isinstance(part, Remark):
                found.refused.append(part)
            elif isinstance(drafts := part.drafts(), Reason):
                found.refused.append(Remark(part.shown, drafts))
            else:
                room = MOST - len(found.drafts)
                found.drafts += drafts[:room]
                found.more = len(drafts) > room
            if found.more:
                break
    return found
