"""How is an article read from a PDF: what it draws as lines, those as paragraphs?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import same
from retrieval.corpus.metadata.lines import with_levels
from retrieval.corpus.readers.paged import recognition
from retrieval.corpus.readers.paged.doubts import Doubt
from retrieval.corpus.readers.paged.paragraphs import headings, paragraphs
from retrieval.corpus.readers.paged.pdf_glyphs import glyphs_of
from retrieval.corpus.readers.paged.pieces import PrintedLine, lines_of
from retrieval.errors import Unreadable
from retrieval.reasons import because

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 5000
MOST_CHARACTERS = 10_000_000
SCANNED = 8
"""Fewer visible characters than this on a page with a picture, and the page is a picture."""
_HEAD = 12
SHOWN_PAGES = 10
"""A warning names so many pages at most."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, or why there are none."""

    lines: list[PrintedLine]
    unread: Literal["picture", "unmapped", "damaged"] | None = None
    """``unmapped`` is a page whose fonts do not say which characters they draw."""
    is_recognised: bool = False
    doubts: tuple[Doubt, ...] = ()


def read_pdf(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.pdf`` file: its lines rejoined into paragraphs.

    Pages without text that can be read are recognised where the extra ``ocr`` is installed.

    Raises:
        Unreadable: it is damaged, locked, or nothing on it can be read.
    """
    if not data:
        raise Unreadable("file_empty")
    document = _opened(data)
    try:
        pages = list(_pages(document, data))
        title = document.get_metadata_value("Title").strip()
        marks = {mark.get_title().strip(): mark.level + 1 for mark in document.get_toc()}
    finally:
        document.close()
    if not any(page.lines for page in pages):
        if any(page.unread == "unmapped" for page in pages):
            raise Unreadable("pdf_unmapped")
        raise Unreadable("pdf_scan")
    recognised = [n for n, page in enumerate(pages, 1) if page.is_recognised]
    found = paragraphs([page.lines for page in pages])
    known = title and any(same(each.text, title) for each in found[:_HEAD])
    levels = marks or ({} if recognised else headings(found))
    text = "\n".join(each.text for each in found)
    draft = compose(with_levels(text, levels), {"title": title} if known else None)
    if recognised:
        doubts = [doubt for page in pages for doubt in page.doubts]
        draft = recognition.marked(draft, doubts, _enumerated(recognised))
    unread = [n for n, page in enumerate(pages, 1) if page.unread]
    yield draft.warned(because("pages_unread", pages=_enumerated(unread))) if unread else draft


def _opened(data: bytes) -> PdfDocument:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Unreadable("file_locked" if locked else "file_damaged") from None
    if not len(document):
        raise Unreadable("file_damaged")
    if len(document) > MOST_PAGES:
        raise Unreadable("too_many_pages")
    return document


def _pages(document: PdfDocument, data: bytes) -> Iterator[Page]:
    """The pages, until there are too many characters to be one article."""
    characters = 0
    for number in range(len(document)):
        page = _page(document, number, data)
        if page.unread and recognition.may_recognise():
            page = _recognised(document, number) or page
        characters += sum(len(line.text) for line in page.lines)
        if characters > MOST_CHARACTERS:
            raise Unreadable("too_many_pages")
        yield page


def _page(document: PdfDocument, number: int, data: bytes) -> Page:
    from pypdfium2 import PdfiumError

    try:
        found = glyphs_of(document, number, data)
    except PdfiumError:
        return Page([], "damaged")
    if found.is_unmapped:
        return Page([], "unmapped")
    lines = [line for group in found.groups for line in lines_of(group)]
    visible = sum(len(re.sub(r"\s", "", line.text)) for line in lines)
    if visible < SCANNED and found.has_picture:
        return Page([], "picture")
    return Page(lines)


def _recognised(document: PdfDocument, number: int) -> Page | None:
    """The page as it is recognised; None where nothing is written on it."""
    from pypdfium2 import PdfiumError

    try:
        sheet = document[number]
        scale = recognition.SIDE / max(*sheet.get_size(), 1.0)
        pixels = sheet.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3].copy()
        sheet.close()
    except PdfiumError:
        return None
    found = recognition.recognise(pixels, number + 1, len(document))
    if not found.lines:
        return None
    return Page(found.lines, is_recognised=True, doubts=tuple(found.doubts))


def _enumerated(pages: list[int]) -> str:
    """1–3, 7"""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(shown[:SHOWN_PAGES]) + (" …" if len(shown) > SHOWN_PAGES else "")
