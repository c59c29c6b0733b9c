"""What is the title of a page, without the names of its site and columns?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from retrieval.corpus.metadata.headlines import is_column, is_headline, joined, same
from retrieval.corpus.readers.web.around import line_facts
from retrieval.corpus.readers.web.shown import text_of

_SUFFIX = re.compile(r"\s*(?:[_|｜]+|\s[-–—]+\s|--+|-(?=[^-]{2,16}$))\s*[^_|｜，。]{2,40}$")
_GENERIC = re.compile(
    r"^(?:(?:谢谢|感谢|歡迎|欢迎)[您你]?(?:访问|光临|來到|来到).*|首页|首頁|正文|文章|新闻|新闻动态|详情|详情页|内容|无标题|無標題|untitled.*|home|document)$",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:网站?|網站?|门户|官网|数据库|資料庫|资料库|平台|数字报|电子报|電子報|信箱|政府|局|厅|廳|委|委员会"
    r"|委員會|部|署|办公室|辦公室|日报|日報|晚报|晚報)(?:首页|首頁)?$"
)
"""How the names of sites and of those who keep them end."""
_BETWEEN = re.compile(r"[\s_|｜>＞»\-–—·]+")
SHORTEST, LONGEST = 4, 120
SURE = 6
"""A line of so many characters that stands in the ``<title>`` too is the title of the article."""


def title_of(tree: Any, stated: str | None, site: str, above: Sequence[str]) -> str | None:
    """The title: the stated one, else what page and ``<title>`` share, else its own line.

    ``above`` are the lines above the text, from top to bottom.
    """
    whole = _whole(tree)
    headings = [text_of(node) for node in tree.xpath("//h1|//h2|//h3|//h4")[:50]]
    shown = headings + _without_outer(above, whole)
    shown = [line for line in shown if SHORTEST <= len(line) <= LONGEST and line != site]
    if stated:
        return _completed(_without_site(stated, site, shown), [*shown, _stripped(whole, site)])
    inside = [line for line in shown if _key(line) in _key(whole) and len(_key(line)) >= SURE]
    if inside:
        return max(inside, key=len)
    highest = _headings(tree, site)
    if len(highest) == 1 and not whole:
        return highest[0]
    title = _stripped(whole, site)
    if len(title) >= SHORTEST and title != site and not _is_generic(title):
        return title
    return next(iter(highest), None) or _headline(above)


def _without_outer(above: Sequence[str], whole: str) -> list[str]:
    """The lines without the ``<title>`` itself, which old pages put into their body."""
    lines = list(above)
    if lines.count(whole) == 1:
        lines.remove(whole)
    return lines


def whole_title(tree: Any) -> str | None:
    """All that ``<title>`` says, with the names of site and columns; None where that is nothing."""
    return _whole(tree) or None


def _headings(tree: Any, site: str) -> list[str]:
    """The highest headings that may be a title: none that leads elsewhere or names the site."""
    nodes = [node for node in tree.xpath("//h1") if node.find(".//a") is None]
    texts = [text_of(node) for node in nodes]
    return [
        text
        for text in texts
        if SHORTEST <= len(text) <= LONGEST and text != site and not _is_generic(text)
    ]


def _headline(above: Sequence[str]) -> str | None:
    """The last line above the text that may be its title, one that two lines share as a whole."""
    lines = [line for line in above if not line_facts(line)]
    return next(
        (line for line in reversed(joined(lines)) if is_headline(line) and len(line) > SURE), None
    )


def _is_generic(title: str) -> bool:
    """Does it name nothing but the site, a column or a kind of page?"""
    bare = _SUFFIX.sub("", title)
    if any(_GENERIC.match(text) or is_column(text) for text in (title, bare)):
        return True
    parts = [part for part in _BETWEEN.split(title) if part]
    return all(
        _GENERIC.match(part) or is_column(part) or (_SITE.search(part) and "关于" not in part)
        for part in parts
    )


def outer_title(tree: Any, title: str | None) -> str:
    """What the ``<title>`` says besides the title of the article: columns and the site."""
    return _whole(tree).replace(title or "\0", "")


def kicker_of(tree: Any, title: str) -> str | None:
    """The smaller heading right above the title; a link is none, and no column of the site."""
    for heading in tree.xpath("//h1|//h2"):
        above = heading.getprevious()
        while above is not None and not isinstance(above.tag, str):  # a comment has no text
            above = above.getprevious()
        if above is not None and same(heading.text_content(), title):
            text = text_of(above)
            links = above.xpath("boolean(.//a)")
            if above.tag in {"h2", "h3", "h4", "h5"} and is_headline(text) and not links:
                return None if is_column(text) else text
    return None


def _completed(stated: str, shown: Sequence[str]) -> str:
    """The title as the page shows it, where a quotation mark cut the stated one off."""
    cut = re.compile(re.escape(_key(stated)) + "[\"“”'‘’「]")
    longer = [line for line in shown if cut.match(_key(line))]
    return max(longer, key=len, default=stated)


def _without_site(title: str, site: str, shown: Sequence[str]) -> str:
    """The stated title without the name of its site."""
    shorter = _stripped(title, site)
    known = any(_key(line) == _key(shorter) for line in shown)
    return shorter if known or (site and title.endswith(site)) else title


def _stripped(title: str, site: str) -> str:
    shorter = _SUFFIX.sub("", title)
    while shorter != title and _is_whole(shorter, title[len(shorter) :]):
        title, shorter = shorter, _SUFFIX.sub("", shorter)
    return title.strip()


def _is_whole(title: str, suffix: str) -> bool:
    """Is what stands before the suffix a title? A short one is where the site is named behind."""
    return len(title) >= (SHORTEST if _SITE.search(suffix) else SURE)


def _whole(tree: Any) -> str:
    return next((text_of(node) for node in tree.xpath("//head/title|//title")), "")


def _key(line: str) -> str:
    return re.sub(r"\s", "", line)
