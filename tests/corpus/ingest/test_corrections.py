"""What an operator writes into articles.csv wins, then and later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.corpus.ingest.intake import refresh, take_in
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.text.divisions import Division
from tests.corpus.ingest.test_intake import FIRST, SECOND, by_file, counts
from tests.corpus.readers.papers import packed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(Home(tmp_path / "home"), write=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    (path / "deep").mkdir(parents=True)
    (path / "a.txt").write_text(f"---\ntitle: 旧题\nsource: 旧报\n---\n{FIRST}", encoding="utf-8")
    (path / "deep" / "b.txt").write_text(SECOND, encoding="utf-8")
    return path


def correct(folder: Path, *rows: str) -> None:
    header = "文件,标题,日期,来源,url"
    (folder / "articles.csv").write_text("\n".join([header, *rows]), encoding="utf-8")


def test_a_table_of_corrections_wins_also_over_front_matter(store: Store, folder: Path) -> None:
    correct(folder, "a.txt,新题,2024年6月2日,-,", "deep/b.txt,,,示例日报,https://example.cn/b")
    assert counts(take_in(store, [folder])) == (2, 0, 0, 0)
    first, second = by_file(store)["a.txt"], by_file(store)["deep/b.txt"]
    assert (first.title, first.date, first.source) == ("新题", "2024-06-02", None)
    assert (second.source, second.url) == ("示例日报", "https://example.cn/b")


def test_a_later_table_corrects_what_is_kept_and_the_index_sees_it(
    store: Store, folder: Path
) -> None:
    take_in(store, [folder])
    before = by_file(store)["a.txt"]
    correct(folder, "a.txt,新题,,,")
    assert counts(refresh(store)) == (0, 1, 1, 0)
    after = by_file(store)["a.txt"]
    assert (after.id, after.title, after.source) == (before.id, "新题", "旧报")
    terms = store.terms()
    headlines = {one.id: [terms[term] for term in one.headline] for one in store.indexed()}
    assert "".join(headlines[after.id]) == "新题"
    assert counts(refresh(store)) == (0, 0, 2, 0)


def test_it_wins_over_a_later_reading_and_after_the_table_and_the_name_are_gone(
    store: Store, folder: Path
) -> None:
    correct(folder, "a.txt,新题,,,")
    take_in(store, [folder])
    (folder / "articles.csv").unlink()
    (folder / "a.txt").rename(folder / "c.txt")
    refresh(store)
    (folder / "c.txt").write_text(f"---\ntitle: 又一题\n---\n{FIRST}又及。", encoding="utf-8")
    assert counts(refresh(store)) == (0, 1, 1, 0)
    assert by_file(store)["c.txt"].title == "新题"


def test_a_row_that_is_taken_out_is_withdrawn(store: Store, folder: Path) -> None:
    correct(folder, "a.txt,新题,,,", "deep/b.txt,,,示例日报,")
    take_in(store, [folder])
    correct(folder, "deep/b.txt,,,示例日报,")
    assert counts(refresh(store)) == (0, 1, 1, 0)
    assert by_file(store)["a.txt"].title == "旧题"


def test_a_date_that_is_none_is_reported(store: Store, folder: Path) -> None:
    correct(folder, "a.txt,,2024-13-45,,")
    report = take_in(store, [folder])
    assert [remark.file for remark in report.doubtful] == ["articles.csv:2"]
    assert store.count() == 2


def test_where_it_holds_can_be_corrected_and_taken_back(store: Store, folder: Path) -> None:
    (folder / "deep" / "b.txt").write_text(f"---\ntitle: 嘉兴市办法\n---\n{SECOND}", "utf-8")
    table = folder / "articles.csv"
    table.write_text("文件,适用地区\na.txt,山东省济南市\ndeep/b.txt,-\n", encoding="utf-8")
    take_in(store, [folder])
    first, second = by_file(store)["a.txt"], by_file(store)["deep/b.txt"]
    assert (first.place, second.place) == (Division("370100", "济南市"), None)
    table.write_text("文件,适用地区\na.txt,370000\n", encoding="utf-8")
    refresh(store)
    first, second = by_file(store)["a.txt"], by_file(store)["deep/b.txt"]
    assert (first.place, second.place) == (
        Division("370000", "山东省"),
        Division("330400", "嘉兴市"),
    )


def test_a_place_that_is_none_is_reported(store: Store, folder: Path) -> None:
    (folder / "articles.csv").write_text("文件,适用地区\na.txt,某地\n", encoding="utf-8")
    (remark,) = take_in(store, [folder]).doubtful
    assert (remark.file, remark.reason.code) == ("a.txt", "place_unknown")


def test_a_table_of_articles_of_that_name_is_read_as_such(store: Store, folder: Path) -> None:
    (folder / "articles.csv").write_text(f"标题,正文\n新题,{FIRST}", encoding="utf-8")
    assert take_in(store, [folder]).new.total() == 3


def test_a_row_whose_file_is_not_there_is_told(store: Store, folder: Path) -> None:
    (folder / "c.zip").write_bytes(packed({"d.txt": FIRST.encode()}))
    correct(
        folder, "gone.txt,新题,,,", "c.zip/d.txt,压缩包里的,,,", "deep,文件夹,,,", "a.txt,新题,,,"
    )
    report = take_in(store, [folder])
    assert [(remark.file, remark.reason.code) for remark in report.doubtful] == [
        ("articles.csv:2", "correction_unused"),
        ("articles.csv:4", "correction_unused"),
    ]
    assert by_file(store)["c.zip/d.txt"].title == "压缩包里的"
