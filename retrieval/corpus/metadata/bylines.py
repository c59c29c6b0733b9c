"""Who wrote it, who edited it, and where does it come from?

Every rule takes out only what it has understood: a bracket that opens with 记者 but goes on with
more than names stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata.publishers import is_nobody
from retrieval.text.numerals import DIGITS

_HAN = f"[{HAN}]"
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董"
    "梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢裴陆荣翁荀羊甄曲家封芮储靳段富巫乌焦巴弓牧山谷车侯班秋仲伊宫宁仇栾暴甘厉祖武符刘景詹束龙叶幸司黎薄印白怀蒲从索赖卓屠蒙池"
    "乔阴胥能苍双闻党翟谭贡劳申扶冉雍桑桂牛寿通边燕浦尚农温庄晏柴阎慕连习容向古易廖终居衡步耿满弘国文寇广东欧沃关佟丛肖游辛代仝付"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒竇雲蘇範魯韋馬鳳費賀湯羅畢鄔樂時齊顧黃蕭談龐紀項藍閔強賈婁顏鍾駱盧莫經繆應鄧鬱單諸鈕龔"
    "陸榮儲烏車寧欒厲劉葉龍賴喬陰蒼雙聞黨貢勞壽邊農溫莊閻連習廣東歐關叢遊賁譚楚焦聶冼岳鞠覃練涂巩帅敖晋苑臺佘佀郜頊藺滿萬邱曾"
)
_NAME = rf"{_HAN}{{1,4}}(?:·{_HAN}{{1,6}})*"
_ROLES = (
    "本?[报報台臺网網刊社]?(?:全媒体|全媒體|融媒体|融媒體|见习|見習|实习|實習|特派"
    "|特约|特約|首席|驻地|駐地|中央厨房)?"
)
_REPORTER = (
    r"(?:[\u4e00-\u9fff]{2,10}(?:报|報|社|网|網|台|臺|端|频道|頻道|新闻|新聞|在线)\s*)?"
    rf"{_ROLES}(?:实习|見習|见习|實習)?(?:记者|記者|通讯员|通訊員|特约撰稿人|实习生|實習生"
    rf"|评论员|評論員|撰稿人?|特约通讯员)"
)
_SEPARATOR = r"[\s、,，;；/／&和]+"
_NAMES = rf"{_NAME}(?:{_SEPARATOR}{_NAME}){{0,19}}"
_CREDIT = rf"{_REPORTER}[\s:：/／]*{_NAMES}"
_CREDITS = rf"(?:{_CREDIT})(?:{_SEPARATOR}{_CREDIT}){{0,3}}"
_DONE = rf"(?:[/／]?{_HAN}{{0,6}}(?:报道|報道|報導)|文/图|文图|文/圖|摄影|整理|整合|编译)"
"""What they did, behind the names: 综合报道, ／示例報導, 整理."""
_TAIL_WORDS = rf"(?:[\s,，]*{_DONE})?"
_TAIL = re.compile(
    rf"(?:[/／]{_HAN}{{0,6}}|综合|摄影|攝影)?(?:报道|報道|報導)\s*$"
    r"|(?:文/图|文图|文/圖|摄影|整理|整合|编译)\s*$"
)
_WROTE = rf"(?:文/图|图/文|文图|文|采写)\s*[/:：]?\s*(?:{_REPORTER}[\s:：/／]*)?"
_BRACKETED = re.compile(
    rf"\s*[(（【〔]\s*(?P<names>{_CREDITS}|(?<=[(（]){_WROTE}{_NAMES}){_TAIL_WORDS}\s*[)）】〕]\s*$"
)
_OPENING = re.compile(rf"^\s*[(（【〔]\s*(?P<names>{_CREDITS}){_TAIL_WORDS}\s*[)）】〕](?=\s*\S)")
_NAME_IN_BRACKETS = re.compile(
    rf"(?<=[。！？”])\s*[(（](?P<names>{_HAN}{{2,3}}(?: {_HAN}{{2,3}})*)\s*[)）]$"
)
"""The last words of a report: ……取得成效。（张三）"""
_BARE = re.compile(rf"(?<=[。！？!?”」』）)])\s*(?P<names>{_CREDITS}){_TAIL_WORDS}\s*$")
_LINE = re.compile(rf"^[□■●◎◆▲\s]*(?P<names>{_CREDITS}){_TAIL_WORDS}$")
_MARKED = re.compile(rf"^[□■●◎◆▲]\s*(?P<names>{_NAMES})$")
_LABELLED = re.compile(
    r"^(?:[(（【]\s*)?(?:作\s*者|撰\s*[稿文]人?|采\s*写|採\s*寫|执\s*笔人?|執\s*筆人?|文字|供稿|文|记者|記者)"
    rf"\s*[:：/／丨|]\s*(?:{_HAN}{{0,8}}(?:记者|記者|通讯员)[\s:：]*)?"
    rf"(?P<names>{_NAMES}){_TAIL_WORDS}(?:\s*[)）】])?$"
)
_BRACKETED_AUTHOR = re.compile(rf"^[(（]\s*作\s*者\s*[:：]?\s*(?P<names>{_NAMES})\s*[)）]$")
_WRITTEN = re.compile(rf"^{_WROTE}(?=\s|{_HAN}{{2}})")
_WHERE = re.compile(rf"\s+{_HAN}{{1,5}}[省市县縣区區州盟旗镇鎮乡鄉](?=(?:报道|報道|報導)$)")
"""Where they report from: 记者 张三 山东冠县报道."""
_ROLE_WORDS = re.compile(rf"{_REPORTER}[\s:：/／]*")
_PHOTO = re.compile(r"(?<![\s、,，])[\s、,，]*(?:图|圖|摄影|攝影|摄|攝)\s*[:：/／].*$")

_EDITOR = re.compile(
    r"^\s*[(（\[【]?\s*(?:本[文期版]?|网站|新媒体)?(?:责任编辑|責任編輯|责\s*编|責\s*編"
    r"|编\s*辑|編\s*輯|本文编辑|值班编辑|网络编辑|责任主编|审\s*核|審\s*核|校\s*对|校\s*對|"
    r"主\s*编|主\s*編|编\s*审|編\s*審|监\s*制|監\s*製|初审|复审|终审|值班主任|值班编委"
    r"|责任校对|美\s*编|录入|錄入)\s*(?:[:：]|(?<=责任编辑)\s|(?<=責任編輯)\s|(?<=责编)\s)\s*(?P<names>.{1,60}?)\s*[)）\]】]?\s*$"
)
_IS_EDITOR = re.compile(r"编\s*辑|編\s*輯|责\s*编|責\s*編|主\s*编|主\s*編")
_SOURCE = re.compile(
    r"^\s*[(（\[【]?\s*(?:信息|文章|稿件|新闻|新聞|消息|内容|內容|本文|资料|資料|转载"
    r"|轉載)?\s*(?:来\s*源|來\s*源|稿\s*源|来源于|來源於)(?:单位"
    r"|部门)?\s*[:：｜丨]\s*(?P<source>\S.*?)\s*[)）\]】]?\s*$"
)
_SOURCE_END = re.compile(
    r"\s*(?:(?:发布|發佈|發布|更新)?(?:时间|時間|日期)\s*[:：]|(?:作者|编辑|編輯|责任编辑"
    r"|責任編輯|浏览|瀏覽|阅读|閱讀|点击|點擊|字号|字號|字体|字體|人气)\s*[:：]|"
    r"\s(?:举报|原创稿?|收藏|分享|评论|我有话说|打印|关注|已关注|订阅|字体|字号|扫码|微信|微博)|\d+\s*$|"
    r"\s(?:记者|記者|作者|编辑|編輯|通讯员)\s*\S|(?:19|20)\d{2}[-年/.]|[|｜\[【]|\s{2,}).*$"
)
_GENERIC = re.compile(
    r"^(?:本站(?:原创|整理)?|本网|本網|原创|原創|互联网|网络|網路|转载"
    r"|轉載|综合|综合整理|未知|其他)$"
)
_DATELINE = re.compile(
    rf"^\s*[【\[(（]?\s*(?P<line>(?:{_HAN}{{2,12}}(?:社|报|報|网|網|台|臺|客户端|客戶端|中心"
    rf"|频道|讯)"
    rf"|本报|本報|本刊|本网|本網|本台|本臺|中新)"
    rf"(?:{_HAN}{{2,8}}(?:{_SEPARATOR}{_HAN}{{2,8}})?)?"
    r"\s*(?P<date>(?:(?:19"
    rf"|20)\d{{2}}\s?年\s?)?[\d{DIGITS}十]{{1,3}}\s?月\s?[\d{DIGITS}十]{{1,3}}\s?[日号號])?\s*"
    r"(?P<sign>电|電|快?讯|訊|消息))\s*[】\])）]?\s*"
    rf"(?:[(（【]\s*(?P<names>[^()（）。]{{2,80}}?)\s*[)）】]"
    rf"|(?P<bare>{_CREDITS})(?=\s*[)）】:：]|\s{{1,}}))?\s*[:：]?\s*"
)


# 新华社北京1月31日电 题：县城里的新变化: the title again, on a line of its own.
_TOPIC = re.compile(r"^(?:题|題)\s*[:：]\s*[^。]{2,60}$")


# Under the title of a report to a congress: 市长 张三
_OFFICE = re.compile(
    rf"^{_HAN}{{0,16}}(?:省长|市长|区长|县长|州长|镇长|乡长|主任|主席|院长|检察长|局长|部长|总理"
    rf"|委员长|書記|书记|市長|縣長|部長|院長)\s+(?P<names>{_HAN}{{2,4}}|{_HAN}\s{_HAN})$"
)
_INTRODUCED = re.compile(
    rf"^(?P<names>{_HAN}{{2,3}})\s+{_HAN}{{4,30}}"
    "(?:院长|所长|主任|教授|研究员|專家|专家|学者|博士|主席|会长|秘书长|评论员|总编辑|记者)$"
)
"""张三 示例大学示例研究院院长, under the title of a column."""
_CLOSING_DATELINE = re.compile(
    rf"^[(（](?P<line>(?:本报|本報|{_HAN}{{1,8}}社|{_HAN}{{2,8}}[报報网網]){_HAN}{{0,8}}"
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}[日号號])(?:电|電|讯|訊))[)）]$"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a line, and the names that were taken out of it."""

    rest: str
    names: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a report: 新华社北京1月31日电（记者张三）, and the text behind it."""

    line: str
    date: str | None
    names: str | None
    rest: str


def byline(line: str, *, bare: bool = True) -> str | None:
    """The names of a line that is nothing but a byline; ``bare`` takes a name alone for one."""
    line = _WHERE.sub("", line.strip())
    if match := _BRACKETED_AUTHOR.match(line):
        return names_of(match["names"])
    for pattern in (_LINE, _MARKED, _LABELLED):
        if match := pattern.match(_PHOTO.sub("", line.strip("()（）"))):
            return names_of(match["names"])
    if match := _OFFICE.match(line):
        return names_of(match["names"])
    if (match := _INTRODUCED.match(line)) and match["names"][0] in _SURNAMES:
        return match["names"]
    return _name_alone(line.strip("()（）")) if bare else None


def opening_byline(line: str) -> Cut | None:
    """The names in the brackets that open a paragraph."""
    match = _OPENING.match(line)
    names = names_of(match["names"]) if match else None
    return Cut(line[match.end() :].lstrip(), names) if match and names else None


def closing_byline(line: str) -> Cut | None:
    """The names in the brackets, or behind the last sentence, that end a paragraph."""
    for pattern in (_BRACKETED, _BARE):
        match = pattern.search(line)
        if match and (names := names_of(match["names"])):
            return Cut(line[: match.start()].rstrip(), names)
    match = _NAME_IN_BRACKETS.search(line)
    if match and all(name[0] in _SURNAMES for name in match["names"].split()):
        return Cut(line[: match.start()].rstrip(), match["names"])
    return None


def dateline(line: str) -> Dateline | None:
    """The dateline that opens a paragraph, with the reporters in brackets behind it."""
    match = _DATELINE.match(line)
    if not match or not line[match.end() :].strip():
        return None
    credit = match["names"] or match["bare"]
    names = names_of(credit) if credit and _ROLE_WORDS.match(credit) else None
    end = match.end() if names or not credit else match.start("names") - 1
    rest = _TOPIC.sub("", line[end:].strip())
    return Dateline(match["line"].strip(), match["date"], names, rest)


def closing_dateline(line: str) -> Dateline | None:
    """A line that is nothing but a dateline in brackets: （新华社北京1月31日电）."""
    match = _CLOSING_DATELINE.match(line)
    return Dateline(match["line"], match["date"], None, "") if match else None


def editor(line: str) -> tuple[str, bool] | None:
    """The names of a line like 责任编辑：张三, and whether they are the editor's own."""
    match = _EDITOR.match(line)
    if not match:
        return None
    return re.sub(r"\s+", " ", match["names"]), bool(
        _IS_EDITOR.search(line[: match.start("names")])
    )


def source(line: str) -> str | None:
    """The publisher of a line like 来源：新华网 2024-01-31."""
    match = _SOURCE.match(line)
    if not match:
        return None
    name = _SOURCE_END.sub("", " " + match["source"]).strip(" ,，;；·|")
    if _GENERIC.match(name):
        return None
    return name if 1 < len(name) <= 40 and not re.search(r"[。；;=\"<>]", name) else None


def names_of(credits_: str) -> str | None:
    """Names joined by one space; None where one of them cannot be a name."""
    plain = _ROLE_WORDS.sub(" ", _WRITTEN.sub("", _TAIL.sub("", credits_)))
    parts = [part for part in re.split(_SEPARATOR, plain.strip()) if part]
    names: list[str] = []
    for part in parts:
        if len(part) == 1 and names and len(names[-1]) == 1:
            names[-1] += part  # 王　莹: a name of two characters, spaced to the width of three
        else:
            names.append(part)
    if not names or any(len(name) == 1 or is_nobody(name) for name in names):
        return None
    return " ".join(dict.fromkeys(names))


def _name_alone(line: str) -> str | None:
    """A line of two or three characters that opens with a surname: the author under a title."""
    joined = re.sub(r"\s", "", line)
    named = re.fullmatch(rf"{_HAN}{{2,3}}", joined) and joined[0] in _SURNAMES
    if named and not is_nobody(joined):
        return joined
    return None
