"""Pages of offices: labels in tables, forms, letters that were answered, errors of the server."""

from __future__ import annotations

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import page

FOOT = '<div class="footer"><p>主办：示例市人民政府办公室</p><p>联系电话：000-12345678</p></div>'
NAVIGATION = (
    '<ul class="nav"><li><a href="/">政务公开</a></li><li><a href="/a">政务服务</a></li></ul>'
)
RULE = "禁止在共用走道停放电动自行车或者为其充电；违反规定的，处二百元以上一千元以下罚款。"
TEXT = f"<p>{RULE}</p><p>本通知自2024年5月1日起施行，有效期五年。</p>"


def one(body: str, title: str = "") -> Draft:
    (draft,) = read("a.html", page(NAVIGATION + body + FOOT, f"<title>{title}</title>"))
    return draft


def rows(*cells: tuple[str, ...]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in cells)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def test_labels_stand_in_cells_beside_their_values() -> None:
    table = rows(
        ("索引号", "0024/2024-12", "发布机构", "示例省应急管理厅"),
        ("文号", "示应急〔2024〕9号", "有效性", "有效"),
        ("发布日期", "2024-03-01", "组配分类", "规范性文件"),
    )
    draft = one(f"{table}<h1>关于电动车停放的实施意见</h1>{TEXT}")
    assert (draft.date, draft.meta["issuer"]) == ("2024-03-01", "示例省应急管理厅")
    assert draft.meta["number"] == "示应急〔2024〕9号"


def test_a_row_of_headings_is_no_row_of_labels() -> None:
    draft = one(f"<h1>关于充电收费的通知</h1>{TEXT}{rows(('名称', '时间'), ('充电', '两小时'))}")
    assert draft.title == "关于充电收费的通知"
    assert "名称 | 时间" in draft.text


def test_a_letter_that_was_answered_is_kept_whole() -> None:
    draft = one(
        rows(
            ("信件标题", "咨询电动车充电问题"),
            ("来信人", "王**"),
            ("来信内容", "请问小区楼道里可以给电动车充电吗？"),
            ("回复单位", "示例市消防救援支队"),
            ("回复时间", "2024-03-05 15:40"),
            ("回复内容", f"您好！{RULE}{RULE}"),
        ),
        "市长信箱-示例市人民政府",
    )
    assert (draft.title, draft.date) == ("咨询电动车充电问题", "2024-03-05")
    assert "楼道里可以给电动车充电吗" in draft.text
    assert "王**" not in draft.text
    assert draft.source == "示例市消防救援支队"
    assert "联系电话" not in draft.text


def test_a_guide_is_more_than_its_one_paragraph() -> None:
    steps = "<ol type=a><li>购车发票</li><li>电子发票</li></ol>"
    draft = one(
        "<main><h1>电动自行车上牌</h1><dl><dt>办理时限</dt><dd>当场办结</dd></dl>"
        f"<h2>申请材料</h2>{steps}<h2>办理流程</h2>"
        "<details><p>到任一派出所窗口提交材料，当天领取号牌。</p></details></main>"
    )
    assert "当场办结" in draft.text
    assert "a. 购车发票\nb. 电子发票" in draft.text


@pytest.mark.parametrize(
    "title",
    [
        "示例市人民政府门户网站",
        "-示例省住房和城乡建设厅",
        "国家法律法规数据库",
        "首页-示例日报数字报",
    ],
)
def test_the_name_of_the_site_is_no_title(title: str) -> None:
    heading = "<h1 class=logo><a href=/>示例</a></h1><h1>楼道充电<br>最高罚一千元</h1>"
    assert one(f"{heading}<p>本报记者 周举例</p>{TEXT}", title).title == "楼道充电最高罚一千元"


def test_a_title_is_two_lines_in_large_letters() -> None:
    heading = "<font size=5>示例市消防救援支队<br>关于加强停放管理的通告</font>"
    draft = one(f"{heading}<p>发布时间：二〇二四年三月一日</p>{TEXT}", "示例市人民政府门户网站")
    assert draft.title == "示例市消防救援支队关于加强停放管理的通告"
    assert draft.date == "2024-03-01"


def test_who_reported_stands_beside_the_edition_of_a_paper() -> None:
    told = "本报记者 周举例 通讯员 李试验　2024年03月01日 第A03版：要闻"
    draft = one(f"<h1>楼道充电最高罚一千元</h1><p>{told}</p>{TEXT}")
    assert (draft.author, draft.date) == ("周举例 李试验", "2024-03-01")


def test_who_signs_may_be_spaced_out() -> None:
    sign = "<p>财 政 部</p><p>2024年2月26日</p>"
    draft = one(f"<h1>关于补贴资金管理的通知</h1>{TEXT}{sign}")
    assert (draft.meta["issuer"], draft.meta["issued"]) == ("财政部", "2024-02-26")


def test_a_list_is_named_as_its_page() -> None:
    links = "".join(f"<li><a href={n}>示例市关于{n}号事项的通知</a> 2024-03-01</li>" for n in "123")
    draft = one(f"<ul>{links}</ul>", "政策文件_示例市人民政府")
    assert draft.title == "政策文件_示例市人民政府"
    assert draft.warnings[-1].code == "page_of_links"
    assert "政务服务" not in draft.text
    assert "主办" not in draft.text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404 - 页面不存在", "抱歉，您访问的页面不存在或已删除"),
        ("访问验证", "您的访问行为存在异常，请完成验证后继续访问。"),
        ("跳转中", "页面跳转中，请稍候……"),
        ("502 Bad Gateway", "nginx"),
    ],
)
def test_what_a_server_sends_in_place_of_an_article_is_refused(title: str, text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        one(f"<h1>{text}</h1>", title)
    assert refusal.value.reason.code == "page_without_article"


@pytest.mark.parametrize(
    "notice",
    [
        "原申报网址无法访问，请改用新网址申报。示例市人社局 2024年3月1日",
        "身份验证在小程序里刷脸完成，点击以后页面跳转到办事大厅。",
        "个人信息可以在小程序的设置里删除，当场生效。",
    ],
)
def test_a_short_notice_is_an_article(notice: str) -> None:
    assert one(f"<h1>关于网上申报的说明</h1><p>{notice}</p>").text == notice


@pytest.mark.parametrize(
    "told",
    [
        "<dl><dt>发布机构：</dt><dd>示例市交通局</dd><dt>发布日期：</dt><dd>2024-03-08</dd></dl>",
        "<p><label>发布机构</label><span>示例市交通局</span></p>"
        "<p><label>发布日期</label><span>2024-03-08</span></p>",
        "<p><label>发布机构</label><span>：示例市交通局</span></p><p>发布日期：2024-03-08</p>",
        "<p>发布机构：示例市交通局</p><p>更新时间：2024-06-01 发布时间：2024-03-08</p>",
        "<p>发布机构：示例市交通局</p><time datetime='2024-03-08T09:00'>3月8日</time>",
    ],
)
def test_who_published_and_when_in_every_form(told: str) -> None:
    draft = one(f"{told}<h1>示例市停车管理办法</h1><div id=zoom>{TEXT}</div>", "示例市停车管理办法")
    assert (draft.meta["issuer"], draft.date) == ("示例市交通局", "2024-03-08")


def test_text_that_was_set_keeps_its_lines() -> None:
    draft = one(f"<h2>示例市停车公告</h2><pre>\n  {RULE}\n  一、小型车五元。\n</pre>")
    assert draft.text == f"{RULE}\n一、小型车五元。"


def test_a_short_title_before_the_name_of_a_site() -> None:
    assert one(f"<div>{TEXT}</div>", "停車場法-全國法規資料庫").title == "停車場法"


def test_chapters_and_articles_that_are_spaced_out_are_no_headlines() -> None:
    law = "<div>第 一 章 總則</div><div>第 1 條</div><div>為加強停車場之管理，特制定本法。</div>"
    told = rows(("法規名稱：", "停車場法"), ("修正日期：", "民國 113 年 03 月 01 日"))
    draft = one(f"<main>{told}{law}</main>", "停車場法-全國法規資料庫")
    assert draft.text.startswith("第 一 章 總則\n第 1 條\n")
    assert draft.date == "2024-03-01"


def test_a_page_whose_text_is_in_a_script_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        list(read("a.html", page('<div id="__next"></div>', "<title>示例市停车办法</title>")))
    assert refusal.value.reason.code == "page_drawn_by_script"
