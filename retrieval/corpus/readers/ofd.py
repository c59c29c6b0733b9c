"""How is an article read from an OFD file (GB/T 33190: a zip of XML)?

``OFD.xml`` names the documents and their properties, a document its pages, a page its text
objects: pieces of a line with a place on the page in millimetres.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.readers.layout import paragraphs
from retrieval.corpus.readers.packed import entry, open_package
from retrieval.errors import Unreadable
from retrieval.text import dates

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_PAGES = 5000
SAME_LINE = 0.5
"""Pieces whose heights differ by less than this share of their size stand in one line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and its place: left and top in millimetres, and the size of its letters."""

    top: float
    left: float
    size: float
    text: str


def read_ofd(name: str, data: bytes) -> Iterator[Draft]:
    """The article of each document in an ``.ofd`` file; title and author are the stated ones.

    The day on which the file was made stands in for a date that the text does not tell: inferred.

    Raises:
        Unreadable: it is damaged, locked, a trap, or without text.
    """
    if not data:
        raise Unreadable("file_empty")
    with open_package(data) as archive:
        root = _xml(archive, "OFD.xml")
        for body in _all(root, "DocBody"):
            yield _document(archive, body)


def _document(archive: zipfile.ZipFile, body: Element) -> Draft:
    base = _text_of(body, "DocRoot")
    document = _xml(archive, base)
    pages = [
        _lines(_xml(archive, _resolve(base, page.get("BaseLoc", ""))))
        for page in _all(document, "Page")[:MOST_PAGES]
    ]
    lines = paragraphs(pages)
    if not lines:
        raise Unreadable("only_pictures")
    stated = {"title": _text_of(body, "Title"), "author": _text_of(body, "Author")}
    draft = compose("\n".join(lines), stated)
    created = dates.first_date(_text_of(body, "CreationDate"))
    if draft.date is None and created:
        return replace(draft, date=created, inferred=(*draft.inferred, "date"))
    return draft


def _lines(page: Element) -> list[str]:
    """The lines of a page from top to bottom, indented as they stand."""
    pieces = sorted(
        (piece for element in _all(page, "TextObject") for piece in _pieces(element)),
        key=lambda piece: (piece.top, piece.left),
    )
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and piece.top - rows[-1][0].top < SAME_LINE * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    margin = min((piece.left for piece in pieces), default=0.0)
    return [_line(sorted(row, key=lambda piece: piece.left), margin) for row in rows]


def _line(row: list[Piece], margin: float) -> str:
    indent = min(round((row[0].left - margin) / max(row[0].size, 1.0)), 20)
    return "　" * indent + "".join(piece.text for piece in row)


def _pieces(element: Element) -> Iterator[Piece]:
    left, top = [*_numbers(element.get("Boundary", "")), 0.0, 0.0][:2]
    size = [*_numbers(element.get("Size", "")), 4.0][0]
    for code in _all(element, "TextCode"):
        x, y = _numbers(code.get("X", "0")), _numbers(code.get("Y", "0"))
        if code.text:
            yield Piece(top + (y or [0.0])[0], left + (x or [0.0])[0], size, code.text.strip("\n"))


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    from xml.etree.ElementTree import ParseError

    import defusedxml.ElementTree as safe
    from defusedxml import DefusedXmlException

    data = entry(archive, _found(archive, name))
    try:
        element: Element = safe.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable("xml_entities") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable("file_damaged") from None
    return element


def _found(archive: zipfile.ZipFile, name: str) -> str:
    """The entry of that name; some programs write another case or a leading slash."""
    name = posixpath.normpath(name).lstrip("/")
    if name in archive.NameToInfo:
        return name
    names = {entry.lstrip("/").lower(): entry for entry in archive.namelist()}
    return names.get(name.lower(), name)


def _resolve(base: str, location: str) -> str:
    if location.startswith("/"):
        return location
    return posixpath.join(posixpath.dirname(base), location)


def _all(element: Element, name: str) -> list[Element]:
    return [child for child in element.iter() if child.tag.rpartition("}")[2] == name]


def _text_of(element: Element, name: str) -> str:
    return next((child.text or "" for child in _all(element, name)), "").strip()
