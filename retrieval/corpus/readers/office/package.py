"""Which parts does a file of Word, Excel or PowerPoint have, and how do they hang together?

Such a file (ISO/IEC 29500) is a zip of XML parts; beside each part lie its relationships, which
name other parts by what they are for. Only parts that are asked for are looked at: damage
elsewhere, in a picture or in somebody's own data, does no harm.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from retrieval.corpus.readers.packed import entry, open_package
from retrieval.errors import Unreadable

MOST_BYTES = 64_000_000
"""Bytes of one part, unpacked."""

_STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|drawingml/main|presentationml/main"
    rb"|officeDocument/math|officeDocument/relationships)"
)
_SCHEMAS = b"http://schemas.openxmlformats.org/"
_USUAL = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
    b"presentationml/main": b"presentationml/2006/main",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
}
"""The strict variant of the standard names everything anew."""
_ILLEGAL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """The parts of a file, by their names.

    Raises:
        Unreadable: it is damaged, locked or out of all proportion.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = open_package(data)

    @cached_property
    def _names(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._archive.infolist()
        return {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}

    def main(self, usual: str) -> str:
        """The name of the main part: as the package says, else the ``usual`` one."""
        return next(iter(self.related("", "officeDocument")), usual)

    def xml(self, name: str) -> Any:
        """The root element of a part; None where there is no such part.

        Raises:
            Unreadable: it is damaged or declares entities.
        """
        return parsed(self.bytes(name)) if name.lower() in self._names else None

    def bytes(self, name: str, limit: int = MOST_BYTES) -> bytes:
        """What a part holds, at most ``limit`` bytes; nothing where there is no such part.

        Raises:
            Unreadable: it is damaged or too large.
        """
        info = self._names.get(name.lower())
        return b"" if info is None else entry(self._archive, info, limit)

    def related(self, name: str, kind: str) -> list[str]:
        """The parts that the part ``name`` has for ``kind``: ``styles``, ``header``, ….

        They need not exist.
        """
        return [target for of, target in self.relations(name).values() if of == kind]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """By the id of each relationship of a part: what it is for, and the name of the target."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in () if root is None else root:
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[each.get("Id", "")] = each.get("Type", "").rpartition("/")[2], place
        return found


def opened(data: bytes, usual: str) -> tuple[Package, str, Any]:
    """The package, the name of its main part and that part's root element.

    Raises:
        Unreadable: the file is empty, damaged or locked, or has no such part.
    """
    if not data:
        raise Unreadable("file_empty")
    package = Package(data)
    main = package.main(usual)
    root = package.xml(main)
    if root is None:
        raise Unreadable("file_damaged")
    return package, main, root


def parsed(data: bytes) -> Any:
    """The root of an XML document, without comments; nothing outside of it is looked up.

    Characters that XML forbids, and prefixes that nothing declares, are borne as Word bears them.

    Raises:
        Unreadable: it is damaged or declares entities.
    """
    from lxml import etree

    if _DOCTYPE.search(data.replace(b"\x00", b"")):
        raise Unreadable("xml_entities")
    usual = _STRICT.sub(lambda match: _SCHEMAS + _USUAL[match[1]], data).lstrip()
    for text, lenient in ((usual, False), (_ILLEGAL.sub(b"", usual), True)):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            recover=lenient,
        )
        try:
            root = etree.fromstring(text, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None and all(each.domain_name == "NAMESPACE" for each in parser.error_log):
            return root
    raise Unreadable("file_damaged")


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def descendants(element: Any, name: str, *, outside: str) -> Iterator[Any]:
    """The elements called ``name`` below another, but those inside of one called ``outside``."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) != outside:
            yield from descendants(child, name, outside=outside)
