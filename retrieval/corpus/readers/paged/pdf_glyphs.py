"""Which characters does a page of a PDF draw, and where?

pdfium reads them, several times as fast as pypdf. It passes over characters that are drawn one by
one in a font that neither the file nor the system has; pypdf reads such a page.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from retrieval.corpus.readers.paged.pieces import SLIT, TWIN, Piece, Places

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

NEXT = 0.35
"""A character less than so many letters behind the last one goes on with its piece; behind a
blank, twice as many."""
UNMAPPED = 0.4
"""A page is unreadable when so great a share of its characters has no meaning."""
COUNTED = 8
"""A font whose characters are numbered as they occur draws so many of ASCII in their order."""
SAMPLED = 400
"""So many characters of a page are asked for their angle and their meaning."""
UPRIGHT = 0.05
"""Characters turned by more than this, in quarters of a turn, from the page's edges are a
watermark."""
PICTURE = 0.2
"""A picture over this share of the page may hold text."""

_HYPHENS = {0x02, 0xFFFE}
"""What pdfium makes of a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What a page draws, in points, y downwards."""

    groups: list[list[Piece]]
    """The pieces by their direction, each group turned upright, the largest first."""
    is_unmapped: bool
    """Do its fonts not say which characters they draw?"""
    has_picture: bool


@dataclass(slots=True)
class _Glyph:
    """A character, or the piece that it begins."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    blank: bool = False
    """Is it a blank, or does one follow?"""

    @property
    def place(self) -> tuple[str, float, float, float, float]:
        return self.text, self.left, self.top, self.right, self.bottom

    def take(self, glyph: _Glyph) -> bool:
        """Add the character if it goes on with the piece."""
        if glyph.blank:
            self.blank = True
            return True
        size = max(self.bottom - self.top, 0.01)
        if abs(glyph.top - self.top) > TWIN * size:
            return False
        gap = (glyph.left - self.right) / size
        if not -TWIN < gap < NEXT * (1 + self.blank):
            return False
        western = gap > SLIT and self.text[-1].isascii() and glyph.text.isascii()
        self.text += " " + glyph.text if self.blank or western else glyph.text
        self.right, self.blank = glyph.right, False
        return True


def glyphs_of(document: PdfDocument, number: int, data: bytes) -> Glyphs:
    """What page ``number``, from 0, of the file in ``data`` draws."""
    sheet = document[number]
    text = sheet.get_textpage()
    try:
        texts, has_picture = _objects(sheet)
        count = text.count_chars()
        glyphs: Iterable[_Placed] = _glyphs(text, count)
        if 2 * count < texts:
            glyphs = _drawn_one_by_one(data, number) or glyphs
        groups = _groups(glyphs)
        return Glyphs(groups, _is_unmapped(text, count), has_picture)
    finally:
        text.close()
        sheet.close()


def _objects(sheet: PdfPage) -> tuple[int, bool]:
    """How many objects are text, and is one of the others a picture of some size?"""
    from pypdfium2 import raw

    width, height = sheet.get_size()
    texts, has_picture = 0, False
    for found in sheet.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE)):
        if found.type == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
        elif not has_picture:
            left, bottom, right, top = found.get_bounds()
            has_picture = (right - left) * (top - bottom) > PICTURE * width * height
    return texts, has_picture


def _is_unmapped(text: PdfTextPage, count: int) -> bool:
    from pypdfium2 import raw

    sample = range(0, count, count // SAMPLED + 1)
    drawn = [index for index in sample if not raw.FPDFText_IsGenerated(text, index)]
    faults = sum(
        raw.FPDFText_HasUnicodeMapError(text, index) == 1
        or raw.FPDFText_GetUnicode(text, index) == 0
        for index in drawn
    )
    return bool(faults > UNMAPPED * max(len(drawn), 1)) or _are_numbered(text, count)


def _are_numbered(text: PdfTextPage, count: int) -> bool:
    """Do the first characters run !, ", #, $, …, as those of an embedded font without a map do?"""
    from pypdfium2 import raw

    expected = ord("!")
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code == expected:
            expected += 1
        elif expected < code < 0x7F:
            break
    return expected - ord("!") >= COUNTED


_Placed = tuple[int, _Glyph]
"""A glyph, turned upright, and the direction that it had, in quarters of a turn."""


def _groups(glyphs: Iterable[_Placed]) -> list[list[Piece]]:
    found: dict[int, list[_Glyph]] = {}
    places: dict[int, Places] = {}
    for quarter, glyph in glyphs:
        group = found.setdefault(quarter, [])
        if not glyph.blank and places.setdefault(quarter, Places()).holds(*glyph.place):
            continue
        if not (group and group[-1].take(glyph)):
            group.append(glyph)
    pieces = [
        [Piece(one.left, one.top, one.right, one.bottom, one.text) for one in group]
        for group in found.values()
    ]
    return sorted(pieces, key=len, reverse=True)


def _glyphs(text: PdfTextPage, count: int) -> Iterator[_Placed]:
    """The characters, blanks among them."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    reference = byref(box)
    sample = range(0, count, count // SAMPLED + 1)
    turned = any(raw.FPDFText_GetCharAngle(text, index) for index in sample)
    quarter = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if turned:
            quarters = raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
            if abs(quarters - round(quarters)) > UPRIGHT:
                continue
            quarter = round(quarters) % 4
        character = "-" if code in _HYPHENS else chr(code)
        blank = character.isspace()
        if not code or (blank and raw.FPDFText_IsGenerated(text, index)):
            continue
        if raw.FPDFText_GetLooseCharBox(text, index, reference):
            left, top, right, bottom = _upright(box, quarter)
            yield quarter, _Glyph(left, top, right, bottom, character, blank)


def _upright(box: Any, quarter: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a box as they are when its text is turned upright."""
    left, top, right, bottom = box.left, -box.top, box.right, -box.bottom
    if quarter == 1:
        return top, -right, bottom, -left
    if quarter == 2:
        return -right, -bottom, -left, -top
    return (-bottom, left, -top, right) if quarter == 3 else (left, top, right, bottom)


_Matrix = Sequence[float]


def _drawn_one_by_one(data: bytes, number: int) -> list[_Placed]:
    """The pieces of a page as pypdf reads them; none where it cannot."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found: list[_Placed] = []

    def see(text: str, outer: _Matrix, inner: _Matrix, font: Any, size: float) -> None:
        if text.strip():
            found.append(_placed(text.strip(), outer, inner, size))

    try:
        pypdf.PdfReader(io.BytesIO(data)).pages[number].extract_text(visitor_text=see)
    except Exception:  # the library raises whatever a broken object leads to
        return []
    return found


def _placed(text: str, outer: _Matrix, inner: _Matrix, size: float) -> _Placed:
    """A piece at the origin of ``inner`` inside ``outer``; its width is reckoned."""
    right, up = (
        (
            inner[i] * outer[0] + inner[i + 1] * outer[2],
            inner[i] * outer[1] + inner[i + 1] * outer[3],
        )
        for i in (0, 2)
    )
    x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    quarter = -round(math.atan2(right[1], right[0]) / (math.pi / 2)) % 4
    height = (size * math.hypot(*up)) or size
    width = height * sum(0.5 if character.isascii() else 1.0 for character in text)
    left, base = ((x, -y), (-y, -x), (-x, y), (y, x))[quarter]
    return quarter, _Glyph(left, base - height, left + width, base, text)
