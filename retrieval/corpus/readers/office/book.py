"""How is an article read from an electronic book (EPUB: a zip of pages)?"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.readers.front_matter import stated_fields
from retrieval.corpus.readers.office.package import Package, local
from retrieval.corpus.readers.web.page import lines_of_html
from retrieval.errors import Unreadable
from retrieval.text import dates

MOST_BYTES = 40_000_000
"""Bytes of all pages."""
_STATED = {"title": "title", "creator": "author", "publisher": "source"}
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways in which only fonts are locked."""


def read_book(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of an ``.epub`` file: its pages in the order in which they are read.

    The day on which the book was made stands in for a date that the text does not tell: inferred.

    Raises:
        Unreadable: it is damaged, locked, a trap, or without text.
    """
    if not data:
        raise Unreadable("file_empty")
    package = Package(data)
    _refuse_locked(package)
    container = package.xml("META-INF/container.xml")
    roots = () if container is None else container.iter("{*}rootfile")
    main = next((each.get("full-path", "") for each in roots), "")
    book = package.xml(main)
    if book is None:
        raise Unreadable("file_damaged")
    lines = [line for page in _pages(package, main, book) for line in lines_of_html(page)]
    stated = {
        _STATED[local(each)]: each.text
        for each in book.iter(f"{_DUBLIN_CORE}*")
        if local(each) in _STATED and each.text
    }
    draft = compose(lines, stated_fields(stated).fields)
    made = (each.text for each in book.iter(f"{_DUBLIN_CORE}date") if each.text)
    yield draft.dated_by(dates.first_date(next(made, "")))


def _pages(package: Package, main: str, book: Any) -> Iterator[str]:
    items = {item.get("id"): item for item in book.iter("{*}item")}
    left = MOST_BYTES
    for each in book.iter("{*}itemref"):
        item = items.get(each.get("idref"))
        if (
            item is None
            or each.get("linear") == "no"
            or "nav" in item.get("properties", "").split()
        ):
            continue
        place = posixpath.join(posixpath.dirname(main), unquote(item.get("href", "")))
        page = package.bytes(posixpath.normpath(place), left)
        left -= len(page)
        if page.strip():
            yield decode(page).text


def _refuse_locked(package: Package) -> None:
    locks = package.xml("META-INF/encryption.xml")
    ways = () if locks is None else locks.iter("{*}EncryptionMethod")
    if any(way.get("Algorithm") not in _FONTS for way in ways):
        raise Unreadable("file_locked")
