"""OFD files: templates, drawings, the sides of tables, and what a file says about itself."""

from __future__ import annotations

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import BODY, TITLE, drawing_shown, ofd, text_object


def one(name: str, data: bytes) -> Draft:
    (draft,) = read(name, data)
    return draft


def test_ofd_text_and_properties() -> None:
    pieces = [
        (60.0, 20.0, TITLE),
        (20.0, 40.0, BODY[0]),
        (30.0, 50.0, "为了推进示例工作，"),
        (75.0, 50.0, "现将有关事项通知如下，请"),
        (20.0, 60.0, "认真贯彻执行。"),
        (100.0, 280.0, "— 1 —"),
    ]
    draft = one("a.ofd", ofd([pieces], Title=TITLE, Author="示例办", CreationDate="2023-05-07"))
    assert (draft.title, draft.author) == (TITLE, "示例办")
    assert (draft.date, draft.inferred) == ("2023-05-07", ("date",))
    assert draft.text == f"{BODY[0]}\n为了推进示例工作，现将有关事项通知如下，请认真贯彻执行。"


def test_the_template_of_an_ofd_file_is_read_and_cells_stand_apart() -> None:
    labels = [(60.0, 20.0, "示例工程施工许可证"), (20.0, 50.0, "建设单位"), (20.0, 62.0, "工期")]
    values = [(60.0, 50.0, "示例公司"), (60.0, 62.0, "三百日\t五千平方米")]
    draft = one("a.ofd", ofd([values], labels))
    assert draft.title == "示例工程施工许可证"
    assert draft.text == "建设单位 | 示例公司\n工期 | 三百日 | 五千平方米"


@pytest.mark.parametrize(
    "author", ["Administrator", "Suwell", "WPS_163", "dzzz", "数科网维", "管理员", "用户", "晶"]
)
def test_a_program_or_a_login_is_no_author_of_an_ofd_file(author: str) -> None:
    pieces = [(20.0, 20.0 + 10 * row, text) for row, text in enumerate((TITLE, *BODY))]
    assert one("a.ofd", ofd([pieces], Author=author, Title="未命名")).author is None


def test_the_text_of_a_drawing_that_a_page_shows_is_read_where_it_is_shown() -> None:
    pieces = [(20.0, 20.0, TITLE), (20.0, 80.0, BODY[2])]
    drawing = text_object(10, 10, BODY[1][:20]) + text_object(10, 18, BODY[1][20:])
    data = ofd([pieces], objects=drawing_shown(9, 10, 30), drawings={9: drawing})
    assert one("a.ofd", data).text == "\n".join(BODY[1:])


def test_drawings_that_show_one_another_are_refused_before_they_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("retrieval.corpus.readers.paged.ofd_pieces.MOST_PIECES", 2_000)
    drawing = text_object(10, 10, "字") + drawing_shown(9) * 10
    with pytest.raises(Unreadable) as refused:
        one("a.ofd", ofd([[]], objects=drawing_shown(9), drawings={9: drawing}))
    assert refused.value.reason.code == "out_of_proportion"


@pytest.mark.parametrize("place", ["nan nan", "inf 1", "1e308 1e308"])
def test_a_place_that_is_none_is_no_trouble(place: str) -> None:
    odd = text_object(1, 1, "别处的字").replace(
        '"1 1 100 5"', f'"{place} 9 9" CTM="9 0 0 9 1e308 0"'
    )
    data = ofd([[(20.0, 20.0, TITLE), (20.0, 40.0, BODY[2])]], objects=odd)
    assert one("a.ofd", data).text == BODY[2]


def test_a_character_that_only_its_font_knows_is_a_gap_and_no_icon() -> None:
    pieces = [(20.0, 20.0, TITLE), (20.0, 40.0, BODY[2]), (20.0, 48.0, "\ue11e\ue236")]
    draft = one("a.ofd", ofd([pieces]))
    assert draft.text == f"{BODY[2]}\n\ufffd\ufffd"
    assert draft.doubtful == ((len(BODY[2]) + 1, len(draft.text)),)


def test_a_label_that_runs_down_the_side_of_a_table_stays_together() -> None:
    rows = [
        (40.0, 40.0 + 6 * row, f"{name}\t示例公司")
        for row, name in enumerate(("名称", "地址", "账号"))
    ]
    label = text_object(20, 40, "购买方", way="Y")
    data = ofd([[(60.0, 20.0, "示例发票"), *rows]], objects=label)
    assert one("a.ofd", data).text == "名称 | 示例公司\n购买方 | 地址 | 示例公司\n账号 | 示例公司"


def test_a_name_alone_in_a_form_without_a_sentence_is_no_author() -> None:
    values = ["示例不动产权证书", "李小明", "示例区示例路25号", "抵押方式：一般抵押"]
    pieces = [(20.0, 20.0 + 10 * row, text) for row, text in enumerate(values)]
    assert one("a.ofd", ofd([pieces])).author is None
