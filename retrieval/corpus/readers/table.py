"""How are articles read from the rows of a CSV file?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.readers.jsonl import Line, too_long, understand
from retrieval.errors import Unreadable

if TYPE_CHECKING:
    import _csv

TEXT = {"text", "正文", "内容", "內容", "全文", "content", "body", "文本"}
"""The names under which a column holds the text."""

FILE = {"file", "文件", "文件名", "檔案"}
"""The column of a table that corrects other files; see ``corrections``."""

_SAMPLE = 65_536


class _Borrowed(io.TextIOWrapper):
    """Text from a stream that stays open for whoever opened it."""

    def close(self) -> None:
        with suppress(ValueError):  # it was given back already
            self.detach()


def read_csv(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """A ``Line`` a row; the first row names the columns, the text's among them.

    ``raw`` is the row as a line of JSON, so that it can be understood again.

    Raises:
        Unreadable: it has no column for the text, or is damaged.
    """
    rows, header = open_table(stream, limit)
    if not TEXT & set(header):
        raise Unreadable("no_text_column")
    names = ["text" if name in TEXT else name for name in header]
    try:
        for row in rows:
            values = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
            raw = json.dumps(values, ensure_ascii=False).encode() if "text" in values else b""
            large = len(raw) > limit
            yield Line(rows.line_num, b"" if large else raw, too_long if large else understand)
    except csv.Error:
        raise Unreadable("bad_row", line=rows.line_num) from None


def open_table(stream: BinaryIO, limit: int) -> tuple[_csv.Reader, list[str]]:
    """The rows below the header, and the header in lower case.

    Raises:
        Unreadable: it is empty or not text.
    """
    sample = stream.read(_SAMPLE)
    if not sample.strip():
        raise Unreadable("file_empty")
    decoded = decode(sample)
    stream.seek(0)
    text = _Borrowed(stream, decoded.encoding, errors="replace", newline="")
    csv.field_size_limit(max(limit, 1))
    first = decoded.text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = csv.reader(text, delimiter=delimiter)
    return rows, [name.strip().lower() for name in next(rows, [])]
