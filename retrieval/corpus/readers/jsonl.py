"""How are articles read from lines of JSON?"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from retrieval.corpus.draft import Draft
from retrieval.errors import Unreadable

FIELDS = ("id", "title", "kicker", "subtitle", "source", "author", "date", "url")
"""The keys that are taken over beside ``text``; others do no harm."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its bytes, and what was read.

    ``draft`` is None for a line without a visible character, which is skipped and counted.
    """

    number: int
    raw: bytes
    draft: Draft | Unreadable | None


def read_lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Stream the lines; each of at most ``limit`` bytes."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit:
            _skip_rest(stream, raw)
            yield Line(number, b"", Unreadable(f"Line {number} is longer than {limit} bytes."))
            continue
        yield Line(number, raw, _draft(number, raw))


def read_gzipped(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """The same out of gzip.

    Raises:
        Unreadable: what was compressed is damaged.
    """
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from read_lines(unpacked, limit)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error):
        raise Unreadable("The compressed data is damaged; compress the file again.") from None


def _skip_rest(stream: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(1 << 20)


def _draft(number: int, raw: bytes) -> Draft | Unreadable | None:
    try:
        text = raw.decode("utf-8-sig")
        if not text.strip():
            return None
        value = json.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return Unreadable(f"Line {number} is not JSON in UTF-8; mend that line.")
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return Unreadable(f"Line {number} is no object with a text; mend that line.")
    if not value["text"].strip():
        return None
    return Draft(text=value["text"], **{name: _string(value.get(name)) for name in FIELDS})


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = " ".join(str(part) for part in value)
    return str(value).strip() or None if value is not None else None
