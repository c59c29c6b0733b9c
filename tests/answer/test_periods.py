"""Which time a question asks for, and which articles are of it."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answer.article_dates import days_of_article
from retrieval.answer.question.periods import Period, read_period
from retrieval.corpus.article import Article
from retrieval.text.fold import fold_question

TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("2023年以后的补贴", "2023年以后"),
        ("請問2023年之後的公積金政策有哪些", "2023年之后"),
        ("2025年以后养老金怎么调整", "2025年以后"),
        ("2019到2021年的山东条例", "2019到2021年"),
        ("养犬规定去年改了没有", "去年"),
        ("北京去年出台的物业管理办法", "去年"),
        ("去年养老金涨了多少", "去年"),
        ("去年城市低保的标准怎么定", "去年"),
        ("去年健身卡退费的司法解释怎么说", "去年"),
        ("今年以来公积金有什么变化", "今年以来"),
        ("近三年有什么养老新政策", "近三年"),
        ("最近两年上海关于养犬的规定", "最近两年"),
        ("上个月发布的通知", "上个月"),
        ("22年以后的养犬规定", "22年以后"),
    ],
)
def test_a_time_of_documents_is_asked_for_and_not_searched(question: str, words: str) -> None:
    folded = fold_question(question)
    period, rest = read_period(folded, TODAY)
    assert period is not None
    assert folded[period.start : period.end] == words
    assert words not in rest
    assert len(rest) == len(folded)


@pytest.mark.parametrize(
    "question",
    [
        "枣强去年开工多少项目",
        "去年失业的人能领失业金吗",
        "我去年买的房能退税吗",
        "2020年以后买的房能落户吗",
        "近三年没交社保怎么办",
        "今年60岁能领高龄津贴吗",
        "20年的老房子能加装电梯吗",
        "20年以后房子归谁",
        "12月放假几天",
        "今天的路口镇有哪些村",
        "单位去年没按规定交社保",
        "2014年版的工伤目录是什么",
        "《2020年便民行动计划》有哪些措施",
        "国发〔2014〕8号第三条",
        "疫情期间的补贴",
    ],
)
def test_peoples_lives_and_names_of_documents_ask_for_no_time(question: str) -> None:
    assert read_period(fold_question(question), TODAY) == (None, fold_question(question))


def article(text: str = "正文。", **fields: object) -> Article:
    return Article(**{"id": "a", "key": "k", "text": text, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ["2025年养老金怎么调整", "2025年以后生育津贴怎么领"])
def test_a_year_may_be_that_of_what_is_told_and_stays_in_the_question(question: str) -> None:
    period, rest = read_period(question, TODAY)
    assert period is not None
    assert period.years
    assert rest == question


def test_what_names_the_year_may_be_of_it() -> None:
    year, since = (
        read_period(fold_question(words), TODAY)[0]
        for words in ("2025年养老金怎么调整", "2025年以后生育津贴怎么领")
    )
    assert year is not None
    assert since is not None
    dated = article("从二零二五年起调整。", date="2024-12-01")
    undated = article("民國114年起調整。")
    other = article("从2024年起调整，共计20255元。")
    assert [year.admits(each) for each in (dated, undated, other)] == [True, True, False]
    assert [since.admits(each) for each in (dated, undated, other)] == [False, True, False]


@pytest.mark.parametrize(
    ("date", "is_admitted"),
    [
        ("2024-03-01", True), ("2024-02-29", False), ("2024-03", True), ("2024-02", False),
        ("2024", True), ("2023", False), ("--03-15", False), (None, False),
    ],
)  # fmt: skip
def test_a_date_that_is_known_in_part_may_be_any_of_its_days(
    date: str | None, is_admitted: bool
) -> None:
    march = Period(0, 0, "2024-03-01", "2024-03-31")
    assert march.admits(article(date=date)) is is_admitted


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"title": "2014年灾害救助办法"}, ("2014-01-01", "2014-12-31")),
        ({"title": "关于灾害救助的通知（示发〔2014〕8号）"}, ("2014-01-01", "2014-12-31")),
        ({"meta": {"number": "示发〔2014〕8号"}}, ("2014-01-01", "2014-12-31")),
        ({"meta": {"issued": "2014-05-06"}}, ("2014-05-06", "2014-05-06")),
        ({"text": "示发〔2014〕8号 各区： 现通知如下。"}, ("2014-01-01", "2014-12-31")),
        ({"text": "根据《救助通知》（示发〔2014〕8号）要求，现通知如下。"}, None),
        ({"text": "请遵照执行。 示例市民政局 2014年5月6日 （此件公开）"}, ("2014-05-06",) * 2),
        ({"text": "第九条 本办法自2014年7月1日起施行。2009年3月2日公布的办法同时废止。"},
         ("2014-07-01",) * 2),
        ({"text": "会议于2014年5月6日召开。"}, None),
        ({"text": "会议于5月6日召开。"}, None),
    ],
)  # fmt: skip
def test_an_article_without_a_date_counts_by_what_tells_of_its_issue(
    fields: dict[str, object], days: tuple[str, str] | None
) -> None:
    assert days_of_article(article(**fields)) == days  # type: ignore[arg-type]
