"""What is the title of a page, without the names of its site and columns?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from retrieval.corpus.metadata import labels
from retrieval.corpus.metadata.headlines import is_column, is_headline, same
from retrieval.corpus.readers.web.shown import text_of

_SUFFIX = re.compile(r"\s*(?:[_|｜]+|\s[-–—]+\s|--+|-(?=[^-]{2,16}$))\s*[^_|｜]{2,40}$")
_GENERIC = re.compile(
    r"^(?:首页|首頁|正文|文章|新闻|新闻动态|详情|详情页|内容|无标题|無標題|untitled.*|home|document)$",
    re.IGNORECASE,
)
SHORTEST, LONGEST = 4, 120
SURE = 6
"""A line of so many characters that stands in the ``<title>`` too is the title of the article."""


def title_of(tree: Any, stated: str | None, site: str, above: Sequence[str]) -> str | None:
    """The title: the stated one, else what page and ``<title>`` share, else its own line.

    ``above`` are the lines above the text, from top to bottom.
    """
    whole = _whole(tree)
    shown = [text_of(node) for node in tree.xpath("//h1|//h2|//h3|//h4")[:50]] + list(above)
    shown = [line for line in shown if SHORTEST <= len(line) <= LONGEST and line != site]
    if stated:
        return _completed(_without_site(stated, site, shown), [*shown, _stripped(whole, site)])
    inside = [line for line in shown if _key(line) in _key(whole) and len(_key(line)) >= SURE]
    if inside:
        return max(inside, key=len)
    headings = [text_of(node) for node in tree.xpath("//h1")]
    headings = [heading for heading in headings if SHORTEST <= len(heading) <= LONGEST]
    if len(headings) == 1 and not whole:
        return headings[0]
    title = _stripped(whole, site)
    bare = _SUFFIX.sub("", title)
    generic = any(_GENERIC.match(text) or is_column(text) for text in (title, bare))
    if len(title) >= SHORTEST and title != site and not generic:
        return title
    return next(
        (
            line
            for line in reversed(above)
            if is_headline(line) and len(line) > SURE and labels.facts(line) is None
        ),
        None,
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
    while shorter != title and len(shorter) >= SURE:
        title, shorter = shorter, _SUFFIX.sub("", shorter)
    return title.strip()


def _whole(tree: Any) -> str:
    return next((text_of(node) for node in tree.xpath("//head/title|//title")), "")


def _key(line: str) -> str:
    return re.sub(r"\s", "", line)
