"""What an operator writes into articles.csv wins, then and later."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.corpus.ingest.correcting import correct as correct_one
from retrieval.corpus.ingest.intake import refresh, take_in
from retrieval.corpus.store import Store
from retrieval.text.divisions import Division
from tests.corpus.ingest.files import FIRST, SECOND, by_file, counts
from tests.corpus.readers.papers import packed
from tests.corpus.readers.test_office import new_workbook


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


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A folder with a file of three lines, the last without an id."""
    path = tmp_path / "lines"
    path.mkdir()
    texts = ['{"id": "a/1#", "title": "甲", "text": "甲说。"}', '{"id": "b", "text": "乙说。"}']
    (path / "all.jsonl").write_text("\n".join([*texts, '{"text": "丙说。"}', ""]), encoding="utf-8")
    return path


def titles(store: Store) -> dict[str, str | None]:
    return {article.text: article.title for article in store.articles()}


def test_a_row_of_the_table_names_one_line_by_its_id(store: Store, lines: Path) -> None:
    take_in(store, [lines])
    ids = {article.id for article in store.articles()}
    correct(lines, "all.jsonl#a/1#,新甲,,,", "all.jsonl,,,示例日报,")
    report = refresh(store)
    assert (titles(store)["甲说。"], titles(store)["乙说。"]) == ("新甲", None)
    assert (report.doubtful, {article.id for article in store.articles()}) == ([], ids)
    correct(lines, "all.jsonl,,,示例日报,")
    refresh(store)
    assert titles(store)["甲说。"] == "甲"


def test_one_line_is_corrected_by_itself_also_without_an_id(store: Store, lines: Path) -> None:
    take_in(store, [lines])
    before = {article.text: (article.id, article.key) for article in store.articles()}
    for text in ("乙说。", "丙说。"):
        correct_one(store, before[text][0], {"title": f"题：{text}"})
    refresh(store)
    assert titles(store) == {"甲说。": "甲", "乙说。": "题：乙说。", "丙说。": "题：丙说。"}
    assert {article.text: (article.id, article.key) for article in store.articles()} == before


def test_what_is_corrected_of_a_line_goes_along_with_its_file(store: Store, lines: Path) -> None:
    take_in(store, [lines])
    correct_one(store, "b", {"title": "新乙"})
    refresh(store)
    moved = (lines / "all.jsonl").rename(lines / "moved.jsonl")
    refresh(store)
    text = moved.read_text(encoding="utf-8")
    moved.write_text(text.replace("乙说。", "乙又说。"), encoding="utf-8")
    refresh(store)
    assert titles(store)["乙又说。"] == "新乙"


def test_one_sheet_of_a_workbook_is_corrected_by_itself(store: Store, folder: Path) -> None:
    (folder / "book.xlsx").write_bytes(new_workbook(一=[["甲表说。"]], 二=[["乙表说。"]]))
    take_in(store, [folder])
    ids = {article.text: article.id for article in store.articles()}
    for text in ("甲表说。", "乙表说。"):
        correct_one(store, ids[text], {"title": f"题：{text}"})
        refresh(store)
    found = titles(store)
    assert [found[text] for text in ("甲表说。", "乙表说。")] == ["题：甲表说。", "题：乙表说。"]
