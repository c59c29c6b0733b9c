"""The command line's contract, through its front door."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from retrieval.home import Home
from retrieval.index.building.build import DeltaLimits
from retrieval.index.generation import Generation
from tests.conftest import Wence
from tests.corpus.outline.documents import REGULATION

NOTICE = """\
---
title: 示例市电动自行车登记上牌办法
date: 2024-03-01
source: 示例市公安局
author: 张三
url: https://example.org/notice/1
---
示例市自2024年4月1日起对电动自行车实行登记上牌管理。

车主应当携带本人身份证、购车发票和车辆合格证，到所在区车管服务站办理登记。符合国家标准的车辆，当场发放号牌，不收取费用。

逾期未上牌的电动自行车，不得上道路行驶；违反规定的，由公安机关交通管理部门处五十元罚款。
"""
PENSION = "示例市企业退休人员基本养老金从今年1月1日起上调，平均每人每月增加一百二十元。\n" * 2
ARTICLE_FIELDS = {
    *("id", "key", "file", "title", "shown_title", "kicker", "subtitle", "source", "author"),
    *("date", "inferred", "place", "url", "recognised", "reposts"),
    *("draft", "repeals", "repealed_by"),
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "notice.md").write_text(NOTICE, encoding="utf-8")
    line = {"id": "p-1", "title": "养老金上调", "text": PENSION, "unknown": 1}
    (folder / "more.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def filled(wence: Wence, articles: Path) -> Wence:
    assert wence("index", articles).code == 0
    return wence


def test_one_answer_has_every_field_of_the_contract(filled: Wence) -> None:
    (answer,) = filled("ask", "电动自行车上牌要带什么材料？", "--json").lines
    text = filled("show", answer["results"][0]["article"]["id"], "--json").lines[0]["text"]
    result = answer["results"][0]
    article = result["article"]
    assert set(answer) == {"id", "question", "verdict", "took_ms", "filters", "results"}
    assert answer["filters"] == []
    assert answer["id"] is None
    assert answer["question"] == "电动自行车上牌要带什么材料？"
    assert answer["verdict"] in {"confident", "weak"}
    assert answer["took_ms"] > 0
    assert set(result) == {
        *("rank", "score", "quote", "start", "end", "highlights", "answer", "doubtful"),
        *("citation", "path", "article"),
    }
    assert result["rank"] == 1
    assert result["score"] > 0
    assert result["quote"] == text[result["start"] : result["end"]]
    assert "身份证、购车发票和车辆合格证" in result["quote"]
    assert len(result["quote"]) <= 200
    assert result["doubtful"] == []
    assert "自行车" in "".join(result["quote"][a:b] for a, b in result["highlights"])
    start, end = result["answer"]
    assert result["start"] <= start < end <= result["end"]
    assert set(article) == ARTICLE_FIELDS
    assert article["title"] == article["shown_title"] == "示例市电动自行车登记上牌办法"
    assert article["file"] == "notice.md"
    assert (article["source"], article["author"]) == ("示例市公安局", "张三")
    assert (article["date"], article["inferred"]) == ("2024-03-01", [])
    assert article["url"] == "https://example.org/notice/1"
    assert article["place"] is None
    assert (article["kicker"], article["subtitle"], article["reposts"]) == (None, None, 0)


@pytest.fixture
def regulation(wence: Wence, tmp_path: Path) -> Wence:
    path = tmp_path / "regulation.jsonl"
    line = {"id": "r-1", "title": "示例市养犬管理条例", "text": REGULATION}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert wence("index", path).code == 0
    return wence


def test_an_answer_says_where_it_stands(regulation: Wence) -> None:
    (answer,) = regulation("ask", "个人养犬要具备什么条件？", "--json").lines
    result = answer["results"][0]
    assert result["path"][:2] == [
        {"label": "第二章", "heading": "养犬登记"},
        {"label": "第三条", "heading": None},
    ]
    assert result["citation"].startswith("《示例市养犬管理条例》第三条")
    assert "第二章 养犬登记 › 第三条" in regulation("ask", "个人养犬要具备什么条件？").out


def test_show_lists_the_sections_of_an_article(regulation: Wence) -> None:
    assert "  第三条（" in regulation("show", "r-1", "--outline").out
    (shown,) = regulation("show", "r-1", "--outline", "--json").lines
    first = shown["outline"][0]
    assert (first["level"], first["label"], first["heading"]) == (1, "第一章", "总则")
    assert shown["text"][first["start"] : first["end"]].startswith("第一章 总 则\n第一条")


def test_show_says_that_an_article_has_no_sections(filled: Wence) -> None:
    assert filled("show", "p-1", "--outline").out.endswith("（没有章节）\n")


def test_articles_are_listed_and_shown_by_id_and_key(filled: Wence) -> None:
    listed = filled("articles", "--json").lines
    assert {line["title"] for line in listed} == {"示例市电动自行车登记上牌办法", "养老金上调"}
    pension = next(line for line in listed if line["id"] == "p-1")
    assert set(pension) >= (ARTICLE_FIELDS - {"reposts"}) | {"characters"}
    assert pension["file"] is None
    (by_key,) = filled("show", pension["key"], "--json").lines
    assert by_key["id"] == "p-1"
    assert by_key["text"].startswith("示例市企业退休人员")
    assert len(by_key["text"]) == pension["characters"]


def test_many_questions_keep_their_ids_and_an_empty_one_is_none(
    filled: Wence, tmp_path: Path
) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "a", "question": "养老金涨多少"}\n\n{"id": "b", "question": ""}\n')
    answers = filled("ask", "--questions", questions, "--json").lines
    assert [(answer["id"], answer["verdict"]) for answer in answers][1] == ("b", "none")
    assert "一百二十元" in answers[0]["results"][0]["quote"]


def test_either_script_finds_the_same(filled: Wence) -> None:
    simplified = filled("ask", "养老金上调多少？", "--json").lines[0]
    traditional = filled("ask", "養老金上調多少？", "--json").lines[0]
    assert simplified["results"][0]["quote"] == traditional["results"][0]["quote"]


def test_explain_adds_up(filled: Wence) -> None:
    def check(node: dict[str, object]) -> None:
        parts = node["parts"]
        assert isinstance(parts, list)
        if parts:
            assert node["value"] == pytest.approx(sum(part["value"] for part in parts))
        for part in parts:
            check(part)

    result = filled("ask", "养老金", "--json", "--explain").lines[0]["results"][0]
    assert result["explanation"]["value"] == pytest.approx(result["score"], abs=1e-3)
    check(result["explanation"])


def test_explain_is_shown_to_people_too(filled: Wence) -> None:
    plain = filled("ask", "养老金").out
    explained = filled("ask", "养老金", "--explain").out
    assert len(explained.splitlines()) > len(plain.splitlines())


def test_results_and_quote_chars_bound_the_answer(filled: Wence) -> None:
    answer = filled("ask", "示例市", "--json", "--results", "1", "--quote-chars", "60").lines[0]
    assert len(answer["results"]) <= 1
    assert all(len(result["quote"]) <= 60 for result in answer["results"])


def test_remove_takes_an_article_out_for_good(filled: Wence) -> None:
    assert filled("remove", "p-1").code == 0
    assert [line["title"] for line in filled("articles", "--json").lines] == [
        "示例市电动自行车登记上牌办法"
    ]
    assert "p-1" in filled("show", "p-1").err


def test_reindex_finds_new_changed_and_gone(filled: Wence, articles: Path) -> None:
    (articles / "notice.md").unlink()
    (articles / "new.txt").write_text("示例市图书馆每周一闭馆，其余时间开放。\n", encoding="utf-8")
    done = filled("reindex", "--json").lines[-1]
    assert done["event"] == "done"
    assert [done[kind] for kind in ("new", "changed", "removed")] == [1, 0, 1]
    assert done["refused"] == []
    assert filled("ask", "图书馆什么时候闭馆", "--json").lines[0]["verdict"] == "confident"


def test_an_index_of_an_earlier_release_is_built_anew(filled: Wence, home: Path) -> None:
    (manifest,) = home.glob("index/*/manifest.json")
    manifest.write_text(json.dumps({"format": 1}))
    first, second = (filled("ask", "电动自行车上牌", "--json") for _ in range(2))
    assert first.err == "索引是旧版格式，先照收录重建一次。\n"
    assert (first.code, second.err) == (0, "")
    assert first.lines[0]["results"] == second.lines[0]["results"] != []


def test_an_empty_home_is_a_normal_state(wence: Wence) -> None:
    assert wence("ask", "养老金", "--json").lines[0]["verdict"] == "none"
    assert wence("articles", "--json").lines == []
    assert "wence index" in wence("articles").err


def test_a_conversation_in_the_terminal(filled: Wence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("养老金涨多少\n\n"))
    assert "一百二十元" in filled("chat").out.replace("\n", "").replace("   │ ", "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", " "], 1, "空的"),
        (["ask"], 2, "--questions"),
        (["show", "nobody"], 1, "nobody"),
        (["remove", "nobody"], 1, "nobody"),
        (["index", "nowhere"], 1, "nowhere"),
        (["index"], 2, "PATHS"),
        (["dance"], 2, "dance"),
    ],
)
def test_bad_input_gets_one_sentence(
    wence: Wence, arguments: list[str], code: int, said: str
) -> None:
    run = wence(*arguments)
    assert run.code == code
    assert said in run.err + run.out
    assert "Traceback" not in run.err


@pytest.mark.parametrize("question", ["政" * 5000, "😀😀", "?!", "\x00\u202e", "🐘养老金🐘"])
def test_odd_questions_are_answered(filled: Wence, question: str) -> None:
    assert filled("ask", question, "--json").code == 0


def test_single_characters_alone_are_no_answer(filled: Wence) -> None:
    """牌 and 罚 stand in the articles, the word 牌罚 does not."""
    assert filled("ask", "牌罚怎么办", "--json").lines[0]["verdict"] == "none"
    assert filled("ask", "怎么办", "--json").lines[0]["verdict"] == "none"


def test_a_day_of_the_week_has_several_names(filled: Wence, tmp_path: Path) -> None:
    library = tmp_path / "library.txt"
    library.write_text("示例县图书馆周三下午闭馆整理图书，其余时间开放。\n", encoding="utf-8")
    assert filled("index", library).code == 0
    answer = filled("ask", "星期三闭馆吗", "--json").lines[0]
    assert "周三下午闭馆" in answer["results"][0]["quote"]
    assert "周三" in highlighted(answer["results"][0])


def highlighted(result: dict[str, Any]) -> str:
    return "".join(result["quote"][start:end] for start, end in result["highlights"])


def test_what_has_grown_is_merged_once_it_can_be_found(
    wence: Wence, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.index.building.build.DeltaLimits", lambda: DeltaLimits(0, 1.0))
    lines = [json.dumps({"id": f"a{n}", "text": f"第{n}号井每日供水{n}吨。"}) for n in range(22)]
    counts = []
    for count in (20, 21, 22):
        (tmp_path / "wells.jsonl").write_text("\n".join(lines[:count]), encoding="utf-8")
        assert wence("index", tmp_path / "wells.jsonl").code == 0
        counts.append(len(Generation.open(Home(home)).manifest.segments))
    assert counts == [1, 2, 1]
