"""A question that finds nothing because of one slip is offered the wording that finds something."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.answer.answer import Verdict
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("社宝", "社保"),
        ("社宝？", "社保？"),
        ("居祝证", "居住证"),
        ("補帖", "補貼"),
        ("  社宝  ", "社保"),
    ],
)
def test_a_homophone_is_seen(samples: Searcher, asked: str, meant: str) -> None:
    answer = samples.ask(asked)
    assert (answer.verdict, answer.results, answer.suggestion) == (Verdict.NONE, (), meant)
    assert samples.ask(meant).results
    assert answer.as_json()["suggestion"] == meant


@pytest.mark.parametrize(
    "question", ["", "你好", "？？", "量子纠缠与黑洞", "鹦鹉为何学舌？", "a", "社", "社宝" * 40]
)
def test_what_the_collection_does_not_know_is_offered_nothing(
    samples: Searcher, question: str
) -> None:
    answer = samples.ask(question)
    assert (answer.verdict, answer.suggestion) == (Verdict.NONE, None)
    assert "suggestion" not in answer.as_json()


def test_what_finds_something_is_offered_nothing_else(samples: Searcher) -> None:
    assert samples.ask("居住证怎么办理").suggestion is None


def test_who_wants_no_suggestion_gets_none(samples: Searcher) -> None:
    assert samples.ask("社宝", suggests=False).suggestion is None


def filled(home: Home, folder: Path) -> Searcher:
    folder.mkdir()
    text = "“三争”行动是指深学争优、敢为争先、实干争效的行动。全省上下都要落实三争的要求。"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text("牛奶补贴每人十元。", encoding="utf-8")
    index_paths(home, [folder])
    return Searcher.open(home)


@pytest.mark.parametrize(
    ("asked", "meant"), [("三整", "三争"), ("牛耐", "牛奶"), ("牛大奶", "牛奶")]
)
def test_words_that_only_the_collection_knows(
    home: Home, tmp_path: Path, asked: str, meant: str
) -> None:
    searcher = filled(home, tmp_path / "in")
    assert searcher.ask(asked).suggestion == meant
    searcher.close()


@pytest.mark.parametrize(
    "asked",
    ["年检", "总工会", "国税局"],
    ids=["another word", "a shorter word", "not a longer word"],
)
def test_what_makes_no_better_word_is_not_offered(home: Home, tmp_path: Path, asked: str) -> None:
    (tmp_path / "in").mkdir()
    text = "年前由商会总会和国税务局发放补贴。补贴每人十元，年前领完。"
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    index_paths(home, [tmp_path / "in"])
    searcher = Searcher.open(home)
    assert searcher.ask(asked).suggestion is None
    assert searcher.ask("补铁").suggestion == "补贴"
    searcher.close()


def test_an_operator_says_what_sounds_alike(home: Home, tmp_path: Path) -> None:
    searcher = filled(home, tmp_path / "in")
    assert searcher.ask("流奶").suggestion is None
    searcher.close()
    home.lexicon.mkdir()
    (home.lexicon / "homophones.txt").write_text("牛流\n", encoding="utf-8")
    searcher = Searcher.open(home)
    assert searcher.ask("流奶").suggestion == "牛奶"
    searcher.close()
