"""People ask in their own words, and the answer stands in those of an official document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Wence

ARTICLES = {
    "dogs": "示例市养犬管理规定\n\n第九条 携犬出户应当束犬链，由成年人牵领，并避让行人。"
    "\n第十条 单位和个人应当及时清除犬只排泄的粪便。",
    "exams": "示例市公务用车管理办法\n\n第三条 公务用车实行统一编制、统一标识。"
    "\n第四条 严禁将公务用车用于私人事务。",
    "phones": "示例市学校管理规定\n\n第六条 学生不得将移动电话带入课堂。"
    "\n第七条 课后服务由学校提供，自愿参加。",
}


@pytest.fixture
def filled(wence: Wence, tmp_path: Path) -> Wence:
    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert wence("index", *(tmp_path / f"{name}.txt" for name in ARTICLES)).code == 0
    return wence


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("遛狗要牵绳吗", "携犬出户应当束犬链"),
        ("遛狗要牽繩嗎？", "携犬出户应当束犬链"),
        ("狗拉屎没人捡", "清除犬只排泄的粪便"),
    ],
)
def test_people_ask_in_their_own_words(filled: Wence, question: str, quoted: str) -> None:
    answer = filled("ask", question, "--json").lines[0]
    assert answer["verdict"] != "none"
    assert quoted in answer["results"][0]["quote"]


def test_an_official_term_is_not_taken_back_to_everyday_words(filled: Wence, home: Path) -> None:
    (home / "lexicon").mkdir()
    own = "校内禁带物 > 移动电话\n"
    (home / "lexicon" / "everyday_words.txt").write_text(own, encoding="utf-8")
    assert "移动电话" in filled("ask", "校内禁带物", "--json").lines[0]["results"][0]["quote"]
    (home / "lexicon" / "everyday_words.txt").write_text("移动通讯端 > 校内禁带物\n", "utf-8")
    assert filled("ask", "校内禁带物", "--json").lines[0]["verdict"] == "none"


def test_a_line_that_is_none_is_named(filled: Wence, home: Path) -> None:
    (home / "lexicon").mkdir()
    (home / "lexicon" / "everyday_words.txt").write_text("# own\n遛狗 携犬\n", encoding="utf-8")
    run = filled("ask", "遛狗")
    assert run.code == 1
    assert "everyday_words.txt 第 2 行" in run.err


def test_an_official_word_that_stands_everywhere_counts_little(
    wence: Wence, home: Path, tmp_path: Path
) -> None:
    rules = "".join(
        f"\n第{n}条 建设第{n}类围墙，须经主管部门批准后方可开工，竣工后由建设单位按照规定组织验收。"
        for n in "一二三四五六七八九"
    )
    asked = "\n第十条 围产期检查由卫生行政部门负责，所需经费列入本级财政预算，不得收取费用。"
    (tmp_path / "rules.txt").write_text(f"示例市管理条例\n{rules}{asked}", encoding="utf-8")
    (home / "lexicon").mkdir(parents=True)
    own = "圈可 > 批准 1\n弄妥 > 竣工 1\n"
    (home / "lexicon" / "everyday_words.txt").write_text(own, encoding="utf-8")
    assert wence("index", tmp_path / "rules.txt").code == 0
    answer = wence("ask", "检查弄妥了谁圈可", "--json").lines[0]
    assert "围产期检查" in answer["results"][0]["quote"]
