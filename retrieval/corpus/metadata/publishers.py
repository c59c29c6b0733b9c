"""Is a name that of a publisher, a person, or of neither?"""

from __future__ import annotations

import re

from retrieval.corpus.encoding.characters import HAN

_PAPER = re.compile(
    rf"[{HAN}A-Za-z0-9·\-—]{{1,12}}(?:日报|日報|晚报|晚報|时报|時報|早报|周刊|週刊|杂志|雜誌|客户端|客戶端"
    "|(?<![通公简汇预举海申上情捷])[报報]|(?<![上电联河管])[网網]|社|电视台|電視臺|电台|广播|传媒)"
)
_CHANNEL = re.compile(rf"[{HAN}A-Za-z0-9·\-—]{{1,12}}(?:新闻|在线|频道|[台臺])")
_OFFICE = re.compile(r"(?:政府|发布|發布|局|厅|廳|委|端|办|办公室|中心|支部|部|处|科|院|会|公司)$")

_NO_NAME = re.compile(
    r"@|\d|https?:|^(?:name|admin\w*|administrator|root|test\w*|user\w*|author|editor|webmaster"
    r"|null|undefined|none|unknown|anonymous|web)\b|关注|關注|通知|公告|佚名|未知|匿名|网络|網絡"
    r"|本站|原创|原創|转载|轉載|综合|綜合|管理员|管理員|编辑|編輯|小编|记者|作者|发布者|发布人"
    r"|分享|收藏|举报|打印|列印|关闭|登录|注册|更多|点击|首页|正文|来源|评论|责任|贡献者",
    re.IGNORECASE,
)
"""What stands for a name where there is none: placeholders, logins, addresses, buttons."""
_PART = re.compile("(?:专栏|專欄|栏目|欄目|平台|首页|首頁|系统|系統)$")


def is_publisher(name: str) -> bool:
    """A paper, a station, a site or an office."""
    if _PAPER.fullmatch(name) or _CHANNEL.fullmatch(name):
        return True
    return len(name) > 3 and _OFFICE.search(name) is not None


def is_paper(name: str) -> bool:
    """A paper, a station, an agency or a site."""
    return _PAPER.fullmatch(name) is not None


def is_part(name: str) -> bool:
    """A part of a site, as pages state it for the whole: 信息公开专栏."""
    return _PART.search(name) is not None


def is_nobody(name: str) -> bool:
    """A placeholder, a login, an address or a button."""
    return _NO_NAME.search(name.strip()) is not None
