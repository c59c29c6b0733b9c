"""A question's place: what holds there or above comes first, and no stranger passes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.answer.answer import Verdict
from retrieval.answer.question.asked_places import asked_places
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.text.fold import fold_question
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer

TOKENIZER = Tokenizer(Lexicon.load())
Opened = Callable[[dict[str, str]], Searcher]
QUESTION = "{}的停车场每小时收多少钱"
RULE = "停车场每小时收{}元，由第{}科负责。"


@pytest.fixture
def opened(home: Home, tmp_path: Path) -> Iterator[Opened]:
    """A searcher of articles, by their titles."""
    searchers = []

    def open_with(articles: dict[str, str]) -> Searcher:
        (tmp_path / "in").mkdir(exist_ok=True)
        for name, (title, text) in enumerate(articles.items()):
            file = tmp_path / "in" / f"{name}.md"
            file.write_text(f"---\ntitle: {title}\n---\n{text}\n", encoding="utf-8")
        index_paths(home, [tmp_path / "in"])
        searchers.append(Searcher.open(home))
        return searchers[-1]

    yield open_with
    for searcher in searchers:
        searcher.close()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("开封停车怎么收费", ["开封"]),
        ("我在海陵开的小店要办什么证", ["海陵"]),
        ("重慶的公租房怎麼申請", ["重庆"]),
        ("山东一个县里有几所老年大学", ["山东"]),
        ("河南省濮阳市的书记是谁", ["濮阳市"]),
        ("从上海迁到杭州怎么办", ["上海", "杭州"]),
        ("北京饭店没生意怎么办", ["北京"]),
        ("我们市停车怎么收费", []),
        ("全国都能用吗", []),
        ("北京大学的宿舍怎么申请", []),
        ("南京路步行街几点关门", []),
        ("《上海市献血条例》第三条", []),
        ("复合肥的补贴", []),
        ("公安的资源怎么用", []),
    ],
)
def test_the_places_that_a_question_asks_about(question: str, names: list[str]) -> None:
    folded = fold_question(question)
    found = asked_places(folded, TOKENIZER.tokens(folded), TOKENIZER.lexicon.divisions)
    assert [folded[one.start : one.end] for one in found] == names


TITLES = ("威海市停车办法", "停车收费", "河南省停车办法", "开封市停车办法")


@pytest.mark.parametrize("known", [2, 3, 4])
def test_the_place_goes_before_what_is_above_and_that_before_none(
    opened: Opened, known: int
) -> None:
    titles = TITLES[:known]
    searcher = opened({title: RULE.format(n + 2, n) for n, title in enumerate(titles)})
    first = searcher.ask(QUESTION.format("开封")).results[0]
    assert first.article.title == titles[-1]


def test_a_stranger_is_never_sure(opened: Opened) -> None:
    searcher = opened({"威海市停车场收费办法": RULE.format(3, 1)})
    assert searcher.ask(QUESTION.format("威海")).verdict is Verdict.CONFIDENT
    assert searcher.ask(QUESTION.format("开封")).verdict is not Verdict.CONFIDENT
    assert searcher.ask(QUESTION.format("山东")).verdict is not Verdict.NONE


def test_strangers_do_not_keep_the_right_article_from_being_read(opened: Opened) -> None:
    cities = ("威海", "烟台", "青岛", "济南", "淄博", "东营", "临沂", "德州", "聊城")
    articles = {f"{city}市停车场每小时收费办法": RULE.format(3, 1) for city in cities}
    searcher = opened({**articles, "开封市停车办法": "停车每小时收费五元。"})
    (first, *_) = searcher.ask(QUESTION.format("开封")).results
    assert first.article.title == "开封市停车办法"


def test_a_question_without_a_place_is_answered_as_before(opened: Opened) -> None:
    searcher = opened({"威海市停车场收费办法": RULE.format(3, 1)})
    assert searcher.ask("停车场每小时收多少钱").verdict is Verdict.CONFIDENT


def test_the_filters_tell_whether_the_first_article_holds_in_the_place(opened: Opened) -> None:
    searcher = opened({"威海市停车场收费办法": RULE.format(3, 1)})
    for place, fits in (("威海", True), ("山东", False)):
        (told,) = searcher.ask(QUESTION.format(place)).filters
        assert (told.kind, told.text, told.satisfied) == ("place", place, fits)
    assert [each.kind for each in searcher.ask("停车场每小时收多少钱").filters] == []


def test_what_strangers_rule_is_not_answered_surely_from_the_nation(opened: Opened) -> None:
    nation = {"国务院关于停车场的规定": "停车场每小时按规定收五元钱。"}
    asked = QUESTION.format("开封")
    assert opened(nation).ask(asked).verdict is Verdict.CONFIDENT
    both = nation | {"威海市停车场每小时收多少钱的办法": "停车场每小时收三元钱。"}
    assert opened(both).ask(asked).verdict is not Verdict.CONFIDENT
