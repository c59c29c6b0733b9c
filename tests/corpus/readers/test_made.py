"""Files that pandoc and LibreOffice made: every type tells the same. See ``made/README.md``."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.files.parts import Part, parts
from retrieval.corpus.readers.office.conversion import office_program

MADE = Path(__file__).parent / "made"
TEXTS = {
    "notice": (
        "示例市民政局关于停车收费的通知",
        ["小型车每小时五元，大型车每小时八元。", "2024年3月5日"],
    ),
    "rules": ("示例市停车管理办法", ["第一章 总则", "第二章 收费", "不影响消防安全。"]),
    "table": (
        "示例市停车收费标准",
        ["车型 | 白天 | 夜间\n小型车 | 五元 | 二元\n", "摩托车 | | 一元"],
    ),
    "guide": (
        "办理停车月票指南",
        ["自有或者租用的泊位。", "身份证和行驶证——原件（“两证”）及复印件。"],
    ),
    "taiwan": ("範例市路邊停車收費辦法", ["裡面設有專用車格。", "處新臺幣三百元罰鍰。"]),
}
HEADINGS = {
    "notice": [],
    "rules": ["第一章 总则", "第二章 收费"],
    "table": [],
    "guide": ["申请条件", "材料"],
    "taiwan": ["收費", "罰則"],
}
needs_libreoffice = pytest.mark.skipif(office_program() is None, reason="no LibreOffice")
TYPES = [".rtf", ".epub", ".pptx", pytest.param(".doc", marks=needs_libreoffice)]


def drafts(path: Path, name: str | None = None) -> list[Draft]:
    with open(path, "rb") as stream:
        found = [
            each.drafts()
            for each in parts(name or path.name, stream, 1_000_000)
            if isinstance(each, Part)
        ]
    assert all(isinstance(each, list) for each in found)
    return [draft for each in found if isinstance(each, list) for draft in each]


def headings(draft: Draft) -> list[str]:
    return [draft.text[start:].split("\n")[0] for start, _ in draft.levels]


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("name", TEXTS)
def test_documents(name: str, suffix: str) -> None:
    (draft,) = drafts(MADE / f"{name}{suffix}")
    title, kept = TEXTS[name]
    assert draft.title == title
    assert [each for each in kept if each not in draft.text] == []
    assert [each for each in headings(draft) if each != "Notes"] == HEADINGS[name]
    assert not draft.warnings


@pytest.mark.parametrize("suffix", [".rtf", ".pptx", pytest.param(".doc", marks=needs_libreoffice)])
def test_automatic_numbers(suffix: str) -> None:
    (draft,) = drafts(MADE / f"rules{suffix}")
    assert draft.text.endswith("1. 不影响行人通行；\n2. 不影响消防安全。")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_a_sheet_is_an_article_a_row_a_line(suffix: str) -> None:
    (fees,) = drafts(MADE / f"fees{suffix}")
    assert fees.title == "示例市停车收费标准"
    assert fees.text == "车型 | 白天 | 夜间\n小型车 | 5 | 2\n大型车 | 8.5"
    (taiwan,) = drafts(MADE / f"taiwan{suffix}")
    assert taiwan.text == "區域 | 收費\n一類區 | 每小時五元\n二類區 | 每小時三元"
    (column,) = drafts(MADE / f"column{suffix}")
    assert (column.title, column.text) == ("咨询电话", "12345")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_a_row_is_an_article_where_the_columns_say_so(suffix: str) -> None:
    first, second = drafts(MADE / f"articles{suffix}")
    assert (first.title, first.text) == ("停车办法", "小型车每小时五元。")
    assert (second.date, second.source) == ("2024-04-01", "示例晚报")
    (below,) = drafts(MADE / f"below{suffix}")
    assert (below.title, below.meta["number"]) == ("停车办法", "示政发〔2024〕1号")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("fees.xls", "a.et"),
        ("fees.xlsx", "a.xls"),
        ("fees.xls", "a.csv"),
        ("rules.epub", "a.docx"),
        ("rules.rtf", "a.doc"),
        ("rules.pptx", "a.zip"),
        pytest.param("rules.doc", "a.wps", marks=needs_libreoffice),
        pytest.param("rules.doc", "a.docx", marks=needs_libreoffice),
    ],
)
def test_the_content_tells_the_type(name: str, called: str) -> None:
    (draft,) = drafts(MADE / name, called)
    assert draft.title in {"示例市停车收费标准", "示例市停车管理办法"}
