"""Of which type is a file really? Names lie: a .doc is a page, a .xls is one, a .docx is a .doc.

Only what people's programs do is undone: text stays what its name says, unless it begins as a page.
"""

from __future__ import annotations

import re
import zipfile
from typing import Any, BinaryIO

from retrieval.corpus.readers.packed import COMPOUND, DAMAGED
from retrieval.errors import Unreadable

TEXTS = frozenset({".txt", ".md", ".csv", ".jsonl"})
PAGES = frozenset({".html", ".htm", ".mhtml", ".mht"})
WRITTEN = frozenset({".doc", ".wps"})
"""Files of Office that hold plain text now and then."""
HEAD = 4096
"""Bytes at the beginning that are looked at."""

_ABOVE = rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<"
_PAGE = re.compile(_ABOVE + rb"(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_PIECE_OF_PAGE = re.compile(
    _ABOVE + rb"(?:!doctype\s+html|html|head|body|meta|style|title|table|div|center|p|font|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_ONE_FILE_PAGE = re.compile(
    rb"\s*(?:MIME-Version|From|Subject|Date|Snapshot-Content-Location):", re.IGNORECASE
)
_PARTS_OF_PAGE = re.compile(rb"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_STREAMS = {
    "WordDocument": ".doc",
    "Workbook": ".xls",
    "Book": ".xls",
    "PowerPoint Document": ".ppt",
}
_MAIN_PARTS = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
    "ppt/presentation.xml": ".pptx",
    "ofd.xml": ".ofd",
}
_PARTS = "[content_types].xml"
"""Every package of Office has it; then the folder tells, should the main part be called else."""
_MIME_TYPES = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_MARK_OF_UTF8 = b"\xef\xbb\xbf"
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOCKS = {
    "WordDocument": (11, b"\x01"),
    "Current User": (12, b"\xdf\xc4\xd1\xf3"),
}
"""Where a stream tells by bits that a password locks the file ([MS-DOC] FibBase, [MS-PPT])."""


def true_suffix(claimed: str, stream: BinaryIO) -> str:
    """The suffix that the content would have; ``claimed`` where it does not tell otherwise.

    Raises:
        Unreadable: a password locks it, or it holds nothing but zeros.
    """
    head = stream.read(HEAD).removeprefix(_MARK_OF_UTF8)
    stream.seek(0)
    if head and not head.strip(b"\x00"):
        raise Unreadable("file_empty")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream) or (claimed if claimed not in TEXTS | PAGES else ".zip")
    if head.startswith(COMPOUND):
        return _compound(stream) or claimed
    if head.lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith(b"\x1f\x8b") and claimed == ".jsonl":
        return ".jsonl.gz"
    return _text(claimed, head)


def _text(claimed: str, head: bytes) -> str:
    if claimed in PAGES | TEXTS and _ONE_FILE_PAGE.match(head) and _PARTS_OF_PAGE.search(head):
        return ".mhtml"
    if claimed in PAGES:
        return ".html" if _PAGE.match(head) else claimed
    begins = _PAGE if claimed in TEXTS else _PIECE_OF_PAGE
    if begins.match(head.replace(b"\x00", b"")):
        return ".html"
    if claimed in WRITTEN and head.startswith(_MARKS_OF_UTF16):
        return ".txt"
    if claimed in TEXTS or b"\x00" in head:
        return claimed
    if _ONE_FILE_PAGE.match(head):
        return ".mhtml"
    return ".txt" if claimed in WRITTEN and not head.lstrip().startswith(b"<?xml") else claimed


def _zipped(stream: BinaryIO) -> str | None:
    """What an archive is by the folders and files in it; None for one that is nothing but that."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
            held = {f"{name.split('/')[0]}/" for name in names}
            for main, suffix in _MAIN_PARTS.items():
                folder, _, _ = main.rpartition("/")
                if main in names or (_PARTS in names and f"{folder}/" in held):
                    return suffix
            if "mimetype" not in names:
                return None
            with archive.open("mimetype") as mime_type:
                return _MIME_TYPES.get(mime_type.read(100).strip())
    except (KeyError, *DAMAGED):
        return None
    finally:
        stream.seek(0)


def _compound(stream: BinaryIO) -> str | None:
    """What a file in the older container of Office is by the streams in it."""
    import olefile

    try:
        with olefile.OleFileIO(stream) as container:
            held = {path[0] for path in container.listdir()}
            locked = any(_is_locked(container, name) for name in held & set(_LOCKS))
    except Exception:  # the library raises whatever a broken container leads to
        return None
    finally:
        stream.seek(0)
    if locked or "EncryptedPackage" in held:
        raise Unreadable("file_locked")
    return next((suffix for name, suffix in _STREAMS.items() if name in held), None)


def _is_locked(container: Any, name: str) -> bool:
    at, lock = _LOCKS[name]
    found = container.openstream(name).read(at + len(lock))[at:]
    return len(found) == len(lock) and all(
        each & bit == bit for each, bit in zip(found, lock, strict=True)
    )
