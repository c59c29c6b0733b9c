"""What an RTF file shows is kept, in whatever way its characters are written."""

from __future__ import annotations

import pytest

from tests.corpus.readers.test_readers import headings, one, refused


def shown(
    *parts: str, head: str = r"\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}"
) -> list[str]:
    """The lines of a file of these parts; Chinese in them is written as Unicode."""
    body = "".join(
        f"\\u{ord(each) - 65536 if ord(each) > 32767 else ord(each)}?" if ord(each) > 127 else each
        for each in "".join(parts)
    )
    draft = one("a.rtf", f"{{\\rtf1{head} {body}}}".encode("ascii"))
    return [line for line in (draft.title, *draft.text.split("\n")) if line]


def encoded(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (r"\ansi\ansicpg936", "gb18030"),
        (r"\ansi\ansicpg950", "big5"),
        (r"\ansi\ansicpg1252{\fonttbl{\f7\fcharset134 SimSun;}}\f7", "gb18030"),
        (r"\ansi\ansicpg1252\deff7{\fonttbl{\f7\fcharset136 PMingLiU;}}\f7", "big5"),
    ],
)
def test_bytes_are_in_the_encoding_of_their_font_or_file(head: str, encoding: str) -> None:
    assert shown(encoded("停車收費五元。", encoding), r"\par", head=head) == ["停車收費五元。"]


def test_signs_that_have_words_of_their_own() -> None:
    quoted = r"\ldblquote g\rdblquote  \lquote f\rquote "
    said = rf"a\emdash b\endash c\_d\~e \\ \{{h\}} {quoted}\bullet i\emspace j"
    assert shown(said) == ["a—b–c-d e \\ {h} “g” ‘f’•i j"]


def test_characters_that_stand_in_for_unicode_are_left_out() -> None:
    assert shown(r"\uc2\u20572 ab\u36710\'3f\'3f{\uc0\u65292}B。\par") == ["停车，B。"]


def test_characters_beyond_the_first_plane() -> None:
    assert shown(r"\u-10175?\u-8956?甲。\par") == ["𠔄甲。"]


def test_hidden_and_deleted_text_and_fields() -> None:
    link = r"{\field{\*\fldinst HYPERLINK x}{\fldrslt 办法}}"
    parts = (r"甲{\v 密}乙{\deleted 旧}丙", link, r"{\*\unknown 丁}{\v0 戊}。\par")
    assert shown(*parts) == ["甲乙丙办法戊。"]


def test_the_rows_of_a_table() -> None:
    row = r"\trowd\cellx1\cellx2\intbl 小型车\par 客车\cell\intbl 五元\cell\row"
    last = r"\trowd\cellx1\cellx2\pard\intbl 大型车\cell\cell\row\pard 完。\par"
    assert shown("收费。\\par", row, last) == ["收费。", "小型车 客车 | 五元", "大型车", "完。"]


def test_notes_stand_behind_their_paragraph() -> None:
    note = r"{\super\chftn{\*\footnote\pard\plain\chftn 自有的。}}"
    assert shown("泊位", note, r"一个。\par 停车。\par") == [
        "泊位[1]一个。",
        "[1] 自有的。",
        "停车。",
    ]


@pytest.mark.parametrize("kept", [r"\shpinst", r"\shptxt"])
def test_the_text_in_a_shape_is_read_and_its_properties_are_not(kept: str) -> None:
    shape = rf"{{\shp{{\*{kept}{{\sp{{\sn fill}}{{\sv 密}}}}方框。\par}}}}"
    assert shown(r"甲。\par", shape, r"乙。\par") == ["甲。", "方框。", "乙。"]


def test_headings_by_level_or_by_the_name_of_their_style() -> None:
    styles = r"{\stylesheet{\s1\outlinelevel0 A;}{\s2 heading 2;}}"
    parts = (
        r"办法\par 甲。\par\pard\s2 材料\par\pard 乙。\par\pard\outlinelevel2 细目\par\pard 丙。"
    )
    body = "".join(f"\\u{ord(each)}?" if ord(each) > 127 else each for each in parts)
    draft = one("a.rtf", f"{{\\rtf1{styles}{body}}}".encode("ascii"))
    assert headings(draft) == [("材料", 2), ("细目", 3)]


def test_pictures_and_their_bytes_are_left_out() -> None:
    assert shown(r"甲{\pict\bin3 }}{", r"}{\pict 00ff}乙。\par") == ["甲乙。"]


@pytest.mark.parametrize("data", [b"{\\rtf1}", b"{\\rtf1" + b"{" * 5000, b"{\\rtf1 {\\pict 00}}"])
def test_without_text(data: bytes) -> None:
    assert refused("a.rtf", data) in {"no_text", "file_damaged"}


def test_cells_merged_downwards_are_repeated() -> None:
    rows = [
        r"\trowd\clvmgf\cellx10\cellx20\intbl 一类区\cell 小型车\cell\row",
        r"\trowd\clvmrg\cellx10\cellx20\intbl\cell 大型车\cell\row",
        r"\trowd\cellx10\cellx20\intbl\cell 客车\cell\row",
    ]
    assert shown("收费。\\par", *rows) == ["收费。", "一类区 | 小型车", "一类区 | 大型车", "| 客车"]


def test_a_table_in_a_table_stands_below_its_row() -> None:
    properties = r"{\*\nesttableprops\trowd\cellx5\cellx9\nestrow}"
    inner = rf"\pard\intbl\itap2 小型车\nestcell 五元\nestcell{properties}"
    row = rf"\trowd\cellx10\cellx20\intbl 收费\cell {inner}\pard\intbl 见内\cell\row"
    assert shown("说明。\\par", row) == ["说明。", "收费 | 见内", "小型车 | 五元"]
