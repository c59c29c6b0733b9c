"""Files as offices and sites make them, made here: Word, PDF, OFD, pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

TITLE = "示例市人民政府关于推进示例工作的通知"
BODY = [
    "各区人民政府，市政府各部门：",
    "为了推进示例工作，现将有关事项通知如下，请认真贯彻执行。",
    "一、各单位应当在三十日内报送方案，并按照方案组织实施，及时总结经验。",
]
_OFD = "http://www.ofdspec.org/2016"


def word(
    paragraphs: Iterable[str],
    table: Iterable[Iterable[str]] = (),
    title: str | None = None,
    headings: Mapping[str, int] | None = None,
) -> bytes:
    """A ``.docx`` file; ``title`` is its first paragraph, in the style Title.

    ``headings`` says which paragraphs have the style Heading 1, 2, ….
    """
    import docx

    document = docx.Document()
    if title:
        document.add_heading(title, level=0)
    for text in paragraphs:
        level = (headings or {}).get(text)
        document.add_paragraph(text, style=f"Heading {level}" if level else None)
    rows = [list(row) for row in table]
    if rows:
        grid = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(grid.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(pages: Iterable[Iterable[str]], title: str = "", password: str | None = None) -> bytes:
    """A ``.pdf`` file with a line of text for each line of ``pages``."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    locked = StandardEncryption(password) if password else None
    sheet = canvas.Canvas(stream, encrypt=locked)
    sheet.setTitle(title)
    for lines in pages:
        sheet.setFont("STSong-Light", 12)
        for row, line in enumerate(lines):
            sheet.drawString(72, 780 - 20 * row, line)
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


Pieces = Iterable[tuple[float, float, str] | tuple[float, float, str, float]]
"""Left and top in mm, words, and the size of the letters, 5 mm where none is given."""


def ofd(
    pages: Iterable[Pieces],
    template: Pieces = (),
    objects: str = "",
    drawings: Mapping[int, str] | None = None,
    **properties: str,
) -> bytes:
    """An ``.ofd`` file; each of its pages is printed on the template, and shows the objects.

    ``drawings`` are resources by their numbers, to be shown by ``drawing_shown``.
    """
    leaves = list(pages)
    info = "".join(f"<ofd:{name}>{escape(text)}</ofd:{name}>" for name, text in properties.items())
    refs = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(leaves))
    )
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}" Width="100" Height="100"><ofd:Content>{drawing}'
        "</ofd:Content></ofd:CompositeGraphicUnit>"
        for number, drawing in (drawings or {}).items()
    )
    parts = {
        "OFD.xml": f"<ofd:OFD xmlns:ofd='{_OFD}' Version='1.1'><ofd:DocBody><ofd:DocInfo>{info}"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document xmlns:ofd='{_OFD}'><ofd:CommonData>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{refs}</ofd:Pages></ofd:Document>",
        "Doc_0/DocumentRes.xml": f"<ofd:Res xmlns:ofd='{_OFD}'><ofd:CompositeGraphicUnits>{units}"
        "</ofd:CompositeGraphicUnits></ofd:Res>",
        "Doc_0/Tpls/Tpl_0/Content.xml": _ofd_page("".join(map(_placed, template))),
    }
    for number, pieces in enumerate(leaves):
        use = '<ofd:Template TemplateID="7"/>'
        content = "".join(map(_placed, pieces)) + objects
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _ofd_page(content, use)
    return packed({name: text.encode() for name, text in parts.items()})


def text_object(left: float, top: float, text: str, size: float = 5.0, way: str = "X") -> str:
    """Words in an OFD file, from left to right, or with ``way`` Y one character below the other."""
    return (
        f'<ofd:TextObject Boundary="{left} {top} 100 5" Font="3" Size="{size}">'
        f'<ofd:TextCode X="0" Y="4" Delta{way}="{_steps(text, size)}">'
        f"{escape(text.replace(GAP, ''))}</ofd:TextCode></ofd:TextObject>"
    )


def drawing_shown(number: int, left: float = 0, top: float = 0) -> str:
    """A drawing where a page of an OFD file shows it."""
    return f'<ofd:CompositeObject ResourceID="{number}" Boundary="{left} {top} 100 100"/>'


def _placed(piece: tuple[float, float, str] | tuple[float, float, str, float]) -> str:
    return text_object(*piece)


def _ofd_page(content: str, use: str = "") -> str:
    return (
        f"<ofd:Page xmlns:ofd='{_OFD}'>{use}<ofd:Content><ofd:Layer>{content}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


GAP = "\t"
"""In the words of a piece: the next character stands far from the last one."""


def _steps(text: str, size: float) -> str:
    """The distances between characters; runs of the same one are put together."""
    parts = [len(part) for part in text.split(GAP)]
    return " 40 ".join(f"g {count - 1} {size}" for count in parts)


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip file of ``files``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def page(body: str, head: str = "", charset: str = "utf-8") -> bytes:
    """A saved page in ``charset``."""
    html = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}">{head}</head>'
        f"<body>{body}</body></html>"
    )
    return html.encode(charset)
