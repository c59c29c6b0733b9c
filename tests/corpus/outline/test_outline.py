"""The outline of documents: regulations, notices, questions and answers, and anything at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.outline.packing import pack, unpack
from retrieval.corpus.outline.reading import outline
from retrieval.corpus.outline.sections import Outline
from tests.corpus.outline.documents import (
    ANSWERS,
    JOINED,
    NOTICE,
    REGULATION,
    TRADITIONAL,
    flat,
)


def labels(text: str, kind: str) -> list[str | None]:
    return [each.label for each in outline(text).sections if each.kind == kind]


def where(text: str, words: str) -> list[str | None]:
    """The labels, or else headings, of the sections in which the words stand."""
    path = outline(text).path(text.index(words))
    return [section.label or section.heading for section in path]


@pytest.mark.parametrize("text", [REGULATION, flat(REGULATION)], ids=["lines", "flat"])
def test_a_regulation_consists_of_chapters_articles_and_items(text: str) -> None:
    assert labels(text, "chapter") == ["第一章", "第二章", "第三章"]
    assert labels(text, "article") == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert where(text, "有固定住所") == ["第二章", "第三条", "（一）"]
    assert where(text, "逾期半年") == ["第三章", "第五条", "（二）", "2."]


@pytest.mark.parametrize("text", [REGULATION, flat(REGULATION)], ids=["lines", "flat"])
def test_a_paragraph_behind_the_items_of_an_article_is_none_of_them(text: str) -> None:
    assert where(text, "符合前款规定") == ["第二章", "第三条"]


def test_the_table_of_contents_and_the_promulgation_are_the_opening() -> None:
    first, last = outline(REGULATION).opening
    assert (first, REGULATION[last:][:13]) == (0, "第一章 总 则\n第一条 为")


def test_a_heading_loses_the_spaces_that_widen_it() -> None:
    headings = [each.heading for each in outline(REGULATION).sections if each.kind == "chapter"]
    assert headings == ["总则", "养犬登记", "法律责任"]


@pytest.mark.parametrize("text", [NOTICE, flat(NOTICE)], ids=["lines", "flat"])
def test_a_notice_has_headings_alone_and_run_in(text: str) -> None:
    found = [(each.label, each.heading) for each in outline(text).sections if each.kind != "table"]
    assert found == [
        ("一、", "基本原则"),
        ("二、", "工作任务"),
        ("（一）", "加强热源保障"),
        ("（二）", "优化服务平台"),
        ("1.", None),
        ("2.", None),
        ("三、", "组织保障"),
        ("附件1", "供热企业名单"),
    ]


@pytest.mark.parametrize("text", [NOTICE, flat(NOTICE)], ids=["lines", "flat"])
def test_title_number_and_addressees_open_a_notice_and_its_signature_closes_it(text: str) -> None:
    found = outline(text, "示例市人民政府关于做好冬季供暖工作的通知")
    assert text[: found.opening[1]].split()[-1] == "各区人民政府，市政府各部门："
    closing = text[slice(*found.closing)].split()
    assert (closing[0], closing[-1]) == ("附件：1.供热企业名单", "2023年10月8日")


def test_the_rows_of_a_table_stand_under_its_header() -> None:
    assert where(NOTICE, "5550102") == ["附件1", "企业 | 电话"]


def test_each_question_is_a_section_with_its_answer() -> None:
    assert where(ANSWERS, "住所证明") == ["谁可以申请居住证？", "2."]
    assert where(ANSWERS, "十五日内") == ["多久能办好？"]


def test_traditional_text_is_read_alike() -> None:
    assert where(TRADITIONAL, "主管機關") == ["第一章", "第二條"]
    assert where(TRADITIONAL, "三日內") == ["第一章", "第三條之一"]


def test_paragraphs_that_nothing_separates_are_found_by_their_labels() -> None:
    assert where(JOINED, "古树分为两级") == ["第一章", "第二条"]
    assert where(JOINED, "攀折") == ["第二章", "第三条", "（二）"]
    assert where(JOINED, "一百元罚款") == ["第二章", "第三条"]


def test_breaks_are_where_lost_line_ends_were() -> None:
    text = flat(REGULATION)
    breaks = [0, *outline(text).breaks, len(text)]
    parts = [text[a:b].strip() for a, b in pairwise(breaks)]
    assert parts[-3:] == ["（二）未及时续期的：", "1.逾期一个月的；", "2.逾期半年的。"]
    assert "军用、警用犬只的管理，依照有关规定执行。" in parts


def test_text_with_its_line_ends_has_no_breaks() -> None:
    assert outline(REGULATION).breaks == ()


def test_a_reference_is_no_section() -> None:
    text = "第一条 甲。\n第二条 乙。\n依照第三条规定处罚。\n第三条规定的办法另行制定。\n第三条 丙。"
    assert labels(text, "article") == ["第一条", "第二条", "第三条"]
    assert where(text, "另行制定") == ["第二条"]


def test_numbers_may_go_on_under_the_next_heading() -> None:
    text = "一、减税\n1.免征房产税。\n2.缓缴。\n二、减费\n3.水费减半。\n4.电费减半。\n"
    assert where(text, "水费") == ["二、", "3."]


def test_an_excerpt_may_begin_with_any_number() -> None:
    assert where("三、就近就业。各县要收集岗位，发放补助金。", "补助金") == ["三、"]


def test_a_list_of_one_item_is_none() -> None:
    assert outline("他提出：\n1.只有这一点。\n大家同意了。").sections == ()


def test_headings_that_a_format_knows_hold_what_follows_them() -> None:
    text = "申请条件\n年满十八周岁。\n1.本市户籍；\n2.无犯罪记录。\n办理流程\n先预约，再现场办理。"
    found = outline(text, levels=[(0, 2), (text.index("办理流程"), 2)])
    assert [each.heading for each in found.path(text.index("无犯罪"))] == ["申请条件", None]
    assert [each.heading for each in found.path(text.index("先预约"))] == ["办理流程"]


PIECES = st.sampled_from(
    [
        "第一章", "第二章 总则", "第一条 ", "第二条", "第三條", "一、", "二、", "（一）", "（二）",
        "1.", "2.", "(1)", "①", "②", "附件1", "附件：", "问：", "答：", "甲乙丙。", "，如下：",
        "\n", " ", "　", "a | b\n", "2023年3月1日", "示例市人民政府", "《", "》",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join), st.text(max_size=8))
def test_sections_of_anything_nest_ascend_and_lie_in_the_text(text: str, title: str) -> None:
    found = outline(text, title)
    open_: list[int] = []
    for one in found.sections:
        assert 0 <= one.start <= one.body <= one.end <= len(text)
        del open_[one.level - 1 :]
        assert len(open_) == one.level - 1
        assert all(one.end <= end for end in open_)
        open_.append(one.end)
    starts = [section.start for section in found.sections]
    assert starts == sorted(set(starts))
    _check_edges(found, text)
    assert unpack(text, pack(found)) == found


def _check_edges(found: Outline, text: str) -> None:
    assert 0 == found.opening[0] <= found.opening[1] <= len(text)
    assert 0 <= found.closing[0] <= found.closing[1] <= len(text)
    assert list(found.breaks) == sorted(set(found.breaks))
    for place in range(len(text)):
        path = found.path(place)
        assert [each.level for each in path] == list(range(1, len(path) + 1))
        assert all(each.start <= place < each.end for each in path)
