"""What does a page lead to: which pages does it list, how does it go on, what is attached to it?

Lists are read as content management systems of offices build them: items in a column, pages of the
list by links or by number (index_1.html), now and then by a script alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yarl import URL

from bot.follow.addresses import canonical, host_of
from bot.follow.feeds import links_of_feed, links_of_sitemap, root_of
from bot.follow.link import Kind, Link, Links, once
from bot.follow.pagination import Anchor, further_pages, is_pagination
from retrieval.corpus.readers import SUFFIXES, kind_of, suffix_of
from retrieval.corpus.readers.web.page import tree_of_page

LISTED = 0.5
"""A page with a greater share of its characters in links to its own site is a list."""
FEWEST_ITEMS = 3
TITLE_CHARS = 8
"""So many characters the name of a document has at least; menus have fewer."""

_INDEX = re.compile(r"^(?:index|list|default|home)(?:[_-]?\d+)?\.\w{2,6}$|^$", re.IGNORECASE)
_DOCUMENT = frozenset({".html", ".htm", ".mhtml", ".mht"})
_PICTURE = frozenset({".jpg", ".jpeg", ".png"})
_ATTACHED = frozenset(
    suffix
    for suffix in SUFFIXES - _DOCUMENT - _PICTURE - {".jsonl", ".jsonl.gz"}
    if kind_of(suffix) is not None
)


def links_of(body: bytes, url: str, *, only: str = "") -> Links:
    """What a page, a feed or a sitemap leads to. ``only`` is what the path of an item holds."""
    match root_of(body):
        case "sitemap":
            return links_of_sitemap(body, url, only)
        case "feed":
            return links_of_feed(body, url, only)
    return _of_page(body, url, only)


def _of_page(body: bytes, url: str, only: str) -> Links:
    tree = tree_of_page(body)
    if tree is None:
        return Links("page")
    base = _base(tree, url)
    anchors = [_anchor(node, base) for node in tree.iter("a")]
    items = _items(anchors, url, only)
    script = " ".join(node.text or "" for node in tree.iter("script"))
    heads = [_anchor(node, base) for node in tree.iter("link") if _is_next(node)]
    more = further_pages([*anchors, *heads], url, script)
    stuck = any(a.turns and a.url is None for a in anchors)
    return Links(
        "list" if _is_list(tree, items) else "page",
        title=_title(tree),
        items=items,
        more=more,
        attachments=_attachments(anchors),
        goes_on_by_script=stuck and not more,
    )


def _base(tree: Any, url: str) -> str:
    stated = tree.xpath("//base/@href")
    return (canonical(str(stated[0]), url) if stated else None) or url


def _anchor(node: Any, base: str) -> Anchor:
    href = (node.get("href") or "").strip()
    real = bool(href) and not href.startswith("#") and not href.lower().startswith("javascript:")
    text = re.sub(r"\s+", "", node.text_content() or "")
    title = (node.get("title") or "").strip()
    return Anchor(canonical(href, base) if real else None, text, title, _is_next(node))


def _is_next(node: Any) -> bool:
    return "next" in (node.get("rel") or "").lower().split()


def _title(tree: Any) -> str:
    for path in ("//meta[@name='ArticleTitle']/@content", "//h1", "//title"):
        for found in tree.xpath(path)[:1]:
            text = found if isinstance(found, str) else found.text_content()
            if text := re.sub(r"\s+", " ", text).strip():
                return text[:200]
    return ""


def _items(anchors: list[Anchor], url: str, only: str) -> tuple[Link, ...]:
    """The pages that a list names: on the same host, with the name of a document."""
    host, folder = host_of(url), URL(url).path.rpartition("/")[0] + "/"
    found = []
    for a in anchors:
        if (
            a.url is None
            or host_of(a.url) != host
            or suffix_of(URL(a.url).path)
            not in {
                "",
                *_DOCUMENT,
                *_ATTACHED,
            }
        ):
            continue
        name = a.title if len(a.title) > len(a.text) else a.text
        path = URL(a.url).path
        if only:
            wanted = only in path
        else:
            wanted = len(name) >= TITLE_CHARS or (folder != "/" and path.startswith(folder))
        if wanted and not is_pagination(a, url) and a.url != url:
            found.append(Link(a.url, _kind(a.url), name[:200]))
    return once(found)


def is_list(links: Links, url: str) -> bool:
    """Whether it is what it names that counts: the last page of a list may name little."""
    return links.kind != "page" or bool(links.items and is_index(url))


def is_index(url: str) -> bool:
    """Is it the address of a list rather than of a document?"""
    return bool(_INDEX.match(URL(url).path.rpartition("/")[2])) and not URL(url).query


def _kind(url: str) -> Kind:
    return "attachment" if suffix_of(URL(url).path) in _ATTACHED else "page"


def suffix_of_address(url: str) -> str:
    """The suffix of the file behind an address: in its path, or as download?filename=a.doc."""
    parsed = URL(url)
    stated = (suffix_of(value) for value in parsed.query.values())
    return suffix_of(parsed.path) or next(filter(None, stated), "")


def _is_attached(a: Anchor) -> bool:
    """Does it lead to a file, by its address or by what it is called: 附件1.docx?"""
    if a.url is None or suffix_of(URL(a.url).path) in _DOCUMENT:
        return False
    return bool({suffix_of_address(a.url), suffix_of(a.text), suffix_of(a.title)} & _ATTACHED)


def _attachments(anchors: list[Anchor]) -> tuple[Link, ...]:
    """Files that can be taken in, wherever they lie; pictures are part of their page."""
    return once(
        Link(a.url, "attachment", (a.title or a.text)[:200])
        for a in anchors
        if a.url and _is_attached(a)
    )


def _is_list(tree: Any, items: tuple[Link, ...]) -> bool:
    """Whether most of what is shown is the names of other pages."""
    if len(items) < FEWEST_ITEMS:
        return False
    urls = {item.title for item in items}
    shown = linked = 0
    for text, anchor in _texts(tree):
        count = len(re.sub(r"\s+", "", text))
        shown += count
        linked += count if anchor else 0
    sentences = sum(text.count("。") for text, anchor in _texts(tree) if not anchor)
    return bool(urls) and linked > LISTED * shown and sentences < len(items)


def _texts(tree: Any) -> Iterator[tuple[str, bool]]:
    """(text, does it stand in a link?) of what a page shows."""
    for node in tree.iter():
        if node.tag in {"script", "style", "noscript", "title", "option"}:
            if node.tail:
                yield node.tail, _in_link(node.getparent())
            continue
        if isinstance(node.tag, str) and node.text:
            yield node.text, _in_link(node)
        if node.tail:
            yield node.tail, _in_link(node.getparent())


def _in_link(node: Any) -> bool:
    while node is not None:
        if node.tag == "a":
            return True
        node = node.getparent()
    return False
