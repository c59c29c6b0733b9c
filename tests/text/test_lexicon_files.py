"""The lexicon that comes with Wence: well formed, folded, and jieba keeps its words whole."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, permutations, product

import pytest

from retrieval.resources import resource
from retrieval.text.fold import fold_question
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer

MANY = 5_000
CONTEXTS = ["关于{}的问题", "请问{}怎么办理", "，{}。", "根据{}规定"]


def lines(name: str) -> list[str]:
    text = (resource("lexicon") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


WORDS = [line.split()[0] for line in lines("words.txt")]
STOP_WORDS = lines("stop_words.txt")
GROUPS = [line.split() for line in lines("equivalents.txt")]


EVERYDAY = lines("everyday_words.txt")


def sides(line: str) -> tuple[list[str], list[str]]:
    everyday, official = re.split("[>=]", re.sub(r" [\d.]+$", "", line))
    return everyday.split(), official.split()


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer(Lexicon.load(), accelerated=False)


def is_whole(word: str, context: str = "{}") -> bool:
    return word in [token.text for token in tokenizer().tokens(context.format(word))]


def test_every_line_of_the_words_has_a_frequency_and_a_tag() -> None:
    for line in lines("words.txt"):
        word, frequency, tag = line.split(" ")
        assert int(frequency) > 0, line
        assert tag in {"n", "ns", "nt", "l", "r"}, line
        assert len(word) > 1, line
    assert len(WORDS) > 2_000


@pytest.mark.parametrize(
    "found",
    [WORDS, STOP_WORDS, [" ".join(sorted(group)) for group in GROUPS]],
    ids=["words", "stop_words", "equivalents"],
)
def test_nothing_stands_twice(found: list[str]) -> None:
    assert [line for line, count in Counter(found).items() if count > 1] == []


def test_everything_is_folded() -> None:
    for word in chain(WORDS, STOP_WORDS, *GROUPS, EVERYDAY):
        assert fold_question(word) == word


@pytest.mark.parametrize("context", CONTEXTS)
def test_jieba_keeps_every_word_whole(context: str) -> None:
    assert [word for word in WORDS if not is_whole(word, context)] == []


def test_equivalents_are_single_words_and_no_stop_words() -> None:
    for group in GROUPS:
        assert len(group) == len(set(group)) >= 2
        assert [word for word in group if not is_whole(word)] == []
        assert not set(group) & set(STOP_WORDS)


def test_no_pair_is_given_twice() -> None:
    equivalents = [pair for group in GROUPS for pair in permutations(group, 2)]
    pairs = [pair for line in EVERYDAY for pair in product(*sides(line))]
    back = [pair[::-1] for line in EVERYDAY if "=" in line for pair in product(*sides(line))]
    counts = Counter(pairs + back + equivalents)
    assert [pair for pair, count in counts.items() if count > 1] == []
    assert [pair for pair in pairs if pair[0] == pair[1]] == []
    assert len(pairs) > MANY


def test_everyday_words_stand_under_their_subjects() -> None:
    text = (resource("lexicon") / "everyday_words.txt").read_text(encoding="utf-8")
    head, *sections = text.split("\n\n")
    assert all(line.startswith("#") for line in head.splitlines())
    for section in sections:
        subject, *pairs = section.splitlines()
        assert re.fullmatch(r"# [^()]+ \([^()]+\)", subject), subject
        assert pairs
        assert not any(line.startswith("#") for line in pairs), subject


def test_everyday_words_and_official_terms_can_be_searched() -> None:
    words = {word for line in EVERYDAY for side in sides(line) for word in side}
    assert [word for word in words if not tokenizer().terms(word)] == []


def test_stop_words_are_words_for_jieba() -> None:
    assert [word for word in STOP_WORDS if not is_whole(word)] == []


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("请问异地就医需要什么条件？", ["异地", "就医", "条件"]),
        ("什么是一网通办？", ["一网通办"]),
        ("電動自行車怎麼上牌？", ["电动自行车", "上牌"]),
        ("灵活就业人员能不能参加养老保险", ["灵活", "就业", "人员", "参加", "养老保险"]),
    ],
)
def test_a_question_is_left_with_its_content(question: str, terms: list[str]) -> None:
    assert tokenizer().terms(fold_question(question)) == terms


def test_a_slogan_is_found_with_and_without_its_quotation_marks() -> None:
    quoted = tokenizer().terms(fold_question("深化拓展“三争”行动，推进“放管服”改革"))
    plain = tokenizer().terms(fold_question("深化拓展三争行动，推进放管服改革"))
    assert quoted == plain
