"""How are articles read from the rows of a CSV file?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.readers.jsonl import Line, too_long, understand
from retrieval.errors import Unreadable

if TYPE_CHECKING:
    import _csv

TEXT = {
    "text", "content", "body", "正文", "内容", "內容", "全文", "文本", "原文", "条文", "條文",
    "文章内容", "文章內容", "文章正文", "正文内容", "文件内容", "文件正文", "政策内容", "内容正文",
    "答案", "回答", "解答", "答复", "答覆", "回复", "答复内容", "回复内容", "answer",
}  # fmt: skip
"""The names under which a column holds the text."""

FILE = {"file", "文件", "文件名", "檔案"}
"""The column of a table that corrects other files; see ``corrections``."""

SHOWN = 120
"""Characters of the names of columns that are told."""

_SAMPLE = 65_536
_REMARK = re.compile(r"(?<=.)[(（\[【].*[)）\]】]$")


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
        raise Unreadable("no_text_column", columns="、".join(header)[:SHOWN])
    at = next(at for at, name in enumerate(header) if name in TEXT)
    names = [*header[:at], "text", *header[at + 1 :]]
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
    encoding = _encoding(sample, stream)
    stream.seek(0)
    text = _Borrowed(stream, encoding, errors="replace", newline="")
    csv.field_size_limit(max(limit, 1))
    first = sample.decode(encoding, "replace").split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = csv.reader(text, delimiter=delimiter)
    return rows, [column(name) for name in next(rows, [])]


def column(name: str) -> str:
    """The name of a column as the tables of names have it: 发布日期（必填） is 发布日期."""
    return _REMARK.sub("", "".join(name.split()).strip("\ufeff*＊").lower())


def _encoding(sample: bytes, stream: BinaryIO) -> str:
    """The encoding, told by the first piece that is more than ASCII, however far down it stands."""
    while sample.isascii() and b"\x00" not in sample and (more := stream.read(_SAMPLE)):
        sample = more
    return decode(sample).encoding
