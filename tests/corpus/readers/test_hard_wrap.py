"""Lines of a text file that were cut at a fixed width are joined again, and no others."""

from __future__ import annotations

import pytest

from tests.corpus.readers.papers import TITLE
from tests.corpus.readers.test_readers import one

FIRST = (
    "为了规范机动车停放服务收费行为，维护停车人和经营者的合法权益，根据有关法律、法规的规定，"
    "结合本市实际，制定本办法，本市行政区域内的停车收费适用本办法。"
)
SECOND = (
    "小型车每小时收费五元，大型车每小时收费八元，不足一小时的按一小时计算；停车不超过"
    "15分钟的不收费，残疾人专用车辆免费。"
)
WIDTH = 50
"""Cells."""


def cut(paragraph: str, indent: str) -> list[str]:
    """The paragraph in lines of at most ``WIDTH`` cells, no mark at the beginning of one."""
    lines = [indent]
    for character in paragraph:
        width = len(lines[-1].expandtabs(4).encode("gb18030"))
        if width + len(character.encode("gb18030")) > WIDTH and character not in "，。、；":
            lines.append("")
        lines[-1] += character
    return lines


def text_of(*lines: str) -> list[str]:
    draft = one("a.txt", "\n".join(lines).encode())
    assert draft.title == TITLE
    return draft.text.split("\n")


@pytest.mark.parametrize("indent", ["　　", "    ", "\t"])
def test_paragraphs_told_by_their_indentation(indent: str) -> None:
    lines = [TITLE, "各区人民政府：", *cut(FIRST, indent), *cut(SECOND, indent)]
    assert text_of(*lines) == ["各区人民政府：", FIRST, SECOND]


def test_paragraphs_told_by_empty_lines() -> None:
    assert text_of(TITLE, "", *cut(FIRST, ""), "", *cut(SECOND, "")) == [FIRST, SECOND]


def test_paragraphs_that_nothing_tells_apart_end_with_a_sentence() -> None:
    assert text_of(TITLE, *cut(FIRST, ""), *cut(SECOND, "")) == [FIRST, SECOND]


def test_words_of_letters_stay_apart() -> None:
    """A line end between them stood for a space."""
    lines = ["　　" + "停" * 20 + " abc", "def" + "车" * 21, *["停" * 23] * 4, "完。"]
    assert text_of(TITLE, *lines)[0].startswith("停" * 20 + " abc def" + "车" * 21 + "停")


@pytest.mark.parametrize(
    "lines",
    [
        ["　　" + FIRST, "一、收费标准", "　　" + SECOND, "示例市人民政府", "2024年3月5日"],
        [
            f"{name}停车场泊位{count}个，地址示例路{count}号，电话{count}，全天开放"
            for name, count in zip("甲乙丙丁戊己", (7, 120, 35, 4, 1800, 66), strict=True)
        ],
        [f"停车收费有关事项的说明第{each}号已经发布 2024/03/0{each}" for each in range(1, 8)],
        ["春风又绿江南岸", "明月何时照我还", "停车坐爱枫林晚", "霜叶红于二月花", "一行白鹭上青天"],
        ["小型车每小时收费五元，按实际停放的时间计算。"] * 2
        + ["大型车每小时收费八元，按实际停放的时间计算。"] * 3,
    ],
)
def test_other_lines_stay(lines: list[str]) -> None:
    assert text_of(TITLE, "以下是说明。", *lines)[1:] == [line.strip() for line in lines]
