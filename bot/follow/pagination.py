"""Where does a list go on: by links, or by the numbers that a script is told?

Content management systems of offices write the scripts; each names the pages in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.follow.addresses import canonical, host_of

MOST_NUMBERED = 1000
"""So many pages of a list are believed."""
FEW_CHARS = 8
"""What turns a page is called by fewer characters."""

_NEXT = re.compile(r"^\W*(?:下一?[页頁]|后一页|後一頁|next(?: page)?)\W*$|^[›»>]+$", re.IGNORECASE)
_NUMBER = re.compile(r"^\[?\d{1,4}\]?$")
_PAGE_NUMBER = re.compile(r"[_-]?\d+(?=\.\w+$)|(?<=[?&])(?:page|p|pageno)=\d+", re.IGNORECASE)
_CALLED = re.compile(
    r"create[Pp]age\w*\(\s*(?P<place>['\"][A-Za-z][\w-]*['\"]\s*,\s*)?"
    r"['\"]?(?P<count>\d{1,5})['\"]?\s*,\s*['\"]?\d+['\"]?\s*,"
    r"\s*['\"](?P<stem>[\w-]{1,60})['\"]\s*,\s*['\"](?P<suffix>\w{2,6})['\"]"
)
"""createPageHTML(12, 0, "index", "html"): twelve pages, index.html and index_1.html to _11.
createPageHTML("page_div", 12, 1, "index", "html", 240) counts from one: index_2.html to _12."""
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(?P<count>\d{1,5})\b")
_NAMED = re.compile(
    r"['\"][^'\"]*?(?P<stem>[A-Za-z][\w-]{0,60})_\\?['\"]\s*\+\s*[\w()+-]+\s*\+\s*"
    r"\\?['\"]\.(?P<suffix>\w{2,6})\b"
)
"""var countPage = 12; … "index_" + i + ".html": twelve pages as well, counted from nought."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of a page as it is shown; without an address it leads nowhere by itself."""

    url: str | None
    text: str
    title: str = ""
    is_next: bool = False
    """Whether it is said to be the next page, by its ``rel``."""

    @property
    def turns(self) -> bool:
        """Whether it is called next page."""
        return self.is_next or bool(_NEXT.match(self.text))


def is_pagination(a: Anchor, url: str) -> bool:
    """Whether a link of the page at ``url`` turns pages rather than names a document."""
    return (
        a.turns
        or bool(_NUMBER.match(a.text))
        or (a.url is not None and _stem(a.url) == _stem(url) and len(a.text) < FEW_CHARS)
    )


def further_pages(anchors: list[Anchor], url: str, script: str) -> tuple[str, ...]:
    """Where the list at ``url`` goes on."""
    found = [
        a.url
        for a in anchors
        if a.url
        and host_of(a.url) == host_of(url)
        and (a.turns or (_NUMBER.match(a.text) and _stem(a.url) == _stem(url)))
    ]
    found += [there for name in _numbered(script) if (there := canonical(name, url))]
    return tuple(dict.fromkeys(there for there in found if there != url))


def _numbered(script: str) -> Iterator[str]:
    """The names of the pages behind the first one, as the script would make them."""
    if called := _CALLED.search(script):
        count, first, named = int(called["count"]), 2 if called["place"] else 1, called
    elif (counted := _COUNT.search(script)) and (made := _NAMED.search(script)):
        count, first, named = int(counted["count"]), 1, made
    else:
        return
    for number in range(first, first + min(count, MOST_NUMBERED) - 1):
        yield f"{named['stem']}_{number}.{named['suffix']}"


def _stem(url: str) -> str:
    """The address without the number of a page of a list; index.html is index_1.html's."""
    stem = _PAGE_NUMBER.sub("", url)
    return re.sub(r"/(?:index|list|default)\.\w+$", "/", stem).rstrip("?&")
