"""What a document repeals, and what is marked for it in the collection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.corpus.article import Content
from retrieval.corpus.metadata.repeals import lineage, name_of
from retrieval.text.fold import fold_text
from tests.conftest import Wence

LAST = "本办法自2024年3月1日起施行。"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("《示例市停车办法》同时废止。", ["示例市停车办法"]),
        ("2010年5月1日发布的《示例市停车办法》，自本办法施行之日起即行废止。", ["示例市停车办法"]),
        ("《甲市办法》（甲政发〔2010〕5号）和原《乙市办法》同时廢止。", ["乙市办法", "甲市办法"]),
        (
            "甲委发布的《甲办法》、乙委1991年发布的《〈乙法〉细则》同时废止",
            ["〈乙法〉细则", "甲办法"],
        ),
        ("根据《甲条例》的规定，原《乙办法》同时废止。", ["乙办法"]),
        ("《甲条例》第五条同时废止。", []),
        ("《甲条例》中有关停车的规定即行废止。", []),
        ("实施《甲方案》需要制定、修改、废止规章的，另行规定。", []),
        ("《采矿许可证》自行废止。", []),
        ("《甲办法》规定的期限不变。其他规定同时废止。", []),
        ("《甲办法》（甲政发〔2010〕5号）停止执行。", ["甲办法"]),
        ("《甲办法》自即日起失效。", ["甲办法"]),
        ("《甲办法》不再执行。", ["甲办法"]),
        ("《甲办法》不因本办法的施行而废止。", []),
        ("甲政发〔2010〕5号文件停止执行。", ["甲政发〔2010〕5号"]),
        (
            "下列文件同时废止：\n（一）《甲办法》；\n（二）《乙办法》第三条；\n"
            "（三）丙项办法（丙政发〔2010〕5号）。",
            ["甲办法", "丙项办法"],
        ),
        ("以下规定一并废止：《甲办法》、《乙办法》（乙政发〔2010〕5号）。", ["甲办法", "乙办法"]),
        (
            "下列情形之一的，登记失效：\n（一）违反《甲条例》；\n（二）《乙条例》规定的期限届满。",
            [],
        ),
    ],
)
def test_which_documents_a_sentence_repeals(text: str, titles: list[str]) -> None:
    content = Content(text=LAST + text, meta={"effective": "2024-03-01"})
    found = lineage(content, fold_text(content.text))
    assert [each.title for each in found.repeals] == titles
    assert found.since == ("2024-03-01" if titles else None)


def test_a_text_says_from_when_on_it_repeals() -> None:
    content = Content(text="《甲办法》同时废止。" + LAST, date="2024-02-01")
    assert lineage(content, fold_text(content.text)).since == "2024-03-01"


def test_a_decision_about_repeals_lists_them() -> None:
    text = (
        "一、废止《甲办法》（甲政发〔2010〕5号）\n二、《乙规定》（1994年通过）\n即日施行。\n"
        "三、丙项规定（甲政发〔2011〕6号）\n四、《丁规定》第二条\n"
    )
    content = Content(title="甲市人民政府关于废止部分规章的决定", text=text)
    found = lineage(content, fold_text(text)).repeals
    assert [(each.title, each.number) for each in found] == [
        ("甲办法", "甲政发〔2010〕5号"),
        ("乙规定", None),
        ("丙项规定", "甲政发〔2011〕6号"),
    ]


def test_a_notice_goes_by_the_name_of_what_it_issues() -> None:
    carried = name_of("示例市人民政府关于印发《示例市停车办法（试行）》的通知")
    assert carried == name_of("《示例市停車辦法》（試行）")


NEW = {
    "id": "new",
    "title": "示例市停车收费办法",
    "date": "2024-02-01",
    "text": "第一条 停车每小时五元。第二条 本办法自2024年3月1日起施行，2010年发布的"
    "《示例市停车收费办法》和《示例市占道停车规定》同时废止。",
    "effective": "2024-03-01",
}
OLD = {
    "id": "old",
    "title": "示例市停车收费办法",
    "date": "2010-05-01",
    "text": "第一条 停车每小时两元，占道停车每小时三元，由市发展改革部门另行公布标准。",
}
UNDATED = {
    "id": "undated",
    "title": "示例市占道停车规定",
    "text": "第一条 占道停车应当在划定的泊位内，每次不超过两小时，车头朝向与行车方向一致。",
}


@pytest.fixture
def kept(wence: Wence, tmp_path: Path) -> Wence:
    lines = [json.dumps(each, ensure_ascii=False) for each in (NEW, OLD, UNDATED)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert wence("index", tmp_path / "a.jsonl").code == 0
    return wence


def test_what_is_repealed_says_by_what_and_the_other_says_what(kept: Wence) -> None:
    old = kept("show", "old", "--json").lines[0]
    assert [(each["id"], each["since"]) for each in old["repealed_by"]] == [("new", "2024-03-01")]
    assert old["meta"]["lapsed"] == "yes"
    assert "被废止：《示例市停车收费办法》" in kept("show", "old").out
    assert "废止：《示例市占道停车规定》《示例市停车收费办法》" in kept("show", "new").out
    assert kept("show", "new", "--json").lines[0]["repealed_by"] == []


def test_what_is_in_force_is_quoted_first(kept: Wence) -> None:
    results = kept("ask", "停车每小时多少元？", "--json").lines[0]["results"]
    assert results[0]["article"]["id"] == "new"


def test_where_it_is_not_certain_the_operator_decides(kept: Wence) -> None:
    assert kept("show", "undated", "--json").lines[0]["repealed_by"] == []
    (doubt,) = kept("repeals", "--json").lines
    assert (doubt["id"], doubt["by"]["id"]) == ("undated", "new")
    assert kept("repeals", "--confirm", "new", "undated").code == 0
    assert kept("repeals", "--json").lines == []
    assert kept("reindex", "--stored").code == 0
    assert kept("show", "undated", "--json").lines[0]["meta"]["lapsed"] == "yes"
    assert kept("repeals", "--reject", "new", "undated").code == 0
    assert "lapsed" not in kept("show", "undated", "--json").lines[0]["meta"]
    assert kept("repeals", "--json").lines == []


def test_without_what_repeals_it_an_article_is_in_force_again(kept: Wence) -> None:
    assert kept("remove", "new").code == 0
    assert "lapsed" not in kept("show", "old", "--json").lines[0]["meta"]


def test_a_draft_for_comments_says_so(kept: Wence, tmp_path: Path) -> None:
    draft = {
        "id": "draft",
        "title": "示例市养犬办法（征求意见稿）",
        "text": "第一条 养犬应当登记。",
    }
    (tmp_path / "b.jsonl").write_text(json.dumps(draft), encoding="utf-8")
    assert kept("index", tmp_path / "b.jsonl").code == 0
    assert "征求意见稿，没有生效" in kept("show", "draft").out
