"""A question may name a section: 失业保险条例第十四条说什么."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.named_section import Named, read_named
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.text.fold import fold_question

DOGS = """第一章 总则
第一条 为了规范养犬，制定本条例。
第二条 个人养犬应当具备下列条件：
（一）有固定住所；
（二）犬只已经接种疫苗。
符合前款规定的，可以登记。
第三条 %s
""" % ("养犬人应当清理犬只粪便。" * 30)
DOCUMENTS = {
    "dogs": ("示例市养犬管理条例", DOGS),
    "dogs-2": (
        "范例市养犬管理条例",
        "第一条 为了养犬。\n第二条 养犬应当登记。\n第四条 自公布之日起施行。",
    ),
    "nation": ("中华人民共和国示例法", "第一条 为了示例，制定本法。\n第二条 示例应当真实。"),
    "heating": ("示例市供热工作通知", "一、目标\n温暖过冬。\n二、措施\n（一）储煤。\n（二）巡检。"),
    "fees-4": ("範例部政府資訊收費標準第4條", "重製政府資訊，依實支數額計算。"),
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("named")
    lines = (
        json.dumps({"id": id, "title": title, "text": text})
        for id, (title, text) in DOCUMENTS.items()
    )
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    home = Home(folder / "home")
    index_paths(home, [folder / "a.jsonl"])
    opened = Searcher.open(home)
    yield opened
    opened.close()


def quotes(answer: Answer) -> list[tuple[str, str]]:
    return [(result.article.id, result.quote) for result in answer.results]


@pytest.mark.parametrize(
    "question",
    [
        "示例市养犬管理条例第二条说什么？",
        "请问《示例市養犬管理條例》第2條",
        "示例市养犬管理条例的第 二 条内容",
    ],
)
def test_an_article_is_quoted_whole_and_sure(searcher: Searcher, question: str) -> None:
    answer = searcher.ask(question)
    assert answer.verdict is Verdict.CONFIDENT
    assert quotes(answer) == [("dogs", DOGS[DOGS.index("第二条") : DOGS.index("\n第三条")])]
    assert answer.results[0].citation == "《示例市养犬管理条例》第二条"


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("示例市养犬管理条例第二条第二项", "（二）犬只已经接种疫苗。"),
        ("示例市养犬管理条例第二条第一款第（一）项是什么", "（一）有固定住所；"),
        ("示例市养犬管理条例第二条第二款", "符合前款规定的，可以登记。"),
    ],
)
def test_an_item_or_a_paragraph_may_be_named(searcher: Searcher, question: str, quote: str) -> None:
    assert quotes(searcher.ask(question)) == [("dogs", quote)]


def test_an_article_that_is_too_long_is_quoted_from_its_head(searcher: Searcher) -> None:
    ((_, quote),) = quotes(searcher.ask("示例市养犬管理条例第三条"))
    assert quote.startswith("第三条 养犬人应当")
    assert quote.endswith("粪便。")
    assert len(quote) <= 200


def test_two_documents_of_that_name_are_shown_and_neither_is_sure(searcher: Searcher) -> None:
    answer = searcher.ask("养犬管理条例第二条")
    assert {id for id, _ in quotes(answer)} == {"dogs", "dogs-2"}
    assert answer.verdict is Verdict.WEAK


def test_only_the_document_that_has_the_article_counts(searcher: Searcher) -> None:
    answer = searcher.ask("养犬管理条例第四条")
    assert ([id for id, _ in quotes(answer)], answer.verdict) == (["dogs-2"], Verdict.CONFIDENT)


def test_the_name_of_the_nation_may_be_left_out(searcher: Searcher) -> None:
    assert quotes(searcher.ask("示例法第二条怎么规定")) == [("nation", "第二条 示例应当真实。")]


def test_what_people_call_an_article_of_a_notice_is_found(searcher: Searcher) -> None:
    assert quotes(searcher.ask("示例市供热工作通知第二条第二项")) == [("heating", "（二）巡检。")]


def test_a_document_may_be_one_article(searcher: Searcher) -> None:
    answer = searcher.ask("範例部政府資訊收費標準第四條")
    assert quotes(answer) == [("fees-4", "重製政府資訊，依實支數額計算。")]


def test_after_an_answer_the_document_need_not_be_named(searcher: Searcher) -> None:
    answer = searcher.ask("那第二条呢", within=["nation"])
    assert quotes(answer) == [("nation", "第二条 示例应当真实。")]


def test_what_breaks_an_article_does_not_ask_for_it() -> None:
    assert read_named(fold_question("违反养犬管理条例第二条怎么处罚")) is None
    assert read_named(fold_question("养犬要什么条件")) is None
    assert read_named(fold_question("甲法第十条之一")) == Named("甲法", (10, 1))
