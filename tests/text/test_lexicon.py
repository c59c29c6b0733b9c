from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import WenceError
from retrieval.text.lexicon import Lexicon


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
    assert loaded.equivalents["高品质"] == ("高质量",)
    assert loaded.equivalents["信息"] == ("资讯", "消息")


def test_files_may_be_missing(tmp_path: Path) -> None:
    assert Lexicon.load(tmp_path).fingerprint == Lexicon.load().fingerprint


def test_the_fingerprint_follows_what_changes_the_terms(tmp_path: Path) -> None:
    before = lexicon(tmp_path, words="三争行动 20\n").fingerprint
    assert lexicon(tmp_path, equivalents="甲乙 丙丁\n").fingerprint == before
    assert lexicon(tmp_path, stop_words="甲乙\n").fingerprint != before


@pytest.mark.parametrize(
    ("name", "line"),
    [("words", "三争行动"), ("words", "三争 x"), ("words", "三争 0"), ("equivalents", "高质量")],
)
def test_a_bad_line_is_named(tmp_path: Path, name: str, line: str) -> None:
    with pytest.raises(WenceError, match=rf"{name}\.txt, line 2: write .* not “{line}”"):
        lexicon(tmp_path, **{name: f"# a comment\n{line}\n"})


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes("三争 3".encode("gb18030"))
    with pytest.raises(WenceError, match=r"words\.txt cannot be read: save it as UTF-8"):
        Lexicon.load(tmp_path)
