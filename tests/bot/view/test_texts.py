"""The program's own words, in both scripts and in English."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest

from bot.language import Language, language_for
from bot.view.texts import CHINESE, ENGLISH, TABLES, words
from retrieval.text.fold import script_of
from tests.spelling import slips


def fields(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name}


def test_every_language() -> None:
    assert words("none", "hans") == "没有找到相关内容。"
    assert words("none", "hant") == "沒有找到相關內容。"
    assert words("none", "en") == "Nothing was found."


def test_no_name_is_in_two_tables() -> None:
    assert sum(len(table.CHINESE) for table in TABLES) == len(CHINESE)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])
def test_every_language_has_the_same_lines_in_the_same_order(table: Any) -> None:
    assert list(table.ENGLISH) == list(table.CHINESE)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])
def test_no_line_has_a_slip_of_the_pen(table: Any) -> None:
    assert slips([*table.CHINESE.values(), *table.ENGLISH.values()]) == []


def test_what_is_filled_in_is_not_converted() -> None:
    assert words("reindex_failed", "hant", reason="头条") == "沒有完成：头条"


def test_english_counts() -> None:
    assert words("reposts", "en", count=1) == "Also reposted: 1 article"
    assert words("reposts", "en", count=12) == "Also reposted: 12 articles"


def test_every_line_can_be_filled_in_and_is_written_in_simplified() -> None:
    filled = {name: dict.fromkeys(fields(line), 1) for name, line in CHINESE.items()}
    hans = {name: script_of(words(name, "hans", **values)) for name, values in filled.items()}
    assert {name for name, script in hans.items() if script != "hans"} == set()
    assert all(words(name, "hant", **values) for name, values in filled.items())


def test_english_fills_in_what_chinese_does() -> None:
    english = {name: fields(line) for name, line in ENGLISH.items()}
    assert english == {name: fields(line) for name, line in CHINESE.items()}
    assert all(words(name, "en", **dict.fromkeys(given, 1)) for name, given in english.items())


@pytest.mark.parametrize(
    ("text", "tag", "stated", "language"),
    [
        ("公积金怎么提取", None, None, "hans"),
        ("公積金怎麼提取", "zh-hans", None, "hant"),
        ("三千元", "zh-hant", None, "hant"),
        ("三千元", "zh_TW.UTF-8", None, "hant"),
        ("三千元", "zh_CN.UTF-8", None, "hans"),
        ("三千元", "zh-hk", None, "hant"),
        ("三千元", "zh-mo", None, "hant"),
        ("公積金怎麼提取", "en-GB", None, "en"),
        ("公积金怎么提取", "C.UTF-8", None, "hans"),
        ("公积金怎么提取", "fr", None, "hans"),
        ("公积金怎么提取", "en", "hant", "hant"),
    ],
)
def test_the_language_of_an_answer(
    text: str, tag: str | None, stated: Language | None, language: Language
) -> None:
    assert language_for(text, tag, stated) == language
