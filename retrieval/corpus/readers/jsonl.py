"""How are articles read from lines of JSON?"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose, compose_titled
from retrieval.corpus.readers.front_matter import stated_fields
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

BUFFER = 1 << 18
_HALVES = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can hold and no file can."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1 and its bytes; it is understood only when asked for."""

    number: int
    raw: bytes
    read: Callable[[int, bytes], Draft | Reason | None]

    @property
    def draft(self) -> Draft | Reason | None:
        """What the line says; None without a visible character: it is skipped and counted."""
        return self.read(self.number, self.raw)


def read_lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Stream the lines; each of at most ``limit`` bytes."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit:
            _skip_rest(stream, raw)
            yield Line(number, b"", too_long)
        else:
            yield Line(number, raw, understand)


def read_gzipped(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """The same out of gzip.

    Raises:
        Unreadable: what was compressed is damaged.
    """
    try:
        unpacked = cast(io.RawIOBase, gzip.GzipFile(fileobj=stream))
        with io.BufferedReader(unpacked, BUFFER) as lines:  # finds lines ten times as fast
            yield from read_lines(lines, limit)
    except (OSError, EOFError, zlib.error):
        raise Unreadable("gzip_damaged") from None


def draft_of(values: dict[Any, Any], text: str) -> Draft | None:
    """The draft of a text with stated fields; None without a visible character."""
    text = _HALVES.sub("\ufffd", text)
    if not text.strip():
        return None
    stated = stated_fields(values)
    fields = stated.fields
    try:
        draft = compose_titled(text, fields) if "title" in fields else compose(text, fields)
        return draft.warned(*stated.warnings)
    except Unreadable as error:
        if error.reason.code == "no_text":
            return None
        raise


def _skip_rest(stream: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(1 << 20)


def too_long(number: int, raw: bytes) -> Reason:
    return because("line_too_long", line=number)


def understand(number: int, raw: bytes) -> Draft | Reason | None:
    try:
        text = raw.decode("utf-8-sig")
        if not text.strip():
            return None
        value = json.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return because("line_not_json", line=number)
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return because("line_without_text", line=number)
    try:
        return draft_of(value, value["text"])
    except Unreadable as error:
        return error.reason
