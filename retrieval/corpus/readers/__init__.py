"""Which file types can be taken in, and how is each read?

Three tables by suffix, and nothing else decides: documents are read whole, lines are streamed,
archives hold further files. A new file type is a module here and a row below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Literal

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import archive, jsonl, ofd, page, pdf, plain, table
from retrieval.corpus.readers.archive import Member
from retrieval.corpus.readers.jsonl import Line
from retrieval.corpus.readers.office import word
from retrieval.errors import Unreadable

DocumentReader = Callable[[str, bytes], Iterator[Draft]]
LinesReader = Callable[[BinaryIO, int], Iterator[Line]]
ArchiveReader = Callable[[BinaryIO, int, Callable[[str], bool]], Iterator[Member]]

DOCUMENTS: dict[str, DocumentReader] = {
    ".txt": plain.read_text,
    ".md": plain.read_markdown,
    ".html": page.read_html,
    ".htm": page.read_html,
    ".mhtml": page.read_mhtml,
    ".mht": page.read_mhtml,
    ".docx": word.read_word,
    ".pdf": pdf.read_pdf,
    ".ofd": ofd.read_ofd,
}
LINES: dict[str, LinesReader] = {
    ".jsonl": jsonl.read_lines,
    ".jsonl.gz": jsonl.read_gzipped,
    ".csv": table.read_csv,
}
ARCHIVES: dict[str, ArchiveReader] = {
    ".zip": archive.read_zip,
}

SUFFIXES = frozenset({*DOCUMENTS, *LINES, *ARCHIVES})
"""All suffixes that can be taken in, in lower case."""
TYPES = " ".join(sorted(SUFFIXES))
"""The same for people."""

Kind = Literal["document", "lines", "archive"]


def suffix_of(name: str) -> str:
    """The longest suffix of the tables that ends ``name``, or an empty text."""
    lower = name.lower()
    return max((suffix for suffix in SUFFIXES if lower.endswith(suffix)), key=len, default="")


def kind_of(name: str) -> Kind | None:
    """How the file is to be read; None for a type that cannot be taken in."""
    suffix = suffix_of(name)
    if suffix in DOCUMENTS:
        return "document"
    if suffix in LINES:
        return "lines"
    return "archive" if suffix in ARCHIVES else None


def read(name: str, data: bytes) -> Iterator[Draft]:
    """The articles of a whole document.

    Raises:
        Unreadable: it is empty, of another kind than its name says, damaged or locked.
    """
    reader = DOCUMENTS.get(suffix_of(name))
    if reader is None:
        raise Unreadable("unknown_type", types=TYPES)
    try:
        yield from reader(name, data)
    except Unreadable:
        raise
    except Exception as error:  # one file must not end a run of thousands
        raise Unreadable("reading_failed", error=type(error).__name__) from error


def read_lines(name: str, stream: BinaryIO, *, limit: int) -> Iterator[Line]:
    """The articles of a file with one on each line, each of at most ``limit`` bytes.

    Raises:
        Unreadable: the file as a whole is damaged; a bad line is a ``Line`` that holds the reason.
    """
    return LINES[suffix_of(name)](stream, limit)


def members(name: str, stream: BinaryIO, *, limit: int) -> Iterator[Member]:
    """The files inside an archive, each of at most ``limit`` bytes; to be read like any others.

    Raises:
        Unreadable: the archive is damaged, locked or out of all proportion.
    """
    return ARCHIVES[suffix_of(name)](stream, limit, lambda member: kind_of(member) is not None)
