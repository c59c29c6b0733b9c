"""Text that was read in the wrong encoding is repaired where that is certain, else flagged."""

from __future__ import annotations

import pytest

from retrieval.corpus.encoding.mojibake import doubtful, repair
from retrieval.corpus.readers import read
from retrieval.reasons import because

SENTENCE = "中华人民共和国社会保险法自公布之日起施行"
HANT = "中華民國的社會保險制度應當保障國民的生活"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("gb18030", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"), ("latin-1", "big5"),
     ("cp1252", "gb18030"), ("cp1252", "big5")],
)  # fmt: skip
@pytest.mark.parametrize("text", ["社会保险", "中国人民大会", "住房公积金管理中心"])
def test_a_whole_round_trip_is_repaired(text: str, wrong: str, right: str) -> None:
    if right == "big5":
        text = HANT
    try:
        broken = text.encode(right).decode(wrong)
    except UnicodeDecodeError:
        pytest.skip("these bytes are no text in the wrong encoding")
    assert repair(broken) == text


def test_bytes_that_windows_1252_lacks_are_repaired() -> None:
    lacking = "\x81\x8d\x8f\x90\x9d"  # as browsers show them
    text = "住房公积金管理中心，社会保险" * 2
    broken = "".join(
        chr(byte) if chr(byte) in lacking else bytes((byte,)).decode("cp1252")
        for byte in text.encode()
    )
    assert set(broken) & set(lacking)
    assert set(broken) & set("€‚ƒ„…†‡ˆ‰Š‹Œ")
    assert repair(broken) == text


@pytest.mark.parametrize(("wrong", "right"), [("gb18030", "big5hkscs"), ("big5hkscs", "gb18030")])
def test_big5_and_gbk_read_as_each_other(wrong: str, right: str) -> None:
    text = HANT if right == "big5hkscs" else SENTENCE
    broken = text.encode(right).decode(wrong, "ignore")
    if broken.encode(wrong) != text.encode(right):
        assert repair(broken) != text  # a byte was lost: no repair is certain
    else:
        assert repair(broken) == text


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("前面好的" + SENTENCE.encode().decode("gbk", "replace") + "后面也好", True),
        ("水位锟斤拷以上", True),
        ("烫烫烫烫烫烫", True),
        ("缴费基数为?????，按月缴纳", True),
        ("名称是\ufffd\ufffd公司", True),
        ("住房公积金缴存比例为5%至12%", False),
        ("真的吗？？？是真的！！！", False),
        ("什么是α射线和β粒子", False),
        ("直径Φ12的钢筋", False),
        ("省长頊慶坤、鄔曉、閆麗出席", False),
        ("A股和B股(H股)", False),
        ("牌照XXXXXXXXXXXX号", False),
        ("怎么办?大家说(二)是对的", False),
        ("羟基、羧基、氨基与酰胺", False),
        ("Crème brûlée 和 naïve", False),
        ("日本語のカタカナ", False),
        ("最后の希望・ガメラ、时の揺りかごに托す", False),
        ("稀土，指镧、铈、镨、钕、钷、钐、铕、钆、铽、镝、钬、铒、铥、镱、镥等元素", False),
        ("……）持有×××……（股权的数额）", False),
        ("鳗鲡目鳗鲡亚目异蝮鯙科", False),
    ],
)
def test_what_is_flagged(text: str, flagged: bool) -> None:
    assert bool(doubtful(text)) == flagged


def test_ranges_ascend_and_stay_inside_the_text() -> None:
    text = "锟斤拷" + SENTENCE + "\ufffd" + SENTENCE + "????????"
    ranges = doubtful(text)
    assert [text[start:end] for start, end in ranges] == ["锟斤拷", "\ufffd", "????????"]


def test_sound_text_is_left_alone() -> None:
    for text in (SENTENCE, HANT, "皖苏浙赣鄂湘桂琼，涓滴之恩", "鐨字少见"):
        assert repair(text) == text
        assert doubtful(text) == ()


def test_a_flagged_article_is_reported() -> None:
    (draft,) = read("a.txt", "标题一行\n缴费基数为?????，按月缴纳。".encode())
    assert draft.warnings == (because("text_doubtful", count=1),)
