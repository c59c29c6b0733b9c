"""Which file types can be taken in, and how is each read?

Three tables by suffix: documents are read whole, lines are streamed, archives hold further files. A
name says whether a file is looked at, its content how it is read. A new file type is a module here
and a row below.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, Literal

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import archive, jsonl, plain, table
from retrieval.corpus.readers.archive import Member, Room
from retrieval.corpus.readers.content import true_suffix
from retrieval.corpus.readers.jsonl import Line
from retrieval.corpus.readers.office import book, conversion, rich_text, slides, word, workbook
from retrieval.corpus.readers.paged import ofd, pdf, picture
from retrieval.corpus.readers.web import page
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

DocumentReader = Callable[[str, bytes], Iterator[Draft]]
LinesReader = Callable[[BinaryIO, int], Iterator[Line]]
ArchiveReader = Callable[[BinaryIO, int, Callable[[str], Reason | None], Room], Iterator[Member]]

DOCUMENTS: dict[str, DocumentReader] = {
    ".txt": plain.read_text,
    ".md": plain.read_markdown,
    ".html": page.read_html,
    ".htm": page.read_html,
    ".mhtml": page.read_mhtml,
    ".mht": page.read_mhtml,
    ".docx": word.read_word,
    ".docm": word.read_word,
    ".doc": conversion.read_old_word,
    ".wps": conversion.read_old_word,
    ".odt": conversion.read_old_word,
    ".rtf": rich_text.read_rtf,
    ".pptx": slides.read_slides,
    ".ppt": conversion.read_old_slides,
    ".dps": conversion.read_old_slides,
    ".odp": conversion.read_old_slides,
    ".epub": book.read_book,
    ".pdf": pdf.read_pdf,
    ".ofd": ofd.read_ofd,
    ".jpg": picture.read_picture,
    ".jpeg": picture.read_picture,
    ".png": picture.read_picture,
}
LINES: dict[str, LinesReader] = {
    ".jsonl": jsonl.read_lines,
    ".jsonl.gz": jsonl.read_gzipped,
    ".csv": table.read_csv,
    ".xlsx": workbook.read_workbook,
    ".xlsm": workbook.read_workbook,
    ".xls": workbook.read_workbook,
    ".et": workbook.read_workbook,
    ".ods": conversion.read_old_workbook,
}
ARCHIVES: dict[str, ArchiveReader] = {
    ".zip": archive.read_zip,
}

OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")

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
    """How a file of that name, or suffix, is to be read; None for one that cannot be taken in."""
    suffix = suffix_of(name)
    if suffix in DOCUMENTS:
        return "document"
    if suffix in LINES:
        return "lines"
    return "archive" if suffix in ARCHIVES else None


def passed_over(name: str) -> Reason:
    """Why a file that lies among articles is not looked at."""
    other = name.lower().endswith(OTHER_ARCHIVES)
    return because("other_archive") if other else because("type_ignored")


def type_of(name: str, stream: BinaryIO) -> str:
    """The suffix of the type that a file is by its content, which its name need not tell.

    Raises:
        Unreadable: no file of that name can be taken in.
    """
    claimed = suffix_of(name)
    if not claimed:
        raise Unreadable("unknown_type", types=TYPES)
    return true_suffix(claimed, stream)


def read(name: str, data: bytes) -> Iterator[Draft]:
    """The articles of a whole document.

    Raises:
        Unreadable: it is empty, of a type that is no document, damaged or locked.
    """
    reader = DOCUMENTS.get(type_of(name, io.BytesIO(data)))
    if reader is None:
        raise Unreadable("unknown_type", types=TYPES)
    try:
        yield from reader(name, data)
    except Unreadable:
        raise
    except Exception as error:  # one file must not end a run of thousands
        raise Unreadable("reading_failed", error=type(error).__name__) from error


def read_lines(suffix: str, stream: BinaryIO, *, limit: int) -> Iterator[Line]:
    """The articles of a file with one on each line, each of at most ``limit`` bytes.

    Raises:
        Unreadable: the file as a whole is damaged; a bad line is a ``Line`` that holds the reason.
    """
    return LINES[suffix_of(suffix)](stream, limit)


def members(
    suffix: str, stream: BinaryIO, *, limit: int, room: Room | None = None
) -> Iterator[Member]:
    """The files inside an archive, each of at most ``limit`` bytes; to be read like any others.

    ``room`` is what they may unpack to, with those of archives around it.

    Raises:
        Unreadable: the archive is damaged, locked or out of all proportion.
    """
    return ARCHIVES[suffix_of(suffix)](stream, limit, _passed_over, room or Room())


def _passed_over(name: str) -> Reason | None:
    return None if kind_of(name) else passed_over(name)
