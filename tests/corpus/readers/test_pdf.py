"""What is printed is read as people read it: each line once, cells apart, columns in order."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import BODY, TITLE, pdf
from tests.corpus.readers.prints import (
    LEFT,
    SIZE,
    TOP,
    Draw,
    lines,
    picture,
    printed,
    table,
    together,
    unmapped,
    vertical,
)

OPENING = "　　为了推进示例工作，促进示例事业发展，现将有关事项通知如下，请各单位"
GOING_ON = "认真贯彻执行。"


def one(data: bytes) -> Draft:
    (draft,) = read("a.pdf", data)
    return draft


def shown(*pages: Any) -> list[str]:
    draft = one(printed(*pages))
    return [*([draft.title] if draft.title else []), *draft.text.split("\n")]


@pytest.mark.parametrize("shift", [0.25, 0.5, 1.5])
def test_what_is_printed_several_times_to_look_bold(shift: float) -> None:
    copies = [lines([TITLE, *BODY], LEFT + shift * n) for n in range(4)]
    assert shown(together(*copies)) == [TITLE, *BODY]


def test_letters_that_stand_twice_in_a_word() -> None:
    assert shown(lines(["Hello will still allow 1111 files."])) == [
        "Hello will still allow 1111 files."
    ]


def test_a_row_of_a_table_is_a_line_with_its_cells_apart() -> None:
    rows = [["车辆类型（不含新能源车）", "白天每小时", "夜间"], ["小型车，一类区", "五元", "二元"]]
    page = together(lines([TITLE, BODY[1]]), table(rows, [LEFT, 300, 420], TOP - 40))
    assert shown(page) == [TITLE, BODY[1], *(" | ".join(row) for row in rows)]


def test_the_label_of_an_item_is_no_cell_however_wide_the_space_behind_it() -> None:
    rules = [
        ("第一条", "为了规范停车管理，维护交通秩序。"),
        ("第二条", "停车每小时五元。"),
        ("1.", "小型车。"),
        ("2.", "大型车。"),
    ]
    text = "\n".join(shown(table(rules, (LEFT, LEFT + 50), TOP)))
    assert text == "\n".join(f"{label} {text}" for label, text in rules)


def test_running_heads_of_two_pages_in_two_columns() -> None:
    def page(number: int) -> Draw:
        def draw(sheet: Any) -> None:
            table([("示例市人民政府公报", "2024年第3期")], (LEFT, LEFT + 300), TOP + 60)(sheet)
            for side, left in (("左", LEFT), ("右", LEFT + 250)):
                texts = [f"第{number}页{side}栏第{row}行，停车管理的内容。" for row in range(1, 9)]
                lines(texts, left)(sheet)

        return draw

    draft = one(printed(page(1), page(2)))
    assert draft.text.startswith("第1页左栏第1行")
    assert "公报" not in draft.text
    assert "第3期" not in draft.text


def test_the_gazette_above_a_letterhead_is_no_headline() -> None:
    title = "示例市人民政府关于推进停车工作的通知"
    head = ["示例市人民政府公报2024年第3期", "示例市人民政府文件", "示政发〔2024〕7号", title]
    draft = one(printed(lines([*head, "各区人民政府：", "停车每小时五元。"])))
    assert (draft.title, draft.kicker) == (title, None)


def test_wide_spaces_between_sentences_are_no_cells() -> None:
    first, second = "为了推进示例工作，制定本办法。", "各单位应当遵守，认真执行。"
    page = table([[first, second], [first, second]], [LEFT, 300], TOP)
    assert shown(page) == [f"{first} {second}"] * 2


def test_two_columns_are_read_one_after_the_other() -> None:
    texts = [f"第{n}行的文字说到示例工作的安排" for n in "一二三四五六七八九十"]
    sides = [lines(texts[:5], LEFT, TOP - 40), lines(texts[5:], LEFT + 240, TOP - 40)]
    assert "".join(shown(together(lines([TITLE]), *sides))) == TITLE + "".join(texts)


def test_three_columns_are_read_one_after_the_other() -> None:
    texts = [f"第{n}行说到示例工作" for n in "一二三四五六七八九十甲乙丙丁戊"]
    sides = [lines(texts[5 * n : 5 * n + 5], LEFT + 150 * n, TOP - 40) for n in range(3)]
    assert "".join(shown(together(lines([TITLE]), *sides))) == TITLE + "".join(texts)


def test_rows_of_figures_at_the_edges_of_pages_are_no_running_heads() -> None:
    pages = [[[f"{year}年", f"{year - 1900}", f"{7 * year}"]] * 1 for year in range(2015, 2021)]
    drawn = [table(rows, [LEFT, 200, 300], TOP) for rows in pages]
    heads = [
        together(lines([f"示例统计年鉴 第{n}页"], top=820), one) for n, one in enumerate(drawn, 1)
    ]
    found = shown(*heads)
    assert found == [f"{year}年 | {year - 1900} | {7 * year}" for year in range(2015, 2021)]


def test_columns_whose_lines_are_not_level() -> None:
    texts = [f"第{n}行的文字说到示例工作的安排" for n in "一二三四五六七八九十"]
    sides = [lines(texts[:5], LEFT, TOP), lines(texts[5:], LEFT + 240, TOP - 9)]
    assert "".join(shown(together(*sides))) == "".join(texts)


def test_vertical_text_whose_characters_are_drawn_one_by_one() -> None:
    columns = ["示例市停车管理办法", "小型车每小时收费五元", "大型车每小时收费八元"]
    assert shown(vertical(columns)) == columns


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side(angle: int) -> None:
    def draw(sheet: Any) -> None:
        sheet.translate(300, 400)
        sheet.rotate(angle)
        lines([TITLE, *BODY], -250, 200)(sheet)

    assert shown(draw) == [TITLE, *BODY]


def test_a_watermark_across_the_page_is_no_text() -> None:
    def mark(sheet: Any) -> None:
        sheet.translate(200, 500)
        sheet.rotate(45)
        sheet.drawString(0, 0, "内部资料请勿外传")

    assert shown(together(lines([TITLE, *BODY]), mark)) == [TITLE, *BODY]


def test_a_title_in_large_letters_over_two_lines() -> None:
    def head(sheet: Any) -> None:
        sheet.setFontSize(22)
        sheet.drawCentredString(297, TOP, "示例市人民政府办公室")
        sheet.drawCentredString(297, TOP - 30, "关于推进示例工作的通知")
        sheet.setFontSize(SIZE)

    page = together(head, lines([f"　　{BODY[1]}", f"　　{BODY[2]}"], top=TOP - 80))
    assert one(printed(page)).title == "示例市人民政府办公室关于推进示例工作的通知"


def test_the_last_character_of_a_title_on_a_line_of_its_own() -> None:
    def head(sheet: Any) -> None:
        sheet.setFontSize(22)
        sheet.drawCentredString(297, TOP, "示例市关于推进示例工作的通")
        sheet.drawCentredString(297, TOP - 30, "知")
        sheet.setFontSize(SIZE)

    page = together(head, lines([f"　　{BODY[1]}", f"　　{BODY[2]}"], top=TOP - 80))
    assert one(printed(page)).title == "示例市关于推进示例工作的通知"


def test_a_line_that_fills_the_column_goes_on() -> None:
    page = lines([TITLE, OPENING, GOING_ON, f"　　{BODY[2]}"])
    assert shown(page) == [TITLE, (OPENING + GOING_ON).strip("　"), BODY[2]]


def test_bookmarks_say_which_lines_are_headings() -> None:
    def marked(sheet: Any) -> None:
        sheet.bookmarkPage("a")
        sheet.addOutlineEntry("申请条件", "a", level=0)
        lines([TITLE, BODY[1], "申请条件", BODY[2]])(sheet)

    draft = one(printed(marked))
    assert [(draft.text[start:][:4], level) for start, level in draft.levels] == [("申请条件", 1)]


def sized(rows: Any) -> Any:
    """Lines, each in letters of its own size."""

    def draw(sheet: Any) -> None:
        for row, (text, size) in enumerate(rows):
            sheet.setFontSize(size)
            sheet.drawString(LEFT, TOP - 40 * row, text)

    return draw


def test_lines_in_larger_letters_below_the_first_sentence_are_headings() -> None:
    rows = [
        (TITLE, 22),
        (BODY[1], 12),
        ("总体要求", 18),
        (BODY[2], 12),
        ("工作目标", 15),
        (BODY[0], 12),
    ]
    draft = one(printed(sized([*rows, ("保障措施", 18), (BODY[1], 12)])))
    heads = [(level, draft.text[start:].split("\n")[0]) for start, level in draft.levels]
    assert heads == [(1, "总体要求"), (2, "工作目标"), (1, "保障措施")]


def test_a_title_at_the_head_of_later_pages_stays_once() -> None:
    pages = [
        sized([("示例工作任务清单", 20), (f"第{n}项的任务是完成示例工作。", 12)])
        for n in "一二三四"
    ]
    assert shown(lines([TITLE, *BODY]), *pages).count("示例工作任务清单") == 1


@pytest.mark.parametrize("strength", [40, 128, 256])
def test_a_file_that_opens_without_a_password(strength: int) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    encrypt = StandardEncryption("", "geheim", canModify=0, strength=strength)
    assert one(printed(lines([TITLE, *BODY]), encrypt=encrypt)).title == TITLE


def test_fonts_that_do_not_say_what_they_draw() -> None:
    with pytest.raises(Unreadable) as refusal:
        one(unmapped(b'!"#$%&+,-./0123456789:;<=>?@ABCDEFG'))
    assert refusal.value.reason.code == "pdf_unmapped"
    assert "OCR" in str(refusal.value.reason)


def test_signs_in_another_order_are_text() -> None:
    assert "!#$%" in one(printed(lines([TITLE, *BODY, "可用的符号是 !#$%&()*+ 等。"]))).text


def test_scanned_pages_among_others_are_warned_of() -> None:
    text = lines([TITLE, *BODY])
    (warning,) = one(printed(text, *[picture] * 3, text, picture)).warnings
    assert (warning.code, warning.fields) == ("pages_unread", {"pages": "2–4, 6"})


def test_an_empty_page_is_nothing_to_warn_of() -> None:
    assert one(printed(lines([TITLE, *BODY]), lambda sheet: None)).warnings == ()


def test_a_picture_alone_is_a_scan() -> None:
    with pytest.raises(Unreadable) as refusal:
        one(printed(picture))
    assert refusal.value.reason.code == "pdf_scan"


def test_half_a_file() -> None:
    whole = pdf([BODY])
    with pytest.raises(Unreadable):
        one(whole[:200])
