"""Numbers out of numerals, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.numerals import DIGITS, FORMAL_DIGITS, NUMERALS, chinese, number, spelt

FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿", "萬億")


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("0", 0), ("零", 0), ("31", 31), ("３１", 31), ("1,234,567", 1_234_567),
        ("二〇二四", 2024), ("二零二四", 2024), ("二○二四", 2024), ("１９四九", 1949),
        ("十", 10), ("十二", 12), ("二十", 20), ("廿一", 21), ("卅", 30), ("卌五", 45),
        ("两", 2), ("兩", 2), ("两百", 200), ("两千零二", 2002), ("二万两千", 22_000),
        ("百", 100), ("一百零五", 105), ("一百十", 110), ("一百一十三", 113),
        ("三百二", 320), ("一万五", 15_000),
        ("一万零五百", 10_500), ("十万", 100_000), ("两亿三千万", 230_000_000),
        ("三万亿", 3_000_000_000_000), ("3万5千", 35_000), ("3万5", 35_000),
        ("12亿", 1_200_000_000),
        ("3.5万", 35_000), ("１．５亿", 150_000_000), ("2百", 200), ("1500万", 15_000_000),
        ("叁拾壹", 31), ("壹萬零伍佰", 10_500), ("貳仟", 2000), ("參", 3), ("陸", 6),
    ],
)  # fmt: skip
def test_numerals_have_their_value(numeral: str, value: int) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "人", "第三", "十两", "两十", "两〇", "十十", "百百", "二百十千", "万", "亿三", "3.5",
     "1,23", "²", "一百三百", "五千一万", "-3", "3..5万", "9" * 5000, "十" * 5000],
)  # fmt: skip
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert number(text) is None


@given(st.integers(0, 99_999_999))
def test_there_and_back(value: int) -> None:
    written = chinese(value)
    assert number(written) == value
    assert number(written.translate(FORMAL)) == value
    assert number(written.translate(TRADITIONAL)) == value


@given(st.integers(10**8, 10**16 - 1))
def test_there_and_back_beyond_a_hundred_million(value: int) -> None:
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "零"), (10, "十"), (12, "十二"), (110, "一百一十"), (1001, "一千零一"),
     (1010, "一千零一十"),
     (10_500, "一万零五百"), (100_000, "十万"), (110_000, "十一万"), (20_010_000, "二千零一万"),
     (100_000_001, "一亿零一"), (10**12, "一万亿")],
)  # fmt: skip
def test_numbers_are_written_as_people_do(value: int, written: str) -> None:
    assert chinese(value) == written


def test_numbers_out_of_bounds_are_not_written() -> None:
    for value in (-1, 10**16):
        with pytest.raises(ValueError, match="not written"):
            chinese(value)


@given(st.integers(0, 10**9).map(str))
def test_digit_by_digit_there_and_back(digits: str) -> None:
    assert number(spelt(digits)) == int(digits)


@given(
    st.text("0123456789０５.," + DIGITS + NUMERALS + FORMAL_DIGITS + "拾佰仟卌²人 ", max_size=60)
)
def test_nothing_else_comes_out(text: str) -> None:
    value = number(text)
    assert value is None or value >= 0
