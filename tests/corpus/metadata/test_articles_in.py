"""The five real articles come out as they should, and so does everything that resembles them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.errors import Unreadable
from tests.shared import CORPUS, needs_shared

TITLE_002 = "靜海區召開領導幹部會議 解放思想 下定決心 強化擔當 以壯士斷腕的勇氣推動高質量發展"
FIVE: dict[str, dict[str, object]] = {
    "000": {
        "title": "團結一心干事業 擔當擔責抓落實",
        "kicker": "省委十屆二次全會極大激發全省廣大干部群眾的豪情和干勁",
        "author": "趙建 薛惠娟 馬利 賈楠 馮陽 解楚楚 王永晨 劉劍英 解麗達 李艷紅 孫也達 焦磊",
    },
    "001": {
        "title": "虎年新春第一会 奏响发展最强音",
        "kicker": "拉高标杆 奋勇争先 转变作风 狠抓落实",
        "subtitle": "——枣强县三级干部大会暨开展“三统筹三扩大四创建”活动和深化纠正“四风”"
        "作风纪律专项整治动员大会精神解读",
        "date": "2022-02-16",
        "inferred": ("date",),
        "author": "焦明瑞",
    },
    "002": {"title": TITLE_002, "date": "--05-11"},
    "003": {
        "title": "全省“深學爭優、敢為爭先、實幹爭效”行動總結部署會在榕舉行",
        "subtitle": "周祖翼講話 趙龍主持 滕佳材出席",
        "date": "2024-01-31",
        "source": "福建日報·新福建客戶端",
        "author": "周琳",
    },
    "004": {"date": "--07-17", "inferred": ("date",), "author": "王瑩"},
}
"""What each article states; fields that are not named here are none."""

EDGES = {
    "000": ("省委十屆二次全會緊緊圍繞", "交出優異成績單。"),
    "001": ("人勤春来早,奋斗新征程。", "(本版图片由枣强县委宣传部提供)"),
    "002": ("5月10日,靜海區召開領導幹部會議", "“兩辦”資料人員參加會議。"),
    "003": ("1月31日,全省“深學爭優", "各縣(市、區)設分會場。"),
    "004": ("棋至中盤戰正酣。", "檢驗能力作風建設成效。"),
}


def draft(text: str, name: str = "a.txt") -> Draft:
    return next(read(name, text.encode()))


def real(number: str) -> Draft:
    path = next(CORPUS.glob(f"{number}_*.txt"))
    return next(read(path.name, path.read_bytes()))


@needs_shared
@pytest.mark.parametrize("number", FIVE)
def test_the_five_real_articles(number: str) -> None:
    article = real(number)
    fields = ("title", "kicker", "subtitle", "date", "inferred", "source", "author", "url")
    expected = {name: FIVE[number].get(name) for name in fields} | {
        "inferred": FIVE[number].get("inferred", ())
    }
    assert {name: getattr(article, name) for name in fields} == expected
    start, end = EDGES[number]
    assert article.text.startswith(start)
    assert article.text.endswith(end)


@needs_shared
def test_what_is_taken_out_of_them() -> None:
    assert TITLE_002 not in real("002").text
    for furniture in ("福州市\n", "| |", "附件", "OFD", "掃碼", "返回頂部", "來源"):
        assert furniture not in real("003").text
    assert "(zhàn)" not in real("004").text
    assert "新聞熱點" not in real("004").text


@needs_shared
def test_mojibake_is_kept_and_flagged() -> None:
    run = "當?shù)昧Φ萌诵模鰪娤到y(tǒng)"
    article = real("004")
    assert [article.text[start:end] for start, end in article.doubtful] == [run]
    assert all(real(number).doubtful == () for number in ("000", "001", "002", "003"))


@needs_shared
def test_every_gold_answer_survives_the_cleaning() -> None:
    from tests.shared import EVAL

    texts = {path.name: path.read_text(encoding="utf-8") for path in Path(CORPUS).glob("*.txt")}
    kept = {name: next(read(name, text.encode())).text for name, text in texts.items()}
    lines = (EVAL / "seeds" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    held = [
        answer in kept[name]
        for question in map(json.loads, lines)
        for name in question["article_ids"]
        for answer in question["answers"]
        if answer in texts[name]
    ]
    assert held == [True] * len(held) != []


def test_a_title_alone_above_the_text() -> None:
    article = draft("关于示例的通知\n\n各单位：\n今天起实行新规。")
    assert (article.title, article.kicker) == ("关于示例的通知", None)
    assert article.text == "各单位：\n今天起实行新规。"


def test_one_paragraph_has_no_title() -> None:
    article = draft("今天全市召开大会，部署下一步的工作。")
    assert article.title is None
    assert article.text == "今天全市召开大会，部署下一步的工作。"


def test_a_long_official_title_over_two_lines() -> None:
    article = draft(
        "示例市人民政府办公室\n关于印发示例办法的通知\n示政办发〔2023〕12号\n各区：\n现印发给你们。"
    )
    assert article.title == "示例市人民政府办公室关于印发示例办法的通知"
    assert article.meta["number"] == "示政办发〔2023〕12号"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_front_matter_wins(name: str) -> None:
    article = draft(
        "---\ntitle: 真的标题\ndate: 2024-03-05\n作者: [甲乙, 丙丁]\n---\n别的标题\n\n正文在这里。",
        name,
    )
    assert (article.title, article.date, article.author) == ("真的标题", "2024-03-05", "甲乙 丙丁")
    assert article.inferred == ()


def test_a_rule_above_a_text_is_no_front_matter() -> None:
    assert draft("---\n今天开会。\n---\n明天也开会。").text == "今天开会。\n明天也开会。"


def test_markdown_loses_its_marks() -> None:
    article = draft("# 标题\n\n这是**重要**的[办法](https://example.org)。\n\n- 第一点。", "a.md")
    assert (article.title, article.text) == ("标题", "这是重要的办法。\n第一点。")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\t", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        ("\u200b\u3000".encode(), "no_text"),
        (b"%PDF-1.7 \xe2\xe3", "file_damaged"),
        (bytes(range(256)) * 40, "not_text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(read("a.txt", data))
    assert refusal.value.reason.code == code
    assert str(refusal.value).endswith(".")


def test_front_matter_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(Unreadable, match="front matter"):
        draft("---\ntitle: [\n---\n正文。", "a.md")
