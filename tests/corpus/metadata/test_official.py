"""Official documents tell their number, their issuer, and the days from which they hold."""

from __future__ import annotations

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read

DOCUMENTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "masthead": (
        "国务院文件\n国发〔2014〕8号\n国务院关于示例的意见\n各省人民政府：\n现决定如下。\n"
        "国务院\n2014年2月21日\n（此件公开发布）",
        "国务院关于示例的意见",
        {"number": "国发〔2014〕8号", "issuer": "国务院", "issued": "2014-02-21"},
    ),
    "title over two lines": (
        "示例市民政局\n关于进一步做好示例工作的通知\n各县区民政局：\n现通知如下。\n"
        "              示例市民政局\n          2022年11月8日",
        "示例市民政局关于进一步做好示例工作的通知",
        {"issuer": "示例市民政局", "issued": "2022-11-08"},
    ),
    "several issuers": (
        "人社部发〔2022〕31号\n人力资源社会保障部 国家发展改革委 财政部\n"
        "关于扩大示例范围的通知\n各省人民政府：\n现通知如下。",
        "人力资源社会保障部 国家发展改革委 财政部关于扩大示例范围的通知",
        {
            "number": "人社部发〔2022〕31号",
            "issuer": "人力资源社会保障部 国家发展改革委 财政部",
        },
    ),
    "announcement": (
        "财政部 税务总局公告2023年第12号\n关于示例税费政策的公告\n现公告如下：\n"
        "一、减半征收。\n财政部 税务总局\n2023年8月2日",
        "关于示例税费政策的公告",
        {
            "number": "财政部 税务总局公告2023年第12号",
            "issuer": "财政部 税务总局",
            "issued": "2023-08-02",
        },
    ),
    "statute": (
        "示例条例\n（2020年12月23日第七次会议通过，自2021年1月1日起施行）\n第一条 制定本条例。",
        "示例条例",
        {"issued": "2020-12-23", "effective": "2021-01-01"},
    ),
    "taiwan": (
        "關於推動示例計畫的公告\n發文日期：中華民國113年1月31日\n"
        "發文字號：府社福字第1130012345號\n主旨：公告本市示例計畫。",
        "關於推動示例計畫的公告",
        {"number": "府社福字第1130012345號", "issued": "2024-01-31"},
    ),
    "lapsed": (
        "示例市财政局关于示例的通知(已废止)\n发布时间：2019-08-30 15:21\n各区财政局：\n"
        "本通知自2020年1月1日起执行，有效期至2020年12月31日。",
        "示例市财政局关于示例的通知(已废止)",
        {
            "issuer": "示例市财政局",
            "effective": "2020-01-01",
            "expires": "2020-12-31",
            "lapsed": "yes",
        },
    ),
    "no official document": (
        "示例市召开大会\n3月5日，示例市召开大会。\n会议要求，抓好〔2023〕各项工作。",
        "示例市召开大会",
        {},
    ),
}


def draft(text: str) -> Draft:
    (found,) = read("a.txt", text.encode())
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name: str) -> None:
    text, title, facts = DOCUMENTS[name]
    found = draft(text)
    assert (found.title, found.kicker) == (title, None)
    assert dict(found.meta) == facts


def test_the_signature_stays_in_the_text() -> None:
    text, _, _ = DOCUMENTS["masthead"]
    assert draft(text).text.endswith("国务院\n2014年2月21日\n（此件公开发布）")


def test_the_day_of_issue_dates_the_article() -> None:
    text, _, _ = DOCUMENTS["masthead"]
    assert (draft(text).date, draft(text).inferred) == ("2014-02-21", ())


def test_a_notice_of_what_is_to_come_has_no_date() -> None:
    found = draft("关于清明节放假的通知\n4月4日至6日放假。4月7日（星期日）上班。")
    assert found.date is None


def test_verse_has_a_title_and_an_author() -> None:
    found = draft("静夜思\n李白\n床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。")
    assert (found.title, found.author) == ("静夜思", "李白")
    assert found.text.startswith("床前明月光，")


def test_a_report_to_a_congress() -> None:
    found = draft(
        "政府工作报告\n——2024年1月10日在示例市第十五届人民代表大会第四次会议上\n市长 张三\n"
        "各位代表：\n现在，我向大会作工作报告，请予审议。"
    )
    assert (found.title, found.author, found.date) == ("政府工作报告", "张三", "2024-01-10")
    assert found.text.startswith("各位代表：")


def test_many_headlines_above_a_dateline() -> None:
    found = draft(
        "李某在示例考察时强调\n坚持以人民为中心\n奋力谱写新篇章\n张三陪同考察\n"
        "新华社示例3月5日电（记者张三）李某考察示例。"
    )
    assert (found.title, found.kicker) == (
        "奋力谱写新篇章",
        "李某在示例考察时强调 坚持以人民为中心",
    )
    assert (found.subtitle, found.text) == ("张三陪同考察", "李某考察示例。")
