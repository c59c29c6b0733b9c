"""Workbooks, slides, books and older files of Office, as libraries of their own write them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read_lines
from retrieval.corpus.readers.office import conversion
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import BODY, packed, word
from tests.corpus.readers.test_made import MADE, drafts, needs_libreoffice
from tests.corpus.readers.test_readers import one, refused

LIMIT = 1_000_000
FORMATS = [
    (5, "General", "5"),
    (8.5, "General", "8.5"),
    (0.1 + 0.2, "General", "0.3"),
    (0.85, "0%", "85%"),
    (0.125, "0.0%", "12.5%"),
    (5, '0"元"', "5元"),
    (5, '"¥"#,##0.00', "¥5"),
    (datetime.date(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
    (datetime.date(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),
    (datetime.datetime(2024, 3, 5, 8, 30), "yyyy-mm-dd hh:mm", "2024-03-05 08:30"),
    (True, "General", "TRUE"),
    (" 五元\n八元 ", "General", "五元 八元"),
]


def new_workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An ``.xlsx`` file; a cell may be (value, number format)."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row, 1):
                value, format = cell if isinstance(cell, tuple) else (cell, "General")
                sheet.cell(at, column, value).number_format = format
        if name == "hidden":
            sheet.sheet_state = "hidden"
    return saved(book)


def old_workbook(*rows: Sequence[Any]) -> bytes:
    """An ``.xls`` file with one sheet."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            value, format = cell if isinstance(cell, tuple) else (cell, "General")
            sheet.write(at, column, value, xlwt.easyxf(num_format_str=format))
    return saved(book)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def articles(data: bytes, suffix: str = ".xlsx") -> list[Draft]:
    found = (line.draft for line in read_lines(suffix, io.BytesIO(data), limit=LIMIT))
    return [draft for draft in found if isinstance(draft, Draft)]


@pytest.mark.parametrize(("value", "format", "shown"), FORMATS)
def test_a_cell_as_it_is_shown(value: Any, format: str, shown: str) -> None:
    rows: list[list[Any]] = [["车型", "收费"], ["小型车", (value, format)]]
    (new,) = articles(new_workbook(一=rows))
    (old,) = articles(old_workbook(*rows), ".xls")
    assert new.text.endswith(f"小型车 | {shown}")
    assert old.text.endswith(f"小型车 | {shown}")


def test_each_visible_sheet_is_an_article() -> None:
    data = new_workbook(
        收费标准=[["车型", "收费"], ["小型车", 5]],
        hidden=[["机密", "机密"]],
        Sheet3=[["甲", "乙"]],
        表=[["示例市停车收费管理办法"], ["第一条 车辆应当停入车位，不得占用消防通道。"]],
    )
    assert [each.title for each in articles(data)] == ["收费标准", None, "示例市停车收费管理办法"]


def hiding_openpyxl() -> bytes:
    import openpyxl

    rows = [["区域", "车型", "底价"], ["一类", "小型车", "三元"], ["二类", "大型车", "八元"]]
    book = openpyxl.load_workbook(io.BytesIO(new_workbook(一=rows, hidden=[["机密"]])))
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.worksheets[0].row_dimensions[3].hidden = True
    return saved(book)


def hiding_xlwt() -> bytes:
    import xlwt

    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("一")
    rows = [["区域", "车型", "底价"], ["一类", "小型车", "三元"], ["二类", "大型车", "八元"]]
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write(at, column, text)
    sheet.col(2).hidden = True
    sheet.row(2).hidden = True
    book.add_sheet("机密").visibility = 1
    book.save(stream)
    return stream.getvalue()


def hiding_xml() -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"

    def row(cells: str, how: str = "") -> str:
        return f"<Row{how}>{''.join(f'<Cell><Data>{c}</Data></Cell>' for c in cells.split())}</Row>"

    rows = (
        row("区域 车型 底价") + row("一类 小型车 三元") + row("二类 大型车 八元", " ss:Hidden='1'")
    )
    table = f"<Table><Column ss:Index='3' ss:Hidden='1'/>{rows}</Table>"
    other = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    sheets = f"<Worksheet ss:Name='一'>{table}</Worksheet><Worksheet>{other}</Worksheet>"
    book = f"<Workbook xmlns='{space}' xmlns:ss='{space}'>{sheets}</Workbook>"
    return f"<?xml version='1.0'?>{book}".encode()


@pytest.mark.parametrize("hiding", [hiding_openpyxl, hiding_xlwt, hiding_xml])
def test_what_a_workbook_hides_is_left_out_and_told(hiding: Callable[[], bytes]) -> None:
    (draft,) = articles(hiding(), ".xls")
    assert draft.text == "区域 | 车型\n一类 | 小型车"
    (warning,) = draft.warnings
    assert warning.fields == {"rows": 1, "columns": 1, "sheets": 1}


def test_hidden_rows_of_a_list_of_articles_are_told_once() -> None:
    import openpyxl

    rows = [["标题", "正文"], ["停车", "五元。"], ["内部", "底价。"], ["充电", "八元。"]]
    book = openpyxl.load_workbook(io.BytesIO(new_workbook(一=rows)))
    book.worksheets[0].row_dimensions[3].hidden = True
    found = articles(saved(book))
    assert [draft.title for draft in found] == ["停车", "充电"]
    assert [[warning.code for warning in draft.warnings] for draft in found] == [
        ["cells_hidden"],
        [],
    ]


def test_a_cell_merged_over_rows_is_repeated() -> None:
    import openpyxl

    rows: list[list[Any]] = [["区域", "车型", "收费"], ["一类区", "小型车", 5], [None, "大型车", 8]]
    rows.append([None, None, 9])
    book = openpyxl.load_workbook(io.BytesIO(new_workbook(一=rows)))
    book.worksheets[0].merge_cells("A2:A3")
    (draft,) = articles(saved(book))
    assert draft.text.endswith("一类区 | 小型车 | 5\n一类区 | 大型车 | 8\n| | 9")


def test_cells_far_apart_are_no_burden() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(new_workbook(一=[["车型", "收费"], ["小型车", 5]])))
    book.worksheets[0]["B1048576"] = "备注"
    (draft,) = articles(saved(book))
    assert draft.text.endswith("小型车 | 5\n| 备注")


def test_rows_as_articles_name_what_they_lack() -> None:
    data = new_workbook(一=[["标题", "正文"], ["停车", "五元。"], ["空", None], [None, "八元。"]])
    found = [line.draft for line in read_lines(".xlsx", io.BytesIO(data), limit=LIMIT)]
    assert [each.text if isinstance(each, Draft) else each for each in found] == [
        "五元。",
        None,
        "八元。",
    ]


def test_a_table_that_a_program_exported_as_text() -> None:
    (draft,) = articles("车型\t收费\n小型车\t五元\n".encode("gb18030"), ".xls")
    assert draft.text == "车型 | 收费\n小型车 | 五元"


def test_a_table_in_the_xml_of_excel_2003() -> None:
    day = "<Cell ss:Index='3'><Data>2024-03-05T00:00:00.000</Data></Cell>"
    cells = f"<Cell><Data>区域</Data></Cell>{day}"
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    row = f"<Row>{cells}</Row>"
    sheet = f"<Worksheet ss:Name='收费标准'><Table>{row}</Table></Worksheet>"
    data = f"<?xml version='1.0'?><Workbook xmlns='{space}' xmlns:ss='{space}'>{sheet}</Workbook>"
    (draft,) = articles(data.encode(), ".xls")
    assert (draft.title, draft.text) == ("收费标准", "区域 | | 2024-03-05")


@pytest.mark.parametrize("data", [b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_a_broken_workbook(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        articles(data)
    assert refusal.value.reason.code == "file_damaged"


def test_what_the_library_does_not_know_is_no_news() -> None:
    with zipfile.ZipFile(io.BytesIO(new_workbook(一=[["甲", "乙"], ["丙", "丁"]]))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["xl/styles.xml"] = re.sub(rb"<cellStyles .*</cellStyles>", b"", files["xl/styles.xml"])
    assert len(articles(packed(files))) == 1


def test_a_workbook_in_bounds() -> None:
    with pytest.raises(Unreadable) as refusal:
        articles(bytes(LIMIT + 1))
    assert refusal.value.reason.code == "file_too_large"


def presentation() -> bytes:
    import pptx
    from pptx.util import Inches

    slides = pptx.Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "停车收费说明", "示例市财政局"
    second = slides.slides.add_slide(slides.slide_layouts[1])
    second.shapes.title.text = "收费标准"
    second.placeholders[1].text = "小型车每小时五元。\n大型车每小时八元。"
    second.notes_slide.notes_text_frame.text = "讲到这里停一下。"
    grid = second.shapes.add_table(1, 2, Inches(1), Inches(1), Inches(2), Inches(1)).table
    grid.cell(0, 0).text, grid.cell(0, 1).text = "摩托车", "一元"
    hidden = slides.slides.add_slide(slides.slide_layouts[5])
    hidden.shapes.title.text = "内部讨论"
    hidden._element.set("show", "0")
    return saved(slides)


def test_what_a_slide_says_to_older_programs_is_not_read_besides() -> None:
    import pptx
    from lxml import etree

    slides = pptx.Presentation(io.BytesIO(presentation()))
    paragraphs = slides.slides[0].placeholders[1].text_frame._txBody
    said = etree.tostring(paragraphs[-1]).decode()
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<m:Choice>{said}</m:Choice><m:Fallback>{said}</m:Fallback>"
    both = f"<m:AlternateContent xmlns:m='{space}'>{both}</m:AlternateContent>"
    paragraphs.replace(paragraphs[-1], etree.fromstring(both))
    assert one("a.pptx", saved(slides)).text.count("示例市财政局") == 1


NUMBERED = [
    (0, "arabicPeriod", "收费", "1. 收费"),
    (1, "alphaLcParenR", "小型车", "a) 小型车"),
    (1, "alphaLcParenR", "大型车", "b) 大型车"),
    (0, "arabicPeriod", "减免", "2. 减免"),
    (1, "alphaLcParenR", "夜间", "a) 夜间"),
    (0, "", "以上按次收取。", "以上按次收取。"),
    (0, "romanUcParenBoth", "附则", "(I)附则"),
    (0, "", "以下另行规定。", "以下另行规定。"),
    (0, "circleNumDbPlain", "解释", "① 解释"),
]
"""Depth, kind of number and text of paragraphs, and how a slide shows them."""


def test_numbers_of_slides_are_read_as_they_are_shown() -> None:
    import pptx
    from lxml import etree

    slides = pptx.Presentation()
    body = slides.slides.add_slide(slides.slide_layouts[1]).placeholders[1].text_frame
    body.text = "\n".join(text for _, _, text, _ in NUMBERED)
    for paragraph, (depth, kind, _, _) in zip(body.paragraphs, NUMBERED, strict=True):
        paragraph.level = depth
        if kind:
            properties = paragraph._p.get_or_add_pPr()
            space = properties.nsmap["a"]
            etree.SubElement(properties, f"{{{space}}}buAutoNum").set("type", kind)
    assert one("a.pptx", saved(slides)).text.splitlines() == [shown for *_, shown in NUMBERED]


def test_slides_in_order() -> None:
    draft = one("a.pptx", presentation())
    assert draft.title == "停车收费说明"
    shown = [
        "示例市财政局",
        "收费标准",
        "小型车每小时五元。",
        "大型车每小时八元。",
        "摩托车 | 一元",
    ]
    assert draft.text.split("\n") == shown
    assert [level for _, level in draft.levels] == [2]


def book() -> bytes:
    from ebooklib import epub

    made = epub.EpubBook()
    made.set_title("停车收费手册")
    made.add_author("张三")
    made.add_metadata("DC", "publisher", "示例出版社")
    made.add_metadata("DC", "date", "2024-03-05")
    pages = []
    for number, (heading, text) in enumerate(
        {"收费": "小型车五元。", "罚则": "处二百元罚款。"}.items()
    ):
        page = epub.EpubHtml(title=heading, file_name=f"第 {number}.xhtml", lang="zh")
        page.content = f"<h1>{heading}</h1><p>{text}</p>"
        made.add_item(page)
        pages.append(page)
    made.toc, made.spine = pages, ["nav", *pages]
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    stream = io.BytesIO()
    epub.write_epub(stream, made)
    return stream.getvalue()


def test_the_pages_of_a_book_in_order() -> None:
    draft = one("a.epub", book())
    assert (draft.title, draft.author, draft.source) == ("停车收费手册", "张三", "示例出版社")
    assert (draft.date, draft.inferred) == ("2024-03-05", ("date",))
    assert draft.text == "收费\n小型车五元。\n罚则\n处二百元罚款。"


def test_a_locked_book() -> None:
    lock = b'<encryption><EncryptionMethod Algorithm="http://example.org/aes"/></encryption>'
    assert (
        refused(
            "a.epub", packed({"mimetype": b"application/epub+zip", "META-INF/encryption.xml": lock})
        )
        == "file_locked"
    )


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.ppt", "a.odt"])
def test_old_files_without_libreoffice_say_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(name, (MADE / "notice.doc").read_bytes()) == "needs_libreoffice"


def test_a_conversion_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n/bin/sleep 60 &\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(conversion, "SECONDS", 0.05)
    assert refused("a.doc", (MADE / "notice.doc").read_bytes()) == "took_too_long"


def test_an_archive_with_a_folder_called_word_is_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"word/a.txt": BODY[1].encode(), "ppt/b.txt": b"x"}))
    assert [draft.text for draft in drafts(tmp_path / "a.zip")] == [BODY[1], "x"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pptx", "a.doc"])
def test_a_file_with_a_password_is_called_locked(name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        drafts(MADE / "locked.xlsx", name)
    assert refusal.value.reason.code == "file_locked"


@needs_libreoffice
def test_rubbish_is_not_given_to_libreoffice() -> None:
    assert refused("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "old_office"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", word(BODY)),
        ("a.doc", "\n".join(BODY).encode("gb18030")),
        ("a.doc", "".join(f"<p>{line}</p>" for line in BODY).encode()),
        (
            "a.wps",
            b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html>"
            + "。".join(BODY).encode(),
        ),
        ("a.xls", "<table><tr><td>车型</td><td>收费</td></tr></table>".encode()),
        ("a.txt", "<!DOCTYPE html><html><body><p>小型车五元。</p></body></html>".encode()),
    ],
)
def test_a_name_that_lies(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (draft,) = drafts(tmp_path / name)
    assert "<" not in draft.text
    assert any(each in draft.text for each in (BODY[1], "车型 | 收费", "小型车五元。"))
