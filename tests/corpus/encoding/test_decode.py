"""Text is read right in every encoding that it comes in, clean, cut or damaged."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.readers import read
from retrieval.errors import Unreadable
from tests.shared import EVAL, needs_shared

ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be"
)  # fmt: skip
SPAN = 6
"""Characters around damage that may be read wrongly, to each side."""


def texts() -> list[str]:
    """100 simplified and 100 traditional texts of 30 to 2,000 characters."""
    dice = random.Random(20240131)
    found = []
    for name in ("cmrc2018", "drcd"):
        lines = (EVAL / name / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        long = "".join(json.loads(line)["text"] for line in dice.sample(lines, 400))
        for _ in range(100):
            start, length = dice.randrange(len(long) - 2000), dice.choice([30, 60, 200, 700, 2000])
            found.append(long[start : start + length])
    return found


def damaged(data: bytes, damage: str, dice: random.Random) -> bytes:
    if damage == "clean":
        return data
    if damage == "cut":
        return data[:-1]
    place = dice.randrange(4, len(data))
    return data[:place] + bytes([dice.randrange(256)]) + data[place + 1 :]


def is_right(read: str, text: str, damage: str) -> bool:
    if damage == "clean":
        return read == text
    if damage == "cut":
        return read.startswith(text[:-1])
    same = (ours == right for ours, right in zip(read, text, strict=False))
    before = next((place for place, right in enumerate(same) if not right), len(text))
    behind = len(text) - before - SPAN
    return behind <= 0 or read.endswith(text[-behind:])


@needs_shared
def test_two_hundred_texts_in_every_encoding() -> None:
    dice = random.Random(7)
    count = 0
    wrong: Counter[tuple[str, str, bool]] = Counter()
    for text in texts():
        for encoding in ENCODINGS:
            data = text.encode(encoding, "ignore")
            plain = data.decode(encoding)
            for damage in ("clean", "cut", "bad byte"):
                count += 1
                try:
                    decoded = decode(damaged(data, damage, dice))
                    if not is_right(decoded.text, plain, damage):
                        wrong[encoding, damage, decoded.doubtful] += 1
                except Unreadable:
                    wrong[encoding, damage, True] += 1
    assert count == 200 * 8 * 3
    assert wrong.total() <= 0.01 * count, wrong
    assert not [kind for kind in wrong if kind[1] == "clean"]


def test_a_replaced_character_is_flagged() -> None:
    data = "这是一段需要核对的文字，其中有一个字坏了，别的都好。".encode("gb18030")
    (draft,) = read("a.txt", data[:20] + b"\xff" + data[21:])
    assert "\ufffd" in draft.text
    (damage,) = draft.doubtful
    assert "\ufffd" in draft.text[slice(*damage)]
    assert draft.warnings


def test_a_short_name_in_gbk_is_no_utf8() -> None:
    assert decode("通知".encode("gbk")).text == "通知"


def test_a_mere_guess_says_so() -> None:
    assert decode("naïve café – déjà vu".encode("cp1252")).doubtful


@pytest.mark.parametrize(
    "text", ["plain ASCII, nothing else", "naïve café", "Ελληνικά", "日本語のかな"]
)
def test_other_languages_in_utf8(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-8", "utf-16-le"])
def test_chinese_behind_much_ascii(encoding: str) -> None:
    text = "Notice 1: five yuan.\n" * 4000 + "小型車每小時收費五元，大型車每小時收費八元。"
    assert decode(text.encode(encoding)).text == text


def test_chinese_in_seven_bits() -> None:
    text = "示例市停车办法\nA 类小型车每小时收费五元。\n"
    assert decode(text.encode("hz")).text == text


@pytest.mark.parametrize("text", ["a ~{ b ~} c", "~{!!~}" * 30, "PATH=~{HOME}~}", "~{" * 9000])
def test_tildes_and_braces_are_no_chinese(text: str) -> None:
    assert decode(text.encode()).text == text
