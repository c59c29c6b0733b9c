"""How is an article read from an OFD file (GB/T 33190: a zip of XML)?

``OFD.xml`` names the documents and their properties, a document its pages, a page the templates
that it is printed on and its text objects: pieces of a line with a place in millimetres.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import same
from retrieval.corpus.metadata.lines import with_levels
from retrieval.corpus.readers.packed import entry, open_package
from retrieval.corpus.readers.paged.ofd_pieces import Drawings, all_of
from retrieval.corpus.readers.paged.paragraphs import Paragraph, headings, paragraphs
from retrieval.corpus.readers.paged.pieces import PrintedLine, lines_of
from retrieval.errors import Unreadable
from retrieval.text import dates

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_PAGES = 5000
_HEAD = 12

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
        for body in all_of(root, "DocBody"):
            yield _document(archive, body)


def _document(archive: zipfile.ZipFile, body: Element) -> Draft:
    found = paragraphs(list(_pages(archive, _text_of(body, "DocRoot"))))
    if not found:
        raise Unreadable("only_pictures")
    text = "\n".join(each.text for each in found)
    draft = compose(with_levels(text, headings(found)), _stated(body, found))
    created = dates.first_date(_text_of(body, "CreationDate"))
    if draft.date is None and created:
        return replace(draft, date=created, inferred=(*draft.inferred, "date"))
    return draft


def _stated(body: Element, found: Sequence[Paragraph]) -> dict[str, str]:
    title, author = _text_of(body, "Title"), _text_of(body, "Author")
    return {
        "title": title if any(same(each.text, title) for each in found[:_HEAD]) else "",
        "author": author if _NAME.fullmatch(author) and not _PROGRAM.search(author) else "",
    }


def _pages(archive: zipfile.ZipFile, base: str) -> Iterator[list[PrintedLine]]:
    """The lines of each page: its own, and those of the templates that it is printed on."""
    document = _xml(archive, base)
    templates = {
        template.get("ID", ""): _xml(archive, _resolve(base, template.get("BaseLoc", "")))
        for template in all_of(document, "TemplatePage")
    }
    drawings = Drawings(lambda: _drawings(archive, base, document))
    for reference in all_of(document, "Page")[:MOST_PAGES]:
        page = _xml(archive, _resolve(base, reference.get("BaseLoc", "")))
        under = (templates.get(use.get("TemplateID", "")) for use in all_of(page, "Template"))
        layers = [*(template for template in under if template is not None), page]
        yield lines_of(piece for layer in layers for piece in drawings.pieces(layer))


def _drawings(archive: zipfile.ZipFile, base: str, document: Element) -> Iterator[Element]:
    """The drawings among the resources of a document."""
    for resource in (*all_of(document, "PublicRes"), *all_of(document, "DocumentRes")):
        content = _xml(archive, _resolve(base, (resource.text or "").strip()))
        yield from all_of(content, "CompositeGraphicUnit")


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


def _text_of(element: Element, name: str) -> str:
    return next((child.text or "" for child in all_of(element, name)), "").strip()
