"""How is an article read from the text layer of a PDF?"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import same
from retrieval.corpus.readers.layout import paragraphs
from retrieval.errors import Unreadable

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 5000
MOST_CHARACTERS = 10_000_000
SCANNED = 8
"""Fewer visible characters a page than this, and the pages are pictures."""
_HEAD = 12


def read_pdf(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.pdf`` file: its lines rejoined into paragraphs.

    Raises:
        Unreadable: it is damaged, locked, or a scan without a text layer.
    """
    if not data:
        raise Unreadable("file_empty")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("file_locked")
        pages = list(_pages(reader))
        stated = str((reader.metadata and reader.metadata.title) or "").strip()
    except Unreadable:
        raise
    except pypdf.errors.DependencyError:
        raise Unreadable("file_locked") from None
    except Exception:  # the library raises whatever a broken object leads to
        raise Unreadable("file_damaged") from None
    if sum(len(re.sub(r"\s", "", line)) for page in pages for line in page) < SCANNED * len(pages):
        raise Unreadable("pdf_scan")
    lines = paragraphs(pages)
    known = stated and any(same(line, stated) for line in lines[:_HEAD])
    yield compose("\n".join(lines), {"title": stated} if known else None)


def _pages(reader: PdfReader) -> Iterator[list[str]]:
    """The lines of each page, until there are too many to be one article."""
    characters = 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or characters > MOST_CHARACTERS:
            raise Unreadable("too_many_pages")
        text = page.extract_text()
        characters += len(text)
        yield text.split("\n")
