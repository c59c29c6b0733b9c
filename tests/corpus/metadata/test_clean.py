"""What is page furniture goes, and what resembles it stays: a row for each rule."""

from __future__ import annotations

import pytest

from retrieval.corpus.metadata.clean import CHARACTERS, FURNITURE
from retrieval.corpus.readers import read

ABOVE = "示例市召开工作会议"
TEXT = "会议研究了下一步的工作。"
LAST = "会议由市长主持。"

LINES = {
    "separators": (["| | | |", "* * *", "————"], ["（二）", "（2022年）", "2022"]),
    "share bar": (
        ["分享到：", "分享到：微信 微博 QQ空间", "【打印】【关闭】", "收藏 打印"],
        ["分享经济发展报告", "打印费用由申请人承担", "大力发展", "小", "微信支付"],
    ),
    "font size": (["字号：[大 中 小]", "字体：大 中 小"], ["字号：不得小于五号"]),
    "counters": (["浏览次数：1234", "阅读量 12", "点击数："], ["阅读量超过一百万次", "阅读"]),
    "related": (
        ["相关文章：", "新聞熱點", "延伸阅读", "相关链接 >>"],
        ["相关部门应当配合", "热点问题", "新闻发布会", "相关新闻发布制度"],
    ),
    "original title": (
        ["（原标题：示例市召开工作会议）", "原题为《示例》"],
        ["原标题党作风必须改正", "原题如下"],
    ),
    "neighbours": (["上一篇：关于示例的通知", "下一篇"], ["上一条规定不适用", "下一步我们将努力"]),
    "scan": (
        ["扫码关注示例发布", "掃一掃在手機上查看當前頁面", "长按识别二维码"],
        ["扫码支付管理规定", "二维码管理办法", "扫描件与原件一致"],
    ),
    "top": (["返回顶部", "回到首頁", "【关于我们】", "我要纠错"], ["返回岗位", "首页推荐制度"]),
    "breadcrumb": (
        ["您当前的位置：首页 > 政务公开", "首页 >> 新闻 >> 要闻", "政务 > 文件 > 通知"],
        ["位置偏远的村庄", "甲 > 乙", "*75><+</*49/67019>+>194<>875"],
    ),
    "copyright": (
        ["版权所有：示例市人民政府", "Copyright © 2020", "主办单位：示例市政府"],
        ["版权保护中心", "主办单位应当负责安全"],
    ),
    "download hint": (
        ["附件下载", "政府文件全真版:", "溫馨提示: 請使用OFD閱讀軟體瀏覽源文件"],
        ["附件：1.示例办法", "温馨提示：请错峰出行", "下载次数不限"],
    ),
    "tags": (["标签：政策 解读", "关键词：养老"], ["标签印刷企业"]),
    "disclaimer": (
        ["免责声明：本文仅供参考", "转载请注明出处", "打开示例APP阅读全文"],
        ["声明", "转载应当取得许可"],
    ),
    "player": (["00:00 / 03:21", "您的浏览器不支持视频"], ["9:00 开会", "播放设备"]),
}  # fmt: skip
"""For each rule the lines that it takes out, and lines that it must leave alone."""


def text_of(*lines: str) -> str:
    (draft,) = read("a.txt", "\n".join(lines).encode())
    return draft.text


def test_every_rule_has_a_row_and_a_reason() -> None:
    assert set(LINES) == {rule.name for rule in FURNITURE}
    assert all(rule.reason for rule in (*FURNITURE, *CHARACTERS))


@pytest.mark.parametrize("line", [line for gone, _ in LINES.values() for line in gone])
def test_furniture_goes(line: str) -> None:
    assert text_of(ABOVE, TEXT, LAST, line) == f"{TEXT}\n{LAST}"


@pytest.mark.parametrize("line", [line for _, kept in LINES.values() for line in kept])
def test_what_resembles_it_stays(line: str) -> None:
    assert text_of(ABOVE, TEXT, line, LAST) == f"{TEXT}\n{line}\n{LAST}"
    assert text_of(ABOVE, TEXT, LAST, line) == f"{TEXT}\n{LAST}\n{line}"


@pytest.mark.parametrize(
    "line",
    ["返回顶部", "更多", "主办单位：示例市政府", "声明：以上内容已核实", "关键词：改革"],
)
def test_inside_an_article_these_are_its_words(line: str) -> None:
    assert line in text_of(ABOVE, TEXT, line, LAST)


def test_links_below_a_heading_over_links() -> None:
    links = ["相关阅读", "示例市出台新政", "示例县召开会议（2024-03-05 17:19）"]
    assert text_of(ABOVE, TEXT, LAST, *links) == f"{TEXT}\n{LAST}"


def test_attachments_stay_and_an_empty_label_goes() -> None:
    assert text_of(ABOVE, TEXT, LAST, "附件：", "1. 示例办法").endswith("附件：\n1. 示例办法")
    assert text_of(ABOVE, TEXT, LAST, "附件：", "返回顶部") == f"{TEXT}\n{LAST}"


def test_the_title_repeated_as_a_caption() -> None:
    assert text_of(ABOVE, TEXT, ABOVE, LAST, ABOVE) == f"{TEXT}\n{LAST}"


def test_a_caption_under_every_picture_and_a_credit() -> None:
    caption = "示例市工作会议现场 张三 摄影"
    text = text_of(
        ABOVE, TEXT, caption, "新一段。", caption, "又一段。", caption, "（图片由市委提供）"
    )
    assert text.count(caption) == 1
    assert text.endswith("（图片由市委提供）")


def test_the_refrain_of_a_poem() -> None:
    poem = ["硕鼠硕鼠，", "无食我黍！", "三岁贯女，", "硕鼠硕鼠，", "无食我麦！", "硕鼠硕鼠，"]
    assert text_of("硕鼠", *poem) == "\n".join(poem)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("棋至中盤戰(zhàn)正酣，能力建設(shè)。", "棋至中盤戰正酣，能力建設。"),
        ("設（shè）施完备。", "設施完备。"),
        ("乙醇(an)和程序(app)。", "乙醇(an)和程序(app)。"),
        ("战争（zhàn zhēng）一词。", "战争（zhàn zhēng）一词。"),
        ("(二)和（2022年）。", "(二)和（2022年）。"),
        ("标准犌犅／犜１２３—２０１８由犛犲犮施行。", "标准GB／T１２３—２０１８由Sec施行。"),
        ("狀態良好，犒勞犢牛。", "狀態良好，犒勞犢牛。"),
        ("软\xad连\u200b字\ufeff符。", "软连字符。"),
        ("全角　　空格  和\xa0\xa0空白。", "全角 空格 和 空白。"),
        ("第一行。\r\n第二行。\r第三行。", "第一行。\n第二行。\n第三行。"),
        ("控\x07制\x1b符。", "控制符。"),
        ("⼈⺠政府⻓期坚持，車輛\uf902。", "人民政府长期坚持，車輛車。"),
        ("\ue601 图标在行首。", "图标在行首。"),
        ("👨\u200d👩\u200d👧 一家人。", "👨\u200d👩\u200d👧 一家人。"),
    ],
)
def test_characters(raw: str, clean: str) -> None:
    assert text_of(ABOVE, raw) == clean


def test_a_heading_spaced_to_the_width_of_a_line() -> None:
    (draft,) = read("a.txt", "紧 急 通 知\n各单位：\n今天起实行新规。".encode())
    assert draft.title == "紧急通知"


def test_a_private_character_inside_a_word_is_kept_and_flagged() -> None:
    (draft,) = read("a.txt", "标题一行\n水位在\ue105米以上，应当报告。".encode())
    assert "\ue105" in draft.text
    assert [draft.text[start:end] for start, end in draft.doubtful] == ["\ue105"]
