"""PDF files as offices and printers make them, drawn here with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

FONT = "STSong-Light"
SIZE = 12
LEFT, TOP = 72, 780

Draw = Callable[[Any], None]
"""Draws a page on a canvas."""


def printed(*pages: Draw, encrypt: Any = None) -> bytes:
    """A ``.pdf`` file with these pages."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, encrypt=encrypt)
    for draw in pages:
        sheet.setFont(FONT, SIZE)
        draw(sheet)
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


def lines(texts: Iterable[str], left: float = LEFT, top: float = TOP) -> Draw:
    """Lines one below the other; those that begin with 　　 are indented."""

    def draw(sheet: Any) -> None:
        for row, text in enumerate(texts):
            indent = len(text) - len(text.lstrip("　"))
            sheet.drawString(left + indent * SIZE, top - 20 * row, text.lstrip("　"))

    return draw


def table(rows: Iterable[Iterable[str]], lefts: Iterable[float], top: float) -> Draw:
    """Rows whose cells begin at ``lefts``."""
    places = list(lefts)

    def draw(sheet: Any) -> None:
        for row, cells in enumerate(rows):
            for left, cell in zip(places, cells, strict=True):
                sheet.drawString(left, top - 20 * row, cell)

    return draw


def vertical(columns: Iterable[str], right: float = 500) -> Draw:
    """Columns of characters that are drawn one by one, from the right."""

    def draw(sheet: Any) -> None:
        for number, column in enumerate(columns):
            for row, character in enumerate(column):
                sheet.drawString(right - 30 * number, TOP - 16 * row, character)

    return draw


def picture(sheet: Any) -> None:
    """A page that is nothing but a picture, as from a scanner."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, 595, 842)


def together(*parts: Draw) -> Draw:
    """Several drawings on one page."""

    def draw(sheet: Any) -> None:
        for part in parts:
            part(sheet)

    return draw


def unmapped(text: bytes) -> bytes:
    """A ``.pdf`` file whose font calls its characters G21, G22, …, as some print drivers do."""
    names = " ".join(f"/G{code:02X}" for code in range(0x21, 0x7F))
    font = (
        "<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Song/FirstChar 33/LastChar 126"
        f"/Encoding<</Type/Encoding/Differences[33 {names}]>>>>"
    )
    drawn = b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        font.encode(),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, text) for n, text in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer <</Root 1 0 R/Size 6>>\n%%EOF\n"
