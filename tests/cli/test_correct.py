"""``wence correct``: what is known of an article is put right, once and for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Wence

TEXT = "# 示例市停车收费办法\n\n来源：示例日报\n\n停车每小时收费五元，夜间不收费。\n"


@pytest.fixture
def key(wence: Wence, tmp_path: Path) -> str:
    """The key of the only article, which has a file of its own."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "parking.md").write_text(TEXT, encoding="utf-8")
    assert wence("index", folder).code == 0
    return str(wence("articles", "--json").lines[0]["key"])


def test_a_correction_outlives_the_next_reading_of_the_file(
    wence: Wence, key: str, tmp_path: Path
) -> None:
    assert wence("correct", key, "date=2024年3月1日", "title=停车办法").code == 0
    (tmp_path / "articles" / "parking.md").write_text(TEXT + "\n请遵守。\n", encoding="utf-8")
    wence("reindex")
    (shown,) = wence("show", key, "--json").lines
    assert (shown["title"], shown["date"]) == ("停车办法", "2024-03-01")
    assert "请遵守" in shown["text"]


def test_a_correction_is_added_to_others_and_taken_back(wence: Wence, key: str) -> None:
    wence("correct", key, "date=2024-03-01", "author=张三")
    wence("correct", key, "date=", "source=-")
    (shown,) = wence("show", key, "--json").lines
    assert (shown["date"], shown["author"], shown["source"]) == (None, "张三", None)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (["date=明天"], "明天"),
        (["colour=red"], "没有“colour”这一项"),
        (["date"], "项目=内容"),
    ],
)
def test_what_is_no_correction_changes_nothing(
    wence: Wence, key: str, fields: list[str], says: str
) -> None:
    before = wence("show", key, "--json").lines
    run = wence("correct", key, *fields)
    assert run.code != 0
    assert says in run.err
    assert wence("show", key, "--json").lines == before


def test_who_may_not_be_corrected_says_where_it_is_done(
    wence: Wence, key: str, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    (folder / "articles.csv").write_text("文件,标题\nparking.md,停车\n", "utf-8")
    wence("reindex")
    assert "articles.csv 管着这个文件" in wence("correct", key, "title=别的").err
    (folder / "parking.md").unlink()
    assert "已不在原处" in wence("correct", key).err
