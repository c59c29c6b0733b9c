"""Pages as portals and publishing systems build them: nothing invented, only the article taken."""

from __future__ import annotations

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import page

TITLE = "示例市停车收费新规出台"
TEXT = [
    "为规范示例市停车管理，维护交通秩序，保障公众合法权益，根据有关法律法规，制定本办法。",
    "本市行政区域内停车场的规划、建设、使用和管理适用本办法，另有规定的从其规定。",
    "小型车每小时收费五元，大型车每小时收费八元，夜间停车每小时收费二元。",
]
HTML = "".join(f"<p>{line}</p>" for line in TEXT)
LINKS = "".join(
    f"<li><a href='/{n}'>示例新闻之{n}：网友称好看，现场热闹</a></li>" for n in "甲乙丙丁"
)


def one(body: str, head: str = "") -> Draft:
    (draft,) = read("a.html", page(body, head))
    return draft


def told(line: str, head: str = "", text: str = HTML) -> Draft:
    """A page with this line between its title and its text."""
    return one(f"<h1>{TITLE}</h1><div>{line}</div><div>{text}</div>", head)


@pytest.mark.parametrize(
    "author",
    ["网易", "示例网", "name, email@gmail.com", "104363", "admin", "https://a.example", "编辑"],
)
def test_what_is_no_author(author: str) -> None:
    head = f'<title>{TITLE}_网易新闻</title><meta name="author" content="{author}">'
    assert told("2024-05-09 10:00 来源：示例日报", head).author is None


@pytest.mark.parametrize("line", ["作者 关注", "易信", "作者：佚名", "责任编辑：马小娟", "关注"])
def test_buttons_and_editors_are_no_authors(line: str) -> None:
    head = '<meta name="author" content="马小娟">'
    assert told(f"2024-05-09 10:00 来源：示例日报</div><div>{line}", head).author is None


def test_the_author_of_a_meta_tag_counts_where_the_page_shows_it() -> None:
    head = '<meta name="author" content="kingname">'
    assert told("原创 kingname 示例号", head).author == "kingname"
    assert told("示例号", head).author is None


@pytest.mark.parametrize(
    "line",
    [
        "2024-05-09&nbsp;&nbsp;来源：示例日报",
        "2024-05-09 10:00\u3000\u3000来源：示例日报\u3000\u3000点击：12",
        "2024-05-09 10:00:01 字号：A- A A+ 来源：示例日报",
        "2024-05-09 10:00来源：示例日报 作者：张小三",
        "2024-05-09 10:00 出处：示例日报 人气： 5380 次 评论(18)",
        "2024-05-09 10:00 稿件来源：示例日报",
        "2024-05-09 10:00 来源: 示例日报 举报",
        "发表于2024-05-09 10:00 | 1164次阅读 | 来源示例日报 | 0 条评论",
        "2024年05月09日 10:00 示例日报",
        "张小三/示例日报</div><div>2024-05-09 10:00",
        "示例日报</div><div>2024-05-09 10:00",
        "示例日报 2024-05-09 10:00:01",
        "2024年05月09日 示例日报 时政新闻 1665 0",
    ],
)
def test_source_and_day_in_all_their_forms(line: str) -> None:
    draft = told(line)
    assert (draft.source, draft.date) == ("示例日报", "2024-05-09")
    assert draft.text == "\n".join(TEXT)


def test_the_account_of_a_platform_is_the_source() -> None:
    line = "示例观察</div><div>+关注</div><div>2024-05-09 10:00"
    assert told(line).source == "示例观察"


def test_a_wechat_page_says_account_and_day_in_variables() -> None:
    head = f'<meta property="og:title" content="{TITLE}">' + (
        '<meta property="og:site_name" content="微信公众平台">'
    )
    script = '<script>var nickname = htmlDecode("示例发布"); var ct = "1715220000";</script>'
    draft = one(f'<div id="js_content" style="visibility: hidden">{HTML}</div>{script}', head)
    assert (draft.title, draft.source, draft.date) == (TITLE, "示例发布", "2024-05-09")


def test_a_day_below_the_text() -> None:
    draft = told("", text=f"{HTML}<p>发布日期：2024-05-09 责任编辑：龙小慧</p>")
    assert (draft.date, draft.author, draft.meta["editor"]) == ("2024-05-09", None, "龙小慧")


@pytest.mark.parametrize(
    ("first", "names"),
    [
        ("〔記者周舉例／示例報導〕", "周舉例"),
        ("示例日报快讯（记者 裴小飞）", "裴小飞"),
        ("示例日报讯（记者陈小智 整合）", "陈小智"),
    ],
)
def test_who_reports_stands_before_the_text(first: str, names: str) -> None:
    draft = told("", text=f"<p>{first}{TEXT[0]}</p><p>{TEXT[1]}</p>")
    assert (draft.author, draft.text) == (names, f"{TEXT[0]}\n{TEXT[1]}")


@pytest.mark.parametrize(
    "line",
    [
        "采写：示都见习记者 张小三",
        "执笔/张小三",
        "示例网示例频道 记者 张小三",
        "示例报记者 张小三 示例县报道",
    ],
)
def test_who_reports_stands_on_a_line_of_its_own(line: str) -> None:
    draft = told("", text=f"<p>{line}</p>{HTML}")
    assert (draft.author, draft.text) == ("张小三", "\n".join(TEXT))


@pytest.mark.parametrize("last", ["（张小三 ）", "(文/图 刘小东 易小楠)", "（记者 王小五）"])
def test_who_reports_stands_behind_the_text(last: str) -> None:
    draft = told("", text=f"{HTML}<p>市民表示欢迎。{last}</p>")
    assert draft.author == last.strip("（） ()").removeprefix("文/图 ").removeprefix("记者 ")
    assert draft.text.endswith("市民表示欢迎。")


def test_an_office_in_brackets_is_no_author() -> None:
    assert told("", text=f"{HTML}<p>市民表示欢迎。（示例县发改局）</p>").author is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<title>停车"新规"怎么看</title><meta property="og:title" content="停车"新规"怎么看">',
         '停车"新规"怎么看'),
        ("<title>停车新规怎么看 - 示例市人民政府</title>", "停车新规怎么看"),
        ("<title>示例行情--停车新规怎么看</title>", "停车新规怎么看"),
        ("<title>停车新规怎么看|停车|新规_示例新闻</title>", "停车新规怎么看"),
    ],
)  # fmt: skip
def test_titles_whole_and_without_the_site(head: str, title: str) -> None:
    slogan = "<h1>示例网_权威资讯_示例门户</h1>"
    body = f"{slogan}<h2>{title}</h2><p>2024-05-09 来源：示例日报</p>{HTML}"
    assert one(body, head).title == title


def test_a_page_whose_title_is_that_of_its_column() -> None:
    line = f"<div>首页 - 新闻动态</div><div>{TITLE}</div><div>发布时间：2024-05-09</div>"
    assert one(line + f"<div>{HTML}</div>", "<title>新闻动态--示例学会官网</title>").title == TITLE


def test_a_column_is_no_kicker() -> None:
    line = f'<h2><a href="/">新闻中心</a></h2><h1>{TITLE}</h1><div>{HTML}</div>'
    assert one(line).kicker is None


def test_a_wrapper_named_like_the_text() -> None:
    right = (
        f"<div class='right'><h2>热门推荐</h2><p>{TEXT[1]}</p><p>某明星被拍到，粉丝失控。</p></div>"
    )
    inner = f'<div class="article">{HTML}<p>责任编辑：周举例</p></div>'
    body = f'<h1>{TITLE}</h1><div class="article-content clearfix">{inner}{right}</div>'
    assert one(body).text == "\n".join(TEXT)


@pytest.mark.parametrize("name", ["comment-list", "related", "recommend", "share_bar"])
def test_comments_and_recommendations_are_no_text(name: str) -> None:
    side = f'<div class="{name}"><p>网友说：真好看，真热闹，比去年还好。</p></div>'
    draft = one(f'<h1>{TITLE}</h1><div class="endText">{HTML}{side}<ul>{LINKS}</ul></div>')
    assert draft.text == "\n".join(TEXT)


def test_a_page_without_a_name_that_is_known() -> None:
    nav = f"<ul>{LINKS}</ul>"
    draft = one(f"{nav}<div class='x1'><h1>{TITLE}</h1><div class='x2'>{HTML}</div></div>{nav}")
    assert (draft.title, draft.text) == (TITLE, "\n".join(TEXT))


def test_attachments_are_text() -> None:
    files = "".join(f"<li><a href='{n}'>附件{n}：示例表{n}.docx</a></li>" for n in "123")
    draft = one(f'<h1>{TITLE}</h1><div id="zoom">{HTML}<ul>{files}</ul></div>')
    assert draft.text.endswith("附件3：示例表3.docx")


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ("<ol><li>带身份证</li><li>带户口簿</li></ol>", "1. 带身份证\n2. 带户口簿"),
        ('<ol start="3"><li>带身份证</li></ol>', "3. 带身份证"),
        ("<ol><li>一、带身份证</li></ol>", "一、带身份证"),
        ("<ul><li>带身份证</li></ul>", "带身份证"),
    ],
)
def test_ordered_lists_keep_their_numbers(items: str, shown: str) -> None:
    draft = one(f'<h1>{TITLE}</h1><div id="zoom">{HTML}{items}<p>{TEXT[0]}</p></div>')
    assert draft.text == "\n".join([*TEXT, shown, TEXT[0]])


def test_a_cell_over_several_rows_stands_in_each_of_them() -> None:
    rows = (
        "<tr><td rowspan=2>一类区</td><td>小型车</td><td>五元</td></tr>"
        "<tr><td>大型车</td><td>八元</td></tr>"
    )
    draft = one(f'<h1>{TITLE}</h1><div id="zoom">{HTML}<table>{rows}</table></div>')
    assert draft.text.endswith("一类区 | 小型车 | 五元\n一类区 | 大型车 | 八元")


@pytest.mark.parametrize(
    "root", ["<div id='app'></div>", "<noscript>您需要允许该网站执行 JavaScript</noscript>"]
)
def test_a_page_that_a_script_draws(root: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        one(f"{root}<div class='recommend'>{LINKS}</div>", f"<title>{TITLE}</title>")
    assert refusal.value.reason.code == "page_drawn_by_script"


def test_a_page_of_links_is_warned_of() -> None:
    links = "".join(f"<p><a href='/{n}'>示例市第{n}季度的示例新闻</a></p>" for n in range(9))
    assert one(links).warnings[-1].code == "page_of_links"


def test_the_frame_with_the_text_of_a_page_saved_in_one_file() -> None:
    def part(location: str, html: str) -> bytes:
        head = f"--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: {location}"
        return f"{head}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n".encode()

    frame = part("https://example.org/frame", f"<h1>{TITLE}</h1><div id='zoom'>{HTML}</div>")
    outer = part("https://example.org/page", f"<p>示例网</p><p>{LINKS}</p><iframe></iframe>")
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    (draft,) = read("a.mhtml", head + outer + frame + b"--B--\r\n")
    assert (draft.title, draft.text) == (TITLE, "\n".join(TEXT))
    assert draft.url == "https://example.org/page"


def test_when_a_rule_was_adopted_is_text() -> None:
    first = "2011年8月31日 示例市人民代表大会常务委员会第三十四次会议通过"
    draft = told("2024-05-09 10:00 来源：示例日报", text=f"<p>{first}</p>{HTML}")
    assert draft.text.startswith(first)
    assert draft.date == "2024-05-09"


def test_a_text_that_names_itself_again() -> None:
    draft = told("2024-05-09 10:00 来源：示例日报", text=f"<p>一</p><p>{TITLE}</p>{HTML}")
    assert (draft.source, draft.date) == ("示例日报", "2024-05-09")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("www.example.org.cn | 2005年08月16日 来源：示例网", ("2005-08-16", "示例网", None)),
        ("SHILI.EXAMPLE.COM 2005年5月13日14:15", ("2005-05-13", None, None)),
        ("时间：2004年10月21日14:18 作者：张小三 | 我来说两句(0)", ("2004-10-21", None, "张小三")),
        ('作者： size="20" 来源： size="20"', (None, None, None)),
    ],
)
def test_addresses_and_what_stands_behind_strokes(line: str, found: tuple[str | None, ...]) -> None:
    draft = told(line)
    assert (draft.date, draft.source, draft.author) == found


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("版权声明 来源：示例商报 时间：2019-09-23 14:34:05 作者：", ("2019-09-23", "示例商报")),
        ("[点击此处收藏本文 ] 发表于2005年09月07日 11:57 AM", ("2005-09-07", None)),
        ("发表于 2004年12月27日 12:40 - (阅读:3727;评论:63)", ("2004-12-27", None)),
    ],
)
def test_day_and_source_below_the_text(below: str, found: tuple[str | None, ...]) -> None:
    draft = one(f"<h1>{TITLE}</h1><div>{HTML}</div><div>{below}</div>")
    assert (draft.date, draft.source) == found


def test_the_day_of_a_newspaper_above_the_title() -> None:
    body = f"<div>一版</div><div>2022年02月13日</div><h1>{TITLE}</h1><div>{HTML}</div>"
    assert one(body).date == "2022-02-13"


def test_an_aside_with_the_title_tells_day_and_source() -> None:
    aside = f"<aside><h1>{TITLE}</h1><span>2019-09-05 11:10 示例日报</span></aside>"
    draft = one(f"{aside}<div>{HTML}</div><aside>热门推荐的示例</aside>")
    assert (draft.date, draft.source) == ("2019-09-05", "示例日报")


def test_a_part_of_a_site_is_no_publisher() -> None:
    head = '<meta name="SiteName" content="信息公开专栏">'
    assert one(f"<h1>{TITLE}</h1><div>{HTML}</div>", head).source is None


def test_a_text_is_found_however_many_boxes_it_stands_in() -> None:
    boxes = 120
    deep = one(f"<h1>{TITLE}</h1>{'<div>' * boxes}{HTML}{'</div>' * boxes}")
    assert deep.text.splitlines() == TEXT
