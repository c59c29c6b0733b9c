from __future__ import annotations

import re
from pathlib import Path

import pytest

from retrieval.errors import WenceError
from retrieval.text.lexicon import DEFAULT_WEIGHT, Lexicon, Synonym


def lexicon(directory: Path, **files: str) -> Lexicon:
    for name, text in files.items():
        (directory / f"{name}.txt").write_text(text, encoding="utf-8")
    return Lexicon.load(directory)


def test_files_are_read_and_folded(tmp_path: Path) -> None:
    loaded = lexicon(
        tmp_path,
        words="# words\n三爭行動 20 n\n\n公积金贷款 9\n",
        stop_words="怎麼\n",
        equivalents="高品質 高质量\n资讯 信息 消息\n",
    )
    assert loaded.words["三争行动"] == 20
    assert "怎么" in loaded.stop_words
    assert loaded.synonyms["高品质"]["高质量"] == 1.0
    assert loaded.synonyms["信息"] == {"资讯": 1.0, "消息": 1.0}


def test_what_an_operator_adds_is_in_no_other_home(tmp_path: Path) -> None:
    shipped = Lexicon.load()
    added = lexicon(tmp_path, words="三争行动 20\n", homophones="牛流\n")
    assert (added.words["三争行动"], "流" in added.homophones("牛")) == (20, True)
    (tmp_path / "words.txt").unlink()
    (tmp_path / "homophones.txt").unlink()
    assert Lexicon.load(tmp_path) is Lexicon.load() is shipped
    assert "三争行动" not in shipped.words
    assert "流" not in shipped.homophones("牛")


def test_a_character_sounds_like_the_others_of_each_group_once() -> None:
    alike = Lexicon({}, frozenset(), (), ("保宝报", "报暴保"))
    assert alike.homophones("报") == "保宝暴"
    assert alike.homophones("市") == ""


def test_an_everyday_word_stands_for_official_terms(tmp_path: Path) -> None:
    written = "甲甲 乙乙 > 丙丙 丁丁\n戊戊 ＝ 己己 .5\n12345 > 熱線 1\n"
    synonyms = lexicon(tmp_path, everyday_words=written).synonyms
    assert synonyms["甲甲"] == synonyms["乙乙"] == dict.fromkeys(("丙丙", "丁丁"), DEFAULT_WEIGHT)
    assert "丙丙" not in synonyms
    assert synonyms["戊戊"] == {"己己": 0.5}
    assert synonyms["己己"] == {"戊戊": 0.5}
    assert synonyms["12345"]["热线"] == 1.0


def test_an_operator_weighs_a_pair_anew(tmp_path: Path) -> None:
    assert Lexicon.load().synonyms["遛狗"]["携犬出户"] == DEFAULT_WEIGHT
    synonyms = lexicon(tmp_path, everyday_words="遛狗 > 携犬出户 .2\n").synonyms
    assert synonyms["遛狗"]["携犬出户"] == 0.2


@pytest.mark.parametrize(
    ("folded", "edges", "found"),
    [
        ("大学生病假", {0, 3, 5}, []),
        ("孩子生病了", {0, 2, 4, 5}, ["生病"]),
        ("请病假条件", {0, 1, 2, 5}, ["请病假条"]),
        ("生病请病假", {0, 2, 5}, ["生病", "请病假"]),
    ],
    ids=["straddled", "a word", "long", "longest"],
)
def test_phrases_of_a_question(folded: str, edges: set[int], found: list[str]) -> None:
    pairs = tuple(Synonym(word, "official", 1.0) for word in ("生病", "请病假", "请病假条"))
    assert list(Lexicon({}, frozenset(), pairs).phrases(folded, edges)) == found


def test_files_may_be_missing_or_empty(tmp_path: Path) -> None:
    (tmp_path / "words.txt").touch()
    assert Lexicon.load(tmp_path).fingerprint == Lexicon.load().fingerprint


def test_the_fingerprint_follows_what_changes_the_terms(tmp_path: Path) -> None:
    before = lexicon(tmp_path, words="三争行动 20\n").fingerprint
    assert lexicon(tmp_path, equivalents="甲乙 丙丁\n").fingerprint == before
    assert lexicon(tmp_path, everyday_words="甲乙 > 丙丁\n").fingerprint == before
    assert lexicon(tmp_path, stop_words="甲乙\n").fingerprint != before


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("words", "三争行动"),
        ("words", "三争 x"),
        ("words", "三争 0"),
        ("equivalents", "高质量"),
        ("everyday_words", "遛狗 携犬"),
        ("everyday_words", "遛狗 >"),
        ("everyday_words", "遛狗 > .8"),
        ("everyday_words", "遛狗 > 携犬 1.5"),
        ("everyday_words", "遛狗 > 携犬 0"),
        ("everyday_words", "遛狗 > 携犬 > 犬链"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, name: str, line: str) -> None:
    with pytest.raises(WenceError, match=rf"{name}\.txt, line 2: write .* not “{re.escape(line)}”"):
        lexicon(tmp_path, **{name: f"# a comment\n{line}\n"})


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes("三争 3".encode("gb18030"))
    with pytest.raises(WenceError, match=r"words\.txt cannot be read: save it as UTF-8"):
        Lexicon.load(tmp_path)
