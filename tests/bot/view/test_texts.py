"""The bot's own words, in both scripts."""

from __future__ import annotations

from string import Formatter

import pytest

from bot.view.texts import LINES, TABLES, words
from retrieval.text.fold import script_of


def test_both_scripts() -> None:
    assert words("none", "hans") == "没有找到相关内容。"
    assert words("none", "hant") == "沒有找到相關內容。"


def test_no_name_is_in_two_tables() -> None:
    assert sum(len(table.LINES) for table in TABLES) == len(LINES)


def test_what_is_filled_in_is_not_converted() -> None:
    assert words("reindex_failed", "hant", reason="头条") == "沒有完成：头条"


@pytest.mark.parametrize("name", LINES)
def test_every_line_can_be_filled_in_and_is_written_in_simplified(name: str) -> None:
    fields = {field for _, field, _, _ in Formatter().parse(LINES[name]) if field}
    values = dict.fromkeys(fields, "1")
    assert script_of(words(name, "hans", **values)) == "hans"
    assert words(name, "hant", **values)
