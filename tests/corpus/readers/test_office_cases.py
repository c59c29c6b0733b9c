"""Files as offices have them, from beside the checkout: what of each must be kept, and what not."""

from __future__ import annotations

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.files.parts import Part, parts
from retrieval.errors import Unreadable
from retrieval.reasons import Reason
from tests.shared import INTAKE, needs_shared

pytestmark = needs_shared

KEPT = {
    "01-docx-autonumbers.docx": [
        "第一条 停车场",
        "（二）不影响消防安全。",
        "第三条 违反本办法第二条",
    ],
    "02-docx-footnote.docx": ["夜间指二十二时至次日六时。"],
    "03-docx-nested-table.docx": ["收费标准 | 一类区\n小型车 | 五元\n大型车 | 八元\n本表"],
    "04-docx-cell-in-content-control.docx": ["小型车 | 五元"],
    "05-docx-deleted-row.docx": ["车型 | 每小时收费\n小型车 | 新价五元"],
    "07-docx-formula.docx": ["按下式计算：F=2×(T-1)，其中"],
    "12-docx-hidden-text.docx": ["小型车每小时五元。"],
}
GONE = {"05-docx-deleted-row.docx": "旧价三元", "12-docx-hidden-text.docx": "内部讨论"}


def drafts(name: str) -> list[Draft]:
    """The articles of a file of the folder, of whatever kind."""
    with open(INTAKE / name, "rb") as stream:
        found = [
            part.drafts() for part in parts(name, stream, 20_000_000) if isinstance(part, Part)
        ]
    return [draft for each in found if isinstance(each, list) for draft in each]


@pytest.mark.parametrize("name", KEPT)
def test_what_a_reader_sees_is_kept(name: str) -> None:
    (draft,) = drafts(name)
    assert [each for each in KEPT[name] if each not in draft.text] == []
    assert GONE.get(name, "\0") not in draft.text


def test_the_letterhead_in_the_header() -> None:
    (draft,) = drafts("08-docx-letterhead-in-header.docx")
    assert draft.meta["issuer"] == "示例市人民政府办公室"
    assert draft.date == "2024-03-05"


def test_the_first_heading_is_the_title() -> None:
    (draft,) = drafts("09-docx-headings.docx")
    assert (draft.title, draft.kicker) == ("停车管理", None)


def test_chinese_in_seven_bits() -> None:
    (draft,) = drafts("48-txt-hz.txt")
    assert "小型车每小时收费五元。" in draft.text


def test_a_table_whose_chinese_stands_far_down() -> None:
    last = drafts("45-csv-gbk-after-64k-ascii.csv")[-1]
    assert (last.text.count("�"), last.warnings) == (0, ())
    assert "小型车" in last.text


@pytest.mark.parametrize("name", ["40-csv-gbk-excel.csv", "41-csv-utf16-excel.csv"])
def test_tables_that_excel_wrote(name: str) -> None:
    assert len(drafts(name)) == 89


def test_a_list_without_text_says_what_is_missing() -> None:
    with pytest.raises(Unreadable, match=r"文号.*正文"):
        drafts("42-csv-list-without-text-column.csv")


def test_a_file_that_is_not_read_is_named_with_the_reason() -> None:
    name = "44-zip-gbk-names.zip"
    with open(INTAKE / name, "rb") as stream:
        text, old = parts(name, stream, 20_000_000)
    assert isinstance(text, Part)
    assert isinstance(old, Part)
    assert old.name.endswith("收费标准.doc")
    assert isinstance(old.drafts(), Reason)


@pytest.mark.parametrize("name", ["51-html-as-doc.doc", "54-xls-is-html.xls"])
def test_the_content_tells_the_type(name: str) -> None:
    (draft,) = drafts(name)
    assert "<" not in draft.text


def test_a_damaged_old_file_that_is_called_a_new_one() -> None:
    with open(INTAKE / "50-doc-in-docx.docx", "rb") as stream:
        (part,) = parts("50-doc-in-docx.docx", stream, 20_000_000)
    assert isinstance(part, Part)
    found = part.drafts()
    assert isinstance(found, Reason)
    assert found.code == "old_office"
