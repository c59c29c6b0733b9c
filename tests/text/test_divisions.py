"""Which divisions a text names, and how they lie to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import WenceError
from retrieval.resources import resource
from retrieval.text.divisions import Divisions, Relation, innermost, relation
from retrieval.text.fold import fold_question
from retrieval.text.lexicon import Lexicon

DIVISIONS = Lexicon.load().divisions


def codes(text: str) -> list[str]:
    return [one.division.code for one in DIVISIONS.mentions(fold_question(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("福建的补贴", ["350000"]),
        ("江苏省泰州市海陵区", ["320000", "321200", "321202"]),
        ("重慶的公租房", ["500000"]),
        ("新疆和恩施", ["650000", "422800"]),
        ("襄樊和思茅市", ["420600", "530800"]),
        ("崇文区、宣武区", ["110101", "110102"]),
        ("莱芜市", ["370116"]),
        ("天津开发区", ["120171"]),
        ("臺北市", ["710100"]),
        ("长江西岸", []),
        ("资源和公安", []),
    ],
)
def test_names_short_earlier_and_traditional(text: str, found: list[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("鼓楼区", []),
        ("南京市鼓楼区", ["320100", "320106"]),
        ("鼓楼区在福州", ["350102", "350100"]),
        ("吉林", ["220000"]),
        ("吉林省吉林市", ["220000", "220200"]),
        ("承德", ["130800"]),
    ],
)
def test_what_several_are_called(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_names_are_whole_tokens_or_what_one_opens_with() -> None:
    assert DIVISIONS.mentions("复合肥补贴", {0: 3, 3: 5}) == []
    assert [one.end for one in DIVISIONS.mentions("在合肥市区", {0: 1, 1: 3, 3: 5})] == [3]
    assert [one.end for one in DIVISIONS.mentions("北京饭店", {0: 4})] == [2]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("410900", "410900", Relation.SAME),
        ("410000", "410928", Relation.ABOVE),
        ("000000", "410928", Relation.ABOVE),
        ("110105", "110000", Relation.BELOW),
        ("410900", "370000", Relation.STRANGER),
        ("410900", "410100", Relation.STRANGER),
    ],
)
def test_how_two_lie_to_each_other(one: str, other: str, expected: Relation) -> None:
    first, second = DIVISIONS.get(one), DIVISIONS.get(other)
    assert first
    assert second
    assert relation(first, second) is expected


def test_the_innermost_of_several() -> None:
    found = [one.division for one in DIVISIONS.mentions("河南省濮阳市和上海市")]
    assert [place.code for place in innermost(found)] == ["410900", "310000"]


@pytest.mark.parametrize("written", ["370000", "山东", "山东省", "中国山东", "山东的"])
def test_a_division_by_its_code_or_its_name(written: str) -> None:
    found = DIVISIONS.named(written)
    assert (found is not None and found.name == "山东省") == (written in "370000 山东省")


def test_an_operator_adds_divisions_and_names(tmp_path: Path) -> None:
    (tmp_path / "divisions.tsv").write_text("990000\t示例省\t示例\n370000 山东省 齐鲁\n", "utf-8")
    own = Lexicon.load(tmp_path).divisions
    found = [own.named(name) for name in ("示例", "齐鲁", "山东")]
    assert [one.code for one in found if one] == ["990000", "370000", "370000"]


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "divisions.tsv").write_text("# ours\n37 山东省\n", encoding="utf-8")
    with pytest.raises(WenceError, match="line 2"):
        _ = Lexicon.load(tmp_path).divisions


def test_the_file_is_sound() -> None:
    file = resource("lexicon") / "divisions.tsv"
    lines = [line for line in file.read_text("utf-8").splitlines() if line and line[0] not in "#-"]
    known = [line.split("\t")[0] for line in lines]
    assert len(known) == len(set(known)) > 3_300
    assert file.stat().st_size <= 150_000
    for line in lines:
        assert fold_question(line) == line
        names = line.split()[1:]
        assert len(names) == len(set(names)), line
    divisions = Divisions.load([resource("lexicon")])
    assert all(divisions.get(code) for code in known)
