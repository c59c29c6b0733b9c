"""Files of Word, their XML written out: what people's files have and no library writes."""

from __future__ import annotations

from tests.corpus.readers.papers import packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def document(*body: str, **parts: str) -> bytes:
    """A file with that body; ``styles``, ``numbering``, ``footnotes``, … are its other parts."""
    files = {
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>"
    }
    for name, xml in parts.items():
        root = _ROOTS[name]
        files[f"word/{name}.xml"] = f"<w:{root} {_SPACES}>{xml}</w:{root}>"
    files["_rels/.rels"] = _relations({"officeDocument": "word/document.xml"})
    files["word/_rels/document.xml.rels"] = _relations({name: f"{name}.xml" for name in parts})
    return packed({name: text.encode() for name, text in files.items()})


def _relations(targets: dict[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{at}" Type="{_TYPE}{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run of text, with what its ``w:rPr`` holds."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """A paragraph: texts, or XML where they begin with <."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def item(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph that a list numbers."""
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties=numbers)


def numbered(*levels: tuple[str, str], id: int = 1, more: str = "", inside: str = "") -> str:
    """A list: the format and the text of each level; ``more`` stands in ``w:num``, ``inside`` in
    each level.
    """
    each = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{inside}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (format, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="{id}">{each}</w:abstractNum>'
    return f'{abstract}<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/>{more}</w:num>'


def cell(*content: str, properties: str = "") -> str:
    """A cell: texts, or paragraphs and tables in XML."""
    held = "".join(each if each.startswith("<") else paragraph(each) for each in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{held or paragraph('')}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row: texts, or cells in XML."""
    held = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{held}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def style(id: str, name: str, properties: str = "", based_on: str = "") -> str:
    """A style of paragraphs."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{base}'
        f"{properties}</w:style>"
    )
