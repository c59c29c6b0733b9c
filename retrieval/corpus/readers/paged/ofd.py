"""How is an article read from an OFD file (GB/T 33190: a zip of XML)?

``OFD.xml`` names the documents and their properties, a document its pages, a page the templates
that it is printed on and its text objects: pieces of a line with a place in millimetres.
"""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import same
from retrieval.corpus.readers.packed import entry, open_package
from retrieval.corpus.readers.paged.paragraphs import paragraphs
from retrieval.corpus.readers.paged.pieces import Piece, PrintedLine, lines_of
from retrieval.errors import Unreadable
from retrieval.text import dates

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_PAGES = 5000
MOST_STEPS = 100_000
_HEAD = 12
_APART = 1.9
"""Characters of a piece that begin further from one another than so many letters stand apart."""

_NAME = re.compile(rf"[{HAN}·]{{2,30}}")
_PROGRAM = re.compile(
    "软件|軟體|科技|数科|数科|福昕|金山|点聚|永中|书生|友虹|用户|使用者|管理员|管理員|系统|系統"
    "|默认|未命名|电脑|微软|转换|打印|测试|匿名"
)
"""What programs write where the author belongs: their makers, logins, nothing."""


def read_ofd(name: str, data: bytes) -> Iterator[Draft]:
    """The article of each document in an ``.ofd`` file.

    The stated title counts where the text has it, the stated author where it is a Chinese name
    and no program's. The day on which the file was made stands in for a date that the text does
    not tell: inferred.

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
    lines = paragraphs(list(_pages(archive, _text_of(body, "DocRoot"))))
    if not lines:
        raise Unreadable("only_pictures")
    draft = compose("\n".join(lines), _stated(body, lines))
    created = dates.first_date(_text_of(body, "CreationDate"))
    if draft.date is None and created:
        return replace(draft, date=created, inferred=(*draft.inferred, "date"))
    return draft


def _stated(body: Element, lines: Sequence[str]) -> dict[str, str]:
    title, author = _text_of(body, "Title"), _text_of(body, "Author")
    return {
        "title": title if any(same(line, title) for line in lines[:_HEAD]) else "",
        "author": author if _NAME.fullmatch(author) and not _PROGRAM.search(author) else "",
    }


def _pages(archive: zipfile.ZipFile, base: str) -> Iterator[list[PrintedLine]]:
    """The lines of each page: its own, and those of the templates that it is printed on."""
    document = _xml(archive, base)
    templates = {
        template.get("ID", ""): _xml(archive, _resolve(base, template.get("BaseLoc", "")))
        for template in _all(document, "TemplatePage")
    }
    for reference in _all(document, "Page")[:MOST_PAGES]:
        page = _xml(archive, _resolve(base, reference.get("BaseLoc", "")))
        under = (templates.get(use.get("TemplateID", "")) for use in _all(page, "Template"))
        layers = [*(template for template in under if template is not None), page]
        yield lines_of(
            piece
            for layer in layers
            for element in _all(layer, "TextObject")
            if element.get("Visible", "true") != "false"
            for piece in _pieces(element)
        )


def _pieces(element: Element) -> Iterator[Piece]:
    """The pieces of a text object, where it has them on the page."""
    left, top = [*_numbers(element.get("Boundary", "")), 0.0, 0.0][:2]
    size = [*_numbers(element.get("Size", "")), 4.0][0]
    matrix = _numbers(element.get("CTM", ""))
    across, shear, slant, down, *_ = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0)
    height = size * (math.hypot(slant, down) or 1.0)
    shift = (matrix[4], matrix[5]) if len(matrix) == 6 else (0.0, 0.0)
    x = y = 0.0
    for code in _all(element, "TextCode"):
        x, y = [*_numbers(code.get("X", "")), x][0], [*_numbers(code.get("Y", "")), y][0]
        steps = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
        for text, begin, end in _runs((code.text or "").strip("\n"), *steps, size):
            base = top + shear * (x + begin[0]) + down * (y + begin[1]) + shift[1]
            place = left + across * (x + begin[0]) + slant * (y + begin[1]) + shift[0]
            width = abs(across) * (end - begin[0])
            yield Piece(place, base - height, place + width, base, text)


_Point = tuple[float, float]


def _runs(
    text: str, rightwards: Sequence[float], downwards: Sequence[float], size: float
) -> Iterator[tuple[str, _Point, float]]:
    """The text cut where its characters stand apart: each piece, its start, its right end."""
    x = y = 0.0
    begin, piece, end = (x, y), "", 0.0
    for character, right, down in zip_longest(text, rightwards, downwards, fillvalue=None):
        if character is None:
            break
        piece += str(character)
        width = size * (0.5 if str(character).isascii() else 1.0)
        end = x + width
        x += width if right is None and not down else float(right or 0.0)
        y += float(down or 0.0)
        if x - end > (_APART - 1) * size or abs(y - begin[1]) > size / 2:
            yield piece, begin, end
            begin, piece = (x, y), ""
    if piece:
        yield piece, begin, end


def _deltas(written: str) -> list[float]:
    """The steps between characters; ``g 20 5`` is twenty times 5."""
    found: list[float] = []
    parts = iter(written.split())
    try:
        for part in parts:
            if part == "g":
                count, step = int(next(parts)), float(next(parts))
                found += [step] * min(count, MOST_STEPS)
            else:
                found.append(float(part))
    except (ValueError, StopIteration):
        return found
    return found


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
