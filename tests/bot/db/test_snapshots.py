"""A kept result follows its quote when the article's text changes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.db.query_log.snapshots import restore
from retrieval.corpus.article import Article

QUOTE = "职工可以按月提取。"
KEPT: dict[str, Any] = {
    "article": "a1",
    "score": 1.0,
    "quote": QUOTE,
    "start": 10,
    "highlights": [[0, 2]],
    "answer": [10, 19],
    "reposts": 0,
}


def article(text: str) -> Article:
    return Article(id="a1", key="k", text=text, doubtful=((0, 12),))


def test_the_offsets_move_with_the_quote() -> None:
    found = restore(KEPT, 1, article("加了一句。" + "前" * 10 + QUOTE))
    assert found is not None
    assert (found.start, found.end, found.answer) == (15, 24, (15, 24))


def test_of_several_places_the_nearest_is_meant() -> None:
    found = restore(KEPT, 1, article(QUOTE + "前" * 3 + QUOTE))
    assert found is not None
    assert (found.start, found.doubtful) == (12, ())


@pytest.mark.parametrize("text", ["", "职工可以按月", "前" * 10 + "职工可以按年提取。"])
def test_a_quote_that_is_not_there_is_not_shown(text: str) -> None:
    assert restore(KEPT, 1, article(text)) is None


def test_an_article_that_is_gone_has_no_result() -> None:
    assert restore(KEPT, 1, None) is None
