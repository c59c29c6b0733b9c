"""Files in, articles kept: through the front door."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.corpus.ingest.intake import refresh, remove, take_in
from retrieval.corpus.ingest.renewal import retokenise
from retrieval.corpus.store import Store
from retrieval.errors import UnknownArticle, WenceError
from retrieval.text.divisions import Division
from retrieval.text.fold import fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.corpus.ingest.files import (
    FIRST,
    SECOND,
    by_file,
    counts,
)
from tests.corpus.readers.papers import packed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    (path / "deep").mkdir(parents=True)
    (path / "a.txt").write_text(FIRST, encoding="utf-8")
    (path / "deep" / "b.txt").write_text(SECOND, encoding="utf-8")
    return path


def test_where_articles_hold_is_found_again_for_other_divisions(store: Store, folder: Path) -> None:
    for name in ("a.txt", "deep/b.txt"):
        (folder / name).write_text(f"---\ntitle: 示例市办法\n---\n{FIRST}{name}", encoding="utf-8")
    take_in(store, [folder])
    assert [article.place for article in store.articles()] == [None, None]
    store.home.lexicon.mkdir()
    (store.home.lexicon / "divisions.tsv").write_text("990100 示例市\n", encoding="utf-8")
    refresh(store)
    places = [article.place for article in store.articles()]
    assert places == [Division("990100", "示例市")] * 2


def test_a_folder_comes_in_with_names_relative_to_it(store: Store, folder: Path) -> None:
    assert counts(take_in(store, [folder])) == (2, 0, 0, 0)
    assert set(by_file(store)) == {"a.txt", "deep/b.txt"}
    assert all(4 <= len(article.key) <= 8 for article in store.articles())


def test_what_is_unchanged_is_skipped(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    before = store.live()
    assert counts(take_in(store, [folder])) == (0, 0, 2, 0)
    os.utime(folder / "a.txt", (1, 1))
    report = refresh(store)
    assert counts(report) == (0, 0, 2, 0)
    assert np.array_equal(store.live(), before)


def test_a_correction_keeps_id_and_key_and_the_old_version_stays(
    store: Store, folder: Path
) -> None:
    take_in(store, [folder])
    old, n = by_file(store)["a.txt"], int(store.live()[0])
    (folder / "a.txt").write_text(FIRST.replace("一次", "两次"), encoding="utf-8")
    assert counts(refresh(store)) == (0, 1, 1, 0)
    new = by_file(store)["a.txt"]
    assert (new.id, new.key) == (old.id, old.key)
    assert "两次" in new.text
    assert store.article(n).text == old.text
    assert n not in store.live()


def test_a_renamed_file_keeps_its_article(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    old = by_file(store)["a.txt"]
    (folder / "a.txt").rename(folder / "deep" / "renamed.txt")
    assert counts(refresh(store)) == (0, 0, 2, 0)
    assert by_file(store)["deep/renamed.txt"].id == old.id


def test_a_file_renamed_and_corrected_at_once_keeps_its_article(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    old = by_file(store)["a.txt"]
    (folder / "a.txt").unlink()
    (folder / "new.txt").write_text(FIRST.replace("一次", "两次"), encoding="utf-8")
    (folder / "other.txt").write_text("样板市的电动自行车须上牌照。", encoding="utf-8")
    assert counts(refresh(store)) == (1, 1, 1, 0)
    assert by_file(store)["new.txt"].id == old.id
    assert by_file(store)["other.txt"].id != old.id
    assert [one.version for one in store.history(old.key)] == [2, 1]
    assert counts(refresh(store)) == (0, 0, 3, 0)


@pytest.mark.parametrize(("kept", "same"), [(8, True), (6, False)])
def test_who_says_half_of_both_together_is_the_same_article(
    store: Store, folder: Path, kept: int, same: bool
) -> None:
    sentences = [f"第{n}件事由{who}来办。" for n, who in enumerate("甲乙丙丁戊己庚辛壬癸", 1)]
    (folder / "a.txt").write_text("".join(sentences), encoding="utf-8")
    take_in(store, [folder])
    old = by_file(store)["a.txt"]
    (folder / "a.txt").unlink()
    others = [f"另外一项归{who}处理。" for who in "子丑寅卯"]
    new = [*sentences[:kept], *others[: 10 - kept]]
    (folder / "b.txt").write_text("".join(new), encoding="utf-8")
    refresh(store)
    assert (by_file(store)["b.txt"].id == old.id) is same


def test_what_has_gone_is_removed_and_comes_back_under_its_id(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    old = by_file(store)["a.txt"]
    (folder / "a.txt").unlink()
    assert counts(refresh(store)) == (0, 0, 1, 1)
    with pytest.raises(UnknownArticle):
        store.get(old.id)
    (folder / "c.txt").write_text(FIRST, encoding="utf-8")
    assert counts(refresh(store)) == (1, 0, 1, 0)
    assert by_file(store)["c.txt"].id == old.id


def test_a_missing_folder_loses_nothing(store: Store, folder: Path, tmp_path: Path) -> None:
    take_in(store, [folder])
    folder.rename(tmp_path / "elsewhere")
    report = refresh(store)
    assert store.count() == 2
    assert [remark.file for remark in report.refused] == [str(folder)]


def test_a_path_that_is_not_there_is_reported(store: Store, folder: Path) -> None:
    report = take_in(store, [folder / "none.txt", folder])
    assert [remark.reason.code for remark in report.refused] == ["path_missing"]
    assert report.new.total() == 2
    with pytest.raises(WenceError, match="no file or folder"):
        take_in(store, [folder / "none.txt"])


def test_an_exact_copy_has_an_id_of_its_own(store: Store, folder: Path) -> None:
    (folder / "copy.txt").write_text(FIRST, encoding="utf-8")
    take_in(store, [folder])
    assert len({article.id for article in store.articles()}) == 3
    assert len({article.key for article in store.articles()}) == 3


def test_a_removed_article_comes_back_only_when_its_file_is_given(
    store: Store, folder: Path
) -> None:
    take_in(store, [folder])
    old = by_file(store)["a.txt"]
    assert [article.id for article in remove(store, [old.key.upper()])] == [old.id]
    (folder / "a.txt").write_text(FIRST + "又及。", encoding="utf-8")
    assert counts(refresh(store)) == (0, 0, 1, 0)
    assert set(by_file(store)) == {"deep/b.txt"}
    assert counts(take_in(store, [folder / "a.txt"])) == (1, 0, 0, 0)
    assert by_file(store)["a.txt"].id == old.id


def test_removing_is_all_or_nothing(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    with pytest.raises(UnknownArticle):
        remove(store, [next(store.articles()).id, "nosuchid"])
    assert store.count() == 2


def test_bad_files_are_reported_and_the_rest_goes_on(store: Store, folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "long.txt").write_text(FIRST * 100, encoding="utf-8")
    (folder / "picture.gif").write_bytes(b"\xff\xd8\xff")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "pipe.txt")
    report = take_in(store, [folder], max_file_bytes=1000)
    assert {remark.file for remark in report.refused} == {
        "empty.txt",
        "long.txt",
        "gone.txt",
        "pipe.txt",
    }
    assert all(len(str(remark.reason)) < 120 for remark in report.refused)
    assert [(remark.file, remark.reason.code) for remark in report.ignored] == [
        ("picture.gif", "type_ignored")
    ]
    assert store.count() == 2


def test_a_file_that_turns_bad_keeps_its_article(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    (folder / "a.txt").write_bytes(b"")
    report = refresh(store)
    assert [remark.file for remark in report.refused] == ["a.txt"]
    assert store.count() == 2


def test_links_that_turn_in_a_circle_end(store: Store, folder: Path) -> None:
    (folder / "deep" / "again").symlink_to(folder)
    assert take_in(store, [folder]).new.total() == 2


def test_names_in_any_encoding(store: Store, folder: Path) -> None:
    for number, name in enumerate(["公告.txt".encode("gb18030"), b"\xff\xfe\x80.txt"]):
        with open(os.path.join(os.fsencode(folder), name), "w", encoding="utf-8") as file:
            file.write(f"第{number}条 {FIRST}")
    report = take_in(store, [folder])
    assert report.new.total() == 4
    assert "公告.txt" in by_file(store)
    json.dumps(report.as_json(), ensure_ascii=False).encode()
    assert refresh(store).unchanged.total() == 4


def test_the_indexing_view_gives_the_terms_of_each_passage(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_text(FIRST * 20, encoding="utf-8")
    take_in(store, [folder])
    tokenizer, terms = Tokenizer(Lexicon.load()), store.terms()
    for article in store.indexed():
        folded = fold_text(article.text)
        for place, (start, end) in enumerate(article.passages):
            ids = article.words[article.bounds[place] : article.bounds[place + 1]]
            assert [terms[id] for id in ids] == tokenizer.terms(folded[start:end])
    assert store.fact("lexicon") == tokenizer.lexicon.fingerprint


def test_an_article_is_kept_with_its_outline(store: Store, folder: Path) -> None:
    text = "前言在此。\n\n## 申请条件\n\n年满十八周岁。\n\n## 办理流程\n\n先预约，再办理。\n"
    (folder / "guide.md").write_text(f"# 办事指南\n\n{text}", encoding="utf-8")
    take_in(store, [folder / "guide.md"])
    (article,) = (each for each in store.articles() if each.title == "办事指南")
    assert [each.heading for each in article.outline.sections] == ["申请条件", "办理流程"]
    assert article.packed_outline is not None
    assert replace(article, packed_outline=None).outline == article.outline


def test_another_lexicon_cuts_everything_again(store: Store, folder: Path, tmp_path: Path) -> None:
    take_in(store, [folder])
    assert not retokenise(store, Tokenizer(Lexicon.load()))
    (tmp_path / "words.txt").write_text("示例市发布 99999\n", encoding="utf-8")
    tokenizer = Tokenizer(Lexicon.load(tmp_path))
    assert retokenise(store, tokenizer)
    terms = store.terms()
    assert "示例市发布" in [terms[id] for id in next(store.indexed()).words]
    assert store.fact("lexicon") == tokenizer.lexicon.fingerprint


def test_the_source_is_kept_byte_for_byte(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    kept = {store.raw(int(n)) for n in store.live()}
    assert kept == {FIRST.encode(), SECOND.encode()}


def test_a_folder_around_a_remembered_one_takes_it_over(store: Store, folder: Path) -> None:
    take_in(store, [folder / "deep"])
    assert set(by_file(store)) == {"b.txt"}
    old = by_file(store)["b.txt"]
    assert counts(take_in(store, [folder])) == (1, 0, 1, 0)
    assert by_file(store)["deep/b.txt"].id == old.id
    assert counts(refresh(store)) == (0, 0, 2, 0)


def test_articles_are_found_by_id_key_and_file_name(store: Store, folder: Path) -> None:
    take_in(store, [folder])
    article = by_file(store)["deep/b.txt"]
    for name in (article.id, article.key, "deep/b.txt", "b.txt"):
        assert store.resolve(name) == article.id
    assert store.resolve("c.txt") is None


def test_archives_in_an_archive_one_level_deep(store: Store, tmp_path: Path) -> None:
    deepest = packed({"d.txt": FIRST.encode()})
    inner = packed({"c.txt": SECOND.encode(), "b.zip": deepest, "e.exe": b"x"})
    (tmp_path / "a.zip").write_bytes(packed({"内/b.zip": inner, "c.rar": b"x"}))
    report = take_in(store, [tmp_path / "a.zip"])
    assert list(by_file(store)) == ["a.zip/内/b.zip/c.txt"]
    assert [(each.file, each.reason.code) for each in report.ignored] == [
        ("a.zip/内/b.zip/e.exe", "type_ignored"),
        ("a.zip/c.rar", "other_archive"),
    ]
    assert [each.reason.code for each in report.refused] == ["archive_in_archive"]
    assert take_in(store, [tmp_path / "a.zip"]).unchanged.total() == 1
