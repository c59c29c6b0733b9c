"""What a Word file shows is kept, and what it does not show is not."""

from __future__ import annotations

import io
import zipfile

import pytest

from retrieval.corpus.draft import Draft
from tests.corpus.readers.papers import BODY, TITLE, packed
from tests.corpus.readers.test_readers import headings, one, refused
from tests.corpus.readers.word_parts import (
    cell,
    document,
    item,
    numbered,
    paragraph,
    row,
    run,
    style,
    table,
)

HEAD = (paragraph(TITLE), *map(paragraph, BODY))
CHAPTERS = (
    ("chineseCountingThousand", "第%1条"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
)


def read(*body: str, **parts: str) -> Draft:
    return one("a.docx", document(*HEAD, *body, **parts))


def shown(*body: str, **parts: str) -> list[str]:
    """The lines behind the head."""
    return read(*body, **parts).text.split("\n")[len(BODY) :]


def test_automatic_numbers() -> None:
    items = [
        item("甲。", 1),
        item("乙：", 1),
        item("丙；", 1, 1),
        item("丁。", 1, 1),
        item("戊。", 1),
    ]
    assert shown(*items, item("己。", 1, 1), numbering=numbered(*CHAPTERS)) == [
        "第一条 甲。",
        "第二条 乙：",
        "（一）丙；",
        "（二）丁。",
        "第三条 戊。",
        "（一）己。",
    ]


@pytest.mark.parametrize(
    ("format", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2.", "12."]),
        ("chineseCounting", "%1、", ["一、", "二、", "十二、"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "12、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "壹拾贰、"]),
        ("decimalEnclosedCircleChinese", "%1", ["①", "②", "⑫"]),
        ("lowerLetter", "%1)", ["a)", "b)", "l)"]),
        ("upperRoman", "%1.", ["I.", "II.", "XII."]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "１２．"]),
        ("bullet", "●", ["", "", ""]),
        ("unheard-of", "%1)", ["1)", "2)", "12)"]),
    ],
)
def test_formats_of_numbers(format: str, text: str, labels: list[str]) -> None:
    lines = shown(*[item("文。", 1)] * 12, numbering=numbered((format, text)))
    assert [lines[at].removesuffix("文。").strip() for at in (0, 1, 11)] == labels


def test_a_number_holds_those_of_the_levels_above() -> None:
    levels = [("chineseCounting", "%1、"), ("decimal", "%1.%2")]
    items = [item("甲。", 1), item("乙。", 1), item("丙。", 1, 1)]
    assert shown(*items, numbering=numbered(*levels))[-1] == "二.1 丙。"
    legal = numbered(*levels, inside="<w:isLgl/>")
    assert shown(*items, numbering=legal)[-1] == "2.1 丙。"


def test_lists_go_on_counting_or_start_where_they_say() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = numbered(("decimal", "%1."))
    lists += '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    lists += f'<w:num w:numId="3"><w:abstractNumId w:val="1"/>{start}</w:num>'
    items = [item("文。", number) for number in (1, 1, 2, 3, 3)]
    assert [line[:2] for line in shown(*items, numbering=lists)] == ["1.", "2.", "3.", "5.", "6."]


def test_a_style_numbers_its_paragraphs() -> None:
    numbers = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("a", "条", numbers) + style("b", "款", based_on="a")
    lines = shown(
        paragraph("甲。", style="b"),
        paragraph("乙。", style="b", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
        numbering=numbered(*CHAPTERS),
    )
    assert lines == ["（一）甲。", "乙。"]


def test_deleted_and_hidden_items_are_not_counted() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>旧。</w:delText></w:r></w:del>'
    numbers = '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="2"/></w:rPr>'
    deleted = paragraph(gone, properties=numbers)
    items = (item("甲。", 1), deleted, item("乙。", 1))
    assert shown(*items, numbering=numbered(*CHAPTERS)) == ["第一条 甲。", "第二条 乙。"]


def test_changes_are_accepted() -> None:
    inserted = f'<w:ins w:id="1">{run("五元")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>三元</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{run("免费")}</w:moveFrom>'
    assert shown(paragraph("每小时", deleted, inserted, moved, "。")) == ["每小时五元。"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    ended = paragraph("每小时", properties='<w:rPr><w:del w:id="1"/></w:rPr>')
    assert shown(ended, paragraph("五元。")) == ["每小时五元。"]


def test_a_note_stands_behind_its_paragraph() -> None:
    notes = f'<w:footnote w:id="2">{paragraph("指二十二时至次日六时。")}</w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    lines = shown(paragraph("夜间", mark, "二元。"), paragraph("白天四元。"), footnotes=notes)
    assert lines == ["夜间[1]二元。", "[1] 指二十二时至次日六时。", "白天四元。"]


def test_the_notes_of_a_table_stand_below_it() -> None:
    notes = f'<w:endnote w:id="7">{paragraph("含税。")}</w:endnote>'
    marked = cell(paragraph("五元", '<w:r><w:endnoteReference w:id="7"/></w:r>'))
    rows = table(row("小型车", marked), row("大型车", "八元"))
    assert shown(rows, endnotes=notes) == ["小型车 | 五元[1]", "大型车 | 八元", "[1] 含税。"]


def test_a_title_does_without_the_mark_of_its_note() -> None:
    notes = f'<w:footnote w:id="2">{paragraph("试行。")}</w:footnote>'
    titled = paragraph(TITLE, '<w:r><w:footnoteReference w:id="2"/></w:r>')
    draft = one("a.docx", document(titled, *map(paragraph, BODY), footnotes=notes))
    assert draft.title == TITLE
    assert "[1] 试行。" in draft.text


def test_content_controls_hold_cells_rows_and_paragraphs() -> None:
    def control(held: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{held}</w:sdtContent></w:sdt>"

    rows = table(row("小型车", control(cell("五元"))), control(row("大型车", "八元")))
    assert shown(control(paragraph("收费：")), rows) == ["收费：", "小型车 | 五元", "大型车 | 八元"]


def test_what_a_form_asks_for_and_a_table_of_contents_are_no_text() -> None:
    def control(properties: str, held: str) -> str:
        inner = f"<w:sdtContent>{held}</w:sdtContent>"
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{inner}</w:sdt>"

    asks = control("<w:showingPlcHdr/>", run("单击此处输入文字。"))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = control(gallery, paragraph("第一章 总则 1"))
    listed = paragraph("第一章 总则 1", style="t")
    lines = shown(contents, listed, paragraph("姓名：", asks, "。"), styles=style("t", "toc 1"))
    assert lines == ["姓名：。"]


def test_deleted_rows_are_gone_and_inserted_ones_are_there() -> None:
    old = row("小型车", "三元", properties='<w:del w:id="1"/>')
    new = row("小型车", "五元", properties='<w:ins w:id="2"/>')
    assert shown(table(row("车型", "收费"), old, new)) == ["车型 | 收费", "小型车 | 五元"]


def test_a_table_in_a_cell_is_shown_once() -> None:
    inner = table(row("小型车", "五元"), row("大型车", "八元"))
    lines = shown(table(row("收费标准", cell(paragraph("一类区"), inner))))
    assert lines == ["收费标准 | 一类区", "小型车 | 五元", "大型车 | 八元"]


def test_merged_and_empty_cells_do_not_shift_the_columns() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    rows = table(
        row("区域", "车型", "白天", "夜间"),
        row(cell("一类区", properties=begins), "小型车", cell("五元", properties=wide)),
        row(cell(properties=goes_on), "大型车", cell(), "八元"),
        row("二类区", properties='<w:gridBefore w:val="1"/>'),
    )
    assert shown(rows) == [
        "区域 | 车型 | 白天 | 夜间",
        "一类区 | 小型车 | 五元",
        "一类区 | 大型车 | | 八元",
        "| 二类区",
    ]


def test_a_cell_that_is_alone_in_its_row_keeps_its_paragraphs() -> None:
    assert shown(table(row(cell("甲。", "乙。")))) == ["甲。", "乙。"]


def test_rows_may_say_the_same() -> None:
    rows = table(row("编号", "车型", "收费"), *[row("（空）", "小型车停放", "每小时五元")] * 3)
    assert shown(rows).count("（空） | 小型车停放 | 每小时五元") == 3


def math(name: str, **parts: str) -> str:
    """An element of a formula; a part's text, or its XML."""
    held = (
        f"<m:{part}>{text if text.startswith('<') else f'<m:r><m:t>{text}</m:t></m:r>'}</m:{part}>"
        for part, text in parts.items()
    )
    return f"<m:{name}>{''.join(held)}</m:{name}>"


FORMULAS = {
    "F=2×(T-1)": "<m:r><m:t>F=2×(T-1)</m:t></m:r>",
    "(a+b)/2": math("f", num="a+b", den="2"),
    "x²": math("sSup", e="x", sup="2"),
    "x_月": math("sSub", e="x", sub="月"),
    "√(x+1)": math("rad", deg="<m:r/>", e="x+1"),
    "∑ᵢ₌₁ⁿx": math("nary", naryPr='<m:chr m:val="∑"/>', sub="i=1", sup="n", e="x"),
    "[x)": math("d", dPr='<m:begChr m:val="["/>', e="x"),
    "(x/y)²": math("sSup", e=math("d", e=math("f", num="x", den="y")), sup="2"),
}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_shown_as_text(text: str) -> None:
    formula = f"<m:oMath>{FORMULAS[text]}</m:oMath>"
    assert shown(paragraph("按", formula, "计算。")) == [f"按{text}计算。"]


def test_hidden_text_is_not_shown() -> None:
    styles = style("h", "内部", "<w:rPr><w:vanish/></w:rPr>")
    seen = run("五元", '<w:vanish w:val="0"/>')
    lines = shown(
        paragraph("每小时", run("（讨论：八元）", "<w:vanish/>"), seen, "。"),
        paragraph("内部讨论。", style="h"),
        paragraph("执行", run("内部", '<w:rStyle w:val="h"/>'), "。"),
        styles=styles,
    )
    assert lines == ["每小时五元。", "执行。"]


def test_a_letterhead_in_the_header_and_the_imprint_in_the_footer() -> None:
    draft = read(
        header=paragraph("示例市人民政府办公室文件") + paragraph("内部资料"),
        footer=paragraph("示例市人民政府办公室 2024年3月5日印发") + paragraph("第1页"),
    )
    assert (draft.title, draft.date) == (TITLE, "2024-03-05")
    assert draft.meta["issuer"] == "示例市人民政府办公室"
    assert "内部资料" not in draft.text
    assert "第1页" not in draft.text


def test_a_letterhead_laid_out_as_a_table() -> None:
    rows = table(row("示例市财政局文件"), row("示财发〔2024〕8号", "签发人：张三"))
    draft = one("a.docx", document(rows, paragraph("关于停车收费的通知"), *map(paragraph, BODY)))
    assert draft.title == "关于停车收费的通知"
    assert (draft.meta["number"], draft.meta["issuer"]) == ("示财发〔2024〕8号", "示例市财政局")
    assert draft.text == "\n".join(BODY)


HEADINGS = "".join(style(f"h{level}", f"heading {level}") for level in (1, 2, 3))


def test_the_first_heading_is_the_title_and_no_kicker() -> None:
    body = [paragraph("停车管理", style="h1"), paragraph("收费标准", style="h2")]
    text = [paragraph("小型车五元。"), paragraph("处罚", style="h2"), paragraph("处二百元罚款。")]
    draft = one("a.docx", document(*body, *text, styles=HEADINGS))
    assert (draft.title, draft.kicker) == ("停车管理", None)
    assert headings(draft) == [("收费标准", 2), ("处罚", 2)]


def test_a_heading_below_a_plain_title_is_none_of_it() -> None:
    body = [paragraph("停车管理办法"), paragraph("收费标准", style="h1"), paragraph("小型车五元。")]
    more = [paragraph("处罚", style="h1"), paragraph("处二百元罚款。")]
    draft = one("a.docx", document(*body, *more, styles=HEADINGS))
    assert (draft.title, draft.kicker) == ("停车管理办法", None)
    assert headings(draft) == [("收费标准", 1), ("处罚", 1)]


def test_a_chapter_is_no_title() -> None:
    body = [paragraph("第一章 总则", style="h1"), paragraph("为了示例，制定本办法。")]
    assert one("a.docx", document(*body, styles=HEADINGS)).title is None


def test_a_level_of_its_own_or_of_a_style_that_a_style_builds_on() -> None:
    styles = HEADINGS + style("mine", "我的标题", based_on="h3")
    own = paragraph("材料", properties='<w:outlineLvl w:val="1"/>')
    draft = read(
        own, paragraph("甲。"), paragraph("细目", style="mine"), paragraph("乙。"), styles=styles
    )
    assert headings(draft) == [("材料", 2), ("细目", 3)]


def test_a_title_over_two_paragraphs() -> None:
    titles = [paragraph(text, style="t") for text in ("示例市人民政府关于", "停车收费的若干规定")]
    draft = one("a.docx", document(*titles, *map(paragraph, BODY), styles=style("t", "Title")))
    assert draft.title == "示例市人民政府关于停车收费的若干规定"
    assert draft.text == "\n".join(BODY)


@pytest.mark.parametrize("name", ["Title", "标题", "標題"])
def test_what_is_styled_as_the_title_is_it_whatever_stands_above(name: str) -> None:
    body = [paragraph("公积金怎样提取。"), paragraph("问与答", style="t"), *map(paragraph, BODY)]
    assert one("a.docx", document(*body, styles=style("t", name))).title == "问与答"


def test_a_drop_cap_belongs_to_its_paragraph() -> None:
    cap = paragraph("停", properties='<w:framePr w:dropCap="drop"/>')
    assert shown(cap, paragraph("车场应当公示收费标准。")) == ["停车场应当公示收费标准。"]


def test_a_text_box_and_what_stands_for_it_in_old_programs() -> None:
    box = f"<w:txbxContent>{paragraph('咨询电话：12345。')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert shown(paragraph(both, "小型车五元。")) == ["咨询电话：12345。", "小型车五元。"]


def test_boxes_to_tick_and_readings_of_characters() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('bó')}</w:rt><w:rubyBase>{run('泊')}</w:rubyBase></w:ruby></w:r>"
    )
    assert shown(paragraph(symbol, "同意", ruby, "位。")) == ["☑同意泊位。"]


def test_boxes_to_tick_come_from_several_fonts() -> None:
    empty = '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>'
    ticked = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    assert shown(paragraph(ticked, "是", empty, "否。")) == ["☑是□否。"]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("part", ["word/media/a.emf", "docProps/app.xml", "customXml/item1.xml"])
def test_damage_where_nothing_is_read_does_no_harm(part: str) -> None:
    files = {**unpacked(document(*HEAD)), part: bytes(3_000_000)}
    assert one("a.docx", packed(files)).title == TITLE


def test_the_strict_variant_of_the_format() -> None:
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    files = unpacked(document(*HEAD))
    data = packed({name: data.replace(usual, strict) for name, data in files.items()})
    assert one("a.docx", data).text == "\n".join(BODY)


def replaced(old: bytes, new: bytes) -> bytes:
    """A file whose main part says something else somewhere."""
    files = unpacked(document(*HEAD))
    return packed({name: data.replace(old, new) for name, data in files.items()})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</w:body>", b"<w:p><w:r><w:t>&#x1;\x0b</w:t></w:r></w:p></w:body>"),
        (b"<w:body>", b'<w:body><w:p w14:paraId="1"/>'),
        (b"<w:document", b"\n <w:document"),
        (b'Target="word/document.xml"', b'Target="/word/document.xml"'),
        (
            b"</Relationships>",
            b'<Relationship Id="x" Type="styles" Target="NULL"/></Relationships>',
        ),
    ],
)
def test_what_word_reads_is_not_called_damaged(old: bytes, new: bytes) -> None:
    assert one("a.docx", replaced(old, new)).text == "\n".join(BODY)


def test_what_is_cut_off_is_called_damaged() -> None:
    assert refused("a.docx", replaced(b"</w:body>", b"")) == "file_damaged"


def test_a_column_of_automatic_numbers() -> None:
    rows = table(row(cell(item("", 1)), "小型车"), row(cell(item("", 1)), "大型车"))
    assert shown(rows, numbering=numbered(("decimal", "%1"))) == ["1 | 小型车", "2 | 大型车"]


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h2>收费</h2><p>小型车五元。</p></body></html>",
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        "Content-Type: text/html; charset=utf-8\n\n<h2>收费</h2><p>小型车五元。</p>\n--B--\n",
    ],
)
def test_a_page_that_word_takes_in(page: str) -> None:
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    files = unpacked(document(*HEAD, f'<w:altChunk {space} r:id="c1"/>'))
    relations = "word/_rels/document.xml.rels"
    chunk = b'<Relationship Id="c1" Type="aFChunk" Target="a.mht"/></Relationships>'
    files[relations] = files[relations].replace(b"</Relationships>", chunk)
    draft = one("a.docx", packed({**files, "word/a.mht": page.encode()}))
    assert draft.text.endswith("收费\n小型车五元。")
    assert headings(draft) == [("收费", 2)]


def test_a_cell_of_a_form_on_a_fine_grid_stands_once() -> None:
    def wide(text: str, columns: int, more: str = "") -> str:
        return cell(text, properties=f'<w:gridSpan w:val="{columns}"/>{more}')

    rows = table(
        row(wide("姓名", 2), wide("张三", 6), wide("照片", 3, '<w:vMerge w:val="restart"/>')),
        row(wide("民族", 3), wide("", 5), wide("", 3, "<w:vMerge/>")),
    )
    assert shown(rows) == ["姓名 | 张三 | 照片", "民族 | | 照片"]
