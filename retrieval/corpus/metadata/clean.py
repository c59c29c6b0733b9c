"""What of a page is not the article?

Two tables, read from top to bottom: ``CHARACTERS`` holds what is repaired inside a line,
``FURNITURE`` the lines that are part of the page. Each rule says why it is there; a test shows for
each what it takes out and a line that resembles it and stays.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata.pinyin import TONED, TONES, without_pinyin
from retrieval.text.fold import script_of


@dataclass(frozen=True, slots=True)
class CharacterRule:
    """A change inside a line, with its reason."""

    name: str
    reason: str
    repair: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class LineRule:
    """Lines that are no part of the article, with the reason why they stand there."""

    name: str
    reason: str
    pattern: re.Pattern[str]
    edges: bool = False
    """Is it taken out only above the first sentence and below the last? An article may say it."""

    def takes(self, line: str) -> bool:
        return self.pattern.search(line) is not None


def _sub(pattern: str, replacement: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)
    return lambda text: compiled.sub(replacement, text)


_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_SUPPLEMENT = dict(
    zip(
        "⺁⺓⺝⺟⺠⺩⺬⺮⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰",
        "厂幺月母民王示竹虎西见角贝车长门青页风飞食马鱼鸟黄齐齿龙",
        strict=True,
    )
)


_PLAIN = {**_SUPPLEMENT, "⾭": "青"}
_DOOR = "⼾"
"""戶 in traditional text, 户 in simplified."""


def _without_radicals(text: str) -> str:
    """The text with the characters that its radicals and compatibility variants stand for."""
    plain = _PLAIN
    if _DOOR in text and script_of(text) == "hans":
        plain = {**_PLAIN, _DOOR: "户"}
    return _RADICAL.sub(
        lambda match: plain.get(match[0]) or unicodedata.normalize("NFKC", match[0]), text
    )


_SPACED = re.compile(rf"(?m)^[{HAN}](?: [{HAN}]){{3,}}$")

_YAKS = {bytes((0xA0, ord(letter) | 0x80)).decode("gbk"): letter for letter in string.ascii_letters}
_YAK = f"[{''.join(_YAKS)}]"
_YAK_LETTERS = re.compile(f"{_YAK}{{2,}}(?:[／/ ]?{_YAK})*")


CHARACTERS = (
    CharacterRule(
        "halves",
        "JSON and YAML can hold half a character, which no file can; it is flagged as damage",
        _sub("[\ud800-\udfff]", "\ufffd"),
    ),
    CharacterRule(
        "newlines",
        "systems end lines in their own ways",
        _sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n"),
    ),
    CharacterRule(
        "invisible",
        "soft hyphens, zero-width and direction marks split words unseen",
        _sub("[\xad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|"
             "\u200d(?![\u2640\u2642\u2695-\u27bf\U0001f000-\U0001faff])", ""),
    ),
    CharacterRule(
        "controls",
        "control characters are left over from other programs",
        _sub("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", ""),
    ),
    CharacterRule(
        "icons",
        "private-use characters that stand alone are icons of a page's font",
        _sub("(?:(?<=[\\s|：:])|(?m:^))[\ue000-\uf8ff]+|[\ue000-\uf8ff]+(?=[\\s|]|$)", ""),
    ),
    CharacterRule(
        "radicals",
        "programs that write PDF put radicals and variants for the characters that they look like",
        _without_radicals,
    ),
    CharacterRule(
        "letters of standards",
        "fonts of national standards put rare characters of GBK for letters: 犌犅／犜 is GB／T",
        lambda text: _YAK_LETTERS.sub(
            lambda match: "".join(_YAKS.get(each, each) for each in match[0]), text
        ),
    ),
    CharacterRule("spaces", "pages indent with many kinds of spaces", _sub(r"[^\S\n]+", " ")),
    CharacterRule(
        "spaced headings",
        "headings are spaced to the width of a line: 通 知 公 告",
        lambda text: _SPACED.sub(lambda match: match[0].replace(" ", ""), text),
    ),
    CharacterRule(
        "pinyin",
        "some pages put the reading of rare characters behind them: 戰(zhàn)",
        lambda text: without_pinyin(text) if TONED.search(text) else text,
    ),
)  # fmt: skip

_END = r"\s*[:：]?\s*$"


def _line(name: str, reason: str, pattern: str, *, edges: bool = False) -> LineRule:
    return LineRule(name, reason, re.compile(pattern, re.IGNORECASE), edges)


RELATED = _line(
    "related",
    "headings over links to other pages",
    r"^[\s【\[■▌|]*(?:相关|相關|延伸|推荐|推薦|更多|热门|熱門|猜你喜欢|精彩|最新|往期"
    r"|热点|熱點|新闻|新聞|关联|图说|編輯|编辑)(?:的)?"
    r"(?:文章|链接|鏈接|連結|阅读|閱讀|新闻|新聞|报道|報道|報導|推荐|推薦|内容|內容|资讯"
    r"|資訊|信息|专题|專題|稿件|文件|解读|热点|熱點|排行|排行榜|回顾|回顧|视频|视点|图片)"
    r"\s*[>＞»…]*[\s】\]]*" + _END,
)
"""Below its heading only links follow, down to the next sentence."""

FURNITURE = (
    _line(
        "separators",
        "rules and widgets drawn with marks",
        r"^[\s|｜丨/\\·•*_=~\-—–>＞»#+.。]+$",
    ),
    _line(
        "share bar",
        "buttons to share, print, enlarge",
        r"^[\s【\[(（]*(?:(?:我要)?(?:分享|转发|轉發|转载|收藏|点赞|點讚|打印|列印|关闭|關閉|朗读|朗讀"
        r"|纠错|下载|保存)(?:本文|本页|本頁|此页|到|至|给|給|按钮|朋友圈|微信|微博|窗口)*"
        r"|(?:打印|关闭|關閉)(?:本页|本頁|窗口|视窗|視窗)|(?:微信|微博|QQ空间|QQ空間|QQ好友"
        r"|新浪微博|腾讯微博|朋友圈)"
        r"|(?:字号|字號|字体|字體)(?:大小)?|大|中|小|默认|超大|放大|缩小"
        r"|[\s|｜、,，/\]\[】【)(）（:：A+\-T]){2,}$",
    ),
    _line(
        "font size",
        "the switch of the font size",
        r"^[\s【\[(（]*(?:字号|字號|字体|字體|文字大小)\s*[:：][\s\[【大中小特默认认]+.{0,20}$",
    ),
    _line(
        "counters",
        "counters of readers",
        r"^[\s【\[(（]*(?:浏览|瀏覽|阅读|閱讀|点击|點擊|访问|訪問)"
        r"(?:(?:次数|次數|量|数|數|率)\s*[:：]?|\s*[:：])\s*\d*\s*次?[\s】\])）]*$",
    ),
    RELATED,
    _line(
        "original title",
        "notes on the title that the source had",
        r"^[(（]?\s*(?:原标题|原標題|原题|原題)(?:为|為)?\s*[:：《][^。]{2,90}$",
        edges=True,
    ),
    _line(
        "neighbours",
        "links to the next page",
        r"^[\s【\[<＜«]*(?:上|下|前|后|後)一?(?:篇|页|頁|条|條)(?:文章"
        r"|新闻)?\s*(?:[:：>＞»】\]].*|$)",
        edges=True,
    ),
    _line(
        "scan",
        "invitations to scan a code",
        r"^.{0,12}(?:扫码|掃碼|扫一扫|掃一掃|扫描|掃描|长按|長按|识别二维码)[^。；]{0,16}"
        r"(?:关注|關注|查看|浏览|瀏覽|阅读|閱讀|分享|下载|下載|手机|手機|打开|打開|微信|公众号"
        r"|公眾號|客户端|客戶端|了解|二维码|QR ?Code|页面|頁面)[^。；]{0,12}$",
    ),
    _line(
        "top",
        "buttons that lead elsewhere on the site",
        r"^[\s【\[]*(?:(?:返回|回到|回)(?:顶部|頂部|首页|首頁|上一页|上一頁|列表|页首|頁首"
        r"|主页)|TOP|网站首页|網站首頁|首页|首頁|主页|主頁|(?:友善)?列印版?|网站地图|網站地圖|联系我们|聯繫我們"
        r"|关于我们|關於我們|加入收藏|设为首页|"
        r"无障碍(?:阅读|浏览)?|无障碍|长者模式|關懷版|关怀版|适老化|繁体版?|简体版?|繁體"
        r"|English|(?:登录|登錄|登入|注册|註冊)(?:\s*[|/]?\s*(?:注册|註冊))?|我要纠错"
        r"|预览时标签不可点|智能问答|手机版|客户端下载|展开全文"
        r"|点击加载更多|加载中\.*|查看更多|更多|全文完|（完）|\(完\))[\s】\]>＞»]*$",
        edges=True,
    ),
    _line(
        "breadcrumb",
        "the path of the page through its site",
        r"^(?:您?(?:的)?(?:当前|當前|现在|現在|目前)?(?:所在)?(?:的)?位置(?:是)?\s*[:：].*"
        r"|(?:网站|網站)?(?:首页|首頁|主页)\s*[>＞»/\-|›].*"
        r"|(?=[^\W_])[^。，,；]{1,12}(?:\s*[>＞»›]\s*[^。，,；>＞»›]{1,20}){2,})$",
        edges=True,
    ),
    _line(
        "copyright",
        "the foot of the site",
        r"(?:^|\s)(?:版权所有|版權所有|Copyright|©|ICP备|ICP證|京ICP"
        r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP[备证]|公网安备"
        r"|網站標識碼|网站标识码|"
        r"(?:主办|主辦|承办|承辦|技术支持|維護|维护)(?:单位|單位)?\s*[:：][^。]{1,40}$"
        r"|未经(?:授权|许可|书面授权)[^。]{0,30}(?:转载|使用)|违法和不良信息举报)",
        edges=True,
    ),
    _line(
        "download hint",
        "hints on how to open or load a file",
        r"^(?:附件下载|附件下載|点击下载|點擊下載|下载附件|下載附件|相关附件|文件下载"
        r"|政府文件全真版|全真版|(?:温馨提示|溫馨提示)\s*[:：].*(?:下载|下載|阅读器|閱讀"
        r"|浏览器|瀏覽器|软件|軟體).*)(?:\s*[:：].{0,60})?$",
    ),
    _line(
        "tags",
        "labels for the site's own search",
        r"^(?:标签|標籤|关键词|關鍵詞|Tags?|关键字|關鍵字)\s*[:：]\s*[^。]{1,60}$",
        edges=True,
    ),
    _line(
        "disclaimer",
        "the site's notes about itself",
        r"^(?:【?(?:免责声明|免責聲明|版权声明|版權聲明|特别声明|特別聲明|声明)】?\s*[:：].*"
        r"|.{0,6}(?:本文|文章)(?:仅|僅)代表作者.{0,40}|转载请注明.{0,40}|轉載請註明.{0,40}"
        r"|(?:打开|下载)[^。，]{1,8}APP[^。]{0,20})$",
        edges=True,
    ),
    _line("player", "controls of a player", r"^(?:\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|00:00"
    r"|播放|暂停|全屏|静音|视频加载中.*|您的浏览器不支持.*)$"),
)  # fmt: skip
"""Lines that are taken out where they stand alone."""

LONGEST = 120
"""A longer line is text."""

LONGEST_FIELD = 1000
"""Characters of a title, a source and the like at most."""

_AT_ISSUE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\u1680"
    f"\ud800-\udfff\ue000-\uf8ff\u2e80-\u2fd5\uf900-\ufaff{TONES}]|{_YAK}{{2}}"
)
_SPACED_OUT = re.compile(f" (?<=[{HAN}] )[{HAN}] [{HAN}]")


def _is_sound(text: str) -> bool:
    """Is there nothing in the text that a rule may change? Quick, because most texts are."""
    return not (
        _AT_ISSUE.search(text)
        or text[:1] == " "
        or text[-1:] == " "
        or (" " in text and ("  " in text or "\n " in text or " \n" in text))
        or (" " in text and _SPACED_OUT.search(text))
    )


def clean_characters(text: str) -> str:
    """``text`` with its characters repaired and its lines trimmed."""
    if _is_sound(text):
        return text
    for rule in CHARACTERS:
        text = rule.repair(text)
    return "\n".join(line.strip() for line in text.split("\n"))


def one_line(text: str) -> str:
    """A stated field as it is shown: in one line, without characters that steer a terminal."""
    return " ".join(clean_characters(text).split("\n")).strip()[:LONGEST_FIELD]


def furniture(line: str, *, inside: bool = False) -> LineRule | None:
    """The rule that takes ``line`` out, or None; ``inside`` the article fewer rules hold."""
    if len(line) > LONGEST:
        return None
    rules = (rule for rule in FURNITURE if rule.takes(line) and not (inside and rule.edges))
    return next(rules, None)
