"""What does a page lead to: which pages does it list, how does it go on, what is attached to it?

Lists are read as content management systems of offices build them: items in a column, pages of the
list by links or by number (index_1.html), now and then by a script alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree
from yarl import URL

from bot.follow.addresses import canonical, host_of
from retrieval.corpus.readers import SUFFIXES, kind_of, suffix_of
from retrieval.corpus.readers.web.page import decoded_page, tree_of_page

Kind = Literal["page", "list", "feed", "sitemap", "attachment"]

LISTED = 0.5
"""A page with a greater share of its characters in links to its own site is a list."""
FEWEST_ITEMS = 3
TITLE_CHARS = 8
"""So many characters the name of a document has at least; menus have fewer."""
MOST_NUMBERED = 1000
"""So many pages of a list are believed."""

_NEXT = re.compile(r"^\W*(?:下一?[页頁]|后一页|next(?: page)?)\W*$|^[›»>]+$", re.IGNORECASE)
_NUMBER = re.compile(r"^\[?\d{1,4}\]?$")
_NUMBERED = re.compile(
    r"create[Pp]age\w*\(\s*['\"]?(?P<count>\d{1,5})['\"]?\s*,\s*['\"]?\d+['\"]?\s*,"
    r"\s*['\"](?P<stem>[\w-]{1,60})['\"]\s*,\s*['\"](?P<suffix>\w{2,6})['\"]"
)
"""createPageHTML(12, 0, "index", "html"): twelve pages, index.html and index_1.html to _11."""
_INDEX = re.compile(r"^(?:index|list|default|home)(?:[_-]?\d+)?\.\w{2,6}$|^$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[_-]?\d+(?=\.\w+$)|(?<=[?&])(?:page|p|pageno)=\d+", re.IGNORECASE)
_DOCUMENT = frozenset({".html", ".htm", ".mhtml", ".mht"})
_PICTURE = frozenset({".jpg", ".jpeg", ".png"})
_ATTACHED = frozenset(
    suffix
    for suffix in SUFFIXES - _DOCUMENT - _PICTURE - {".jsonl", ".jsonl.gz"}
    if kind_of(suffix) is not None
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)[\s>]")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads."""

    url: str
    kind: Kind
    title: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What a page leads to, each address once."""

    kind: Kind
    title: str = ""
    items: tuple[Link, ...] = ()
    """What it lists."""
    more: tuple[str, ...] = ()
    """Where the list goes on."""
    attachments: tuple[Link, ...] = ()
    goes_on_by_script: bool = False


def links_of(body: bytes, url: str, *, only: str = "") -> Links:
    """What a page, a feed or a sitemap leads to. ``only`` is what the path of an item holds."""
    head = body[:2000]
    if _SITEMAP.search(head):
        return _of_sitemap(body, url, only)
    if _FEED.search(head):
        return _of_feed(body, url, only)
    return _of_page(body, url, only)


def _of_sitemap(body: bytes, url: str, only: str) -> Links:
    found: list[Link] = []
    for place in re.finditer(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2000})", body):
        address = canonical(_unescaped(place[1].decode("utf-8", "replace")), url)
        before = body[max(0, place.start() - 200) : place.start()]
        is_map = before.rfind(b"<sitemap>") > before.rfind(b"<url>")
        if address and (is_map or only in URL(address).path):
            found.append(Link(address, "sitemap" if is_map else "page"))
    return Links("sitemap", items=_once(found))


def _of_feed(body: bytes, url: str, only: str) -> Links:
    found = (canonical(_unescaped(link), url) for link in _entries(decoded_page(body).text))
    own = {url, str(URL(url).origin()) + "/"}
    return Links(
        "feed",
        items=_once(
            Link(link, "page")
            for link in found
            if link and link not in own and only in URL(link).path
        ),
    )


def _entries(feed: str) -> Iterator[str]:
    """Where the entries of an RSS or Atom feed lead, also of one that is broken."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False)
    root = etree.fromstring(feed.strip().encode("utf-8"), parser)
    for entry in () if root is None else root.iter("{*}item", "{*}entry"):
        for link in entry.iterchildren("{*}link"):
            if link.get("rel", "alternate") == "alternate":
                yield link.get("href") or link.text or ""


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text.removeprefix("<![CDATA[").removesuffix("]]>").strip())


@dataclass(frozen=True, slots=True)
class _Anchor:
    url: str | None
    text: str
    title: str


def _of_page(body: bytes, url: str, only: str) -> Links:
    tree = tree_of_page(body)
    if tree is None:
        return Links("page")
    base = _base(tree, url)
    anchors = [_anchor(node, base) for node in tree.iter("a")]
    items = _items(anchors, url, only)
    script = " ".join(node.text or "" for node in tree.iter("script"))
    more = _more(anchors, url, script)
    stuck = any(_NEXT.match(a.text) and a.url is None for a in anchors)
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


def _anchor(node: Any, base: str) -> _Anchor:
    href = (node.get("href") or "").strip()
    real = bool(href) and not href.startswith("#") and not href.lower().startswith("javascript:")
    text = re.sub(r"\s+", "", node.text_content() or "")
    return _Anchor(canonical(href, base) if real else None, text, (node.get("title") or "").strip())


def _title(tree: Any) -> str:
    for path in ("//meta[@name='ArticleTitle']/@content", "//h1", "//title"):
        for found in tree.xpath(path)[:1]:
            text = found if isinstance(found, str) else found.text_content()
            if text := re.sub(r"\s+", " ", text).strip():
                return text[:200]
    return ""


def _items(anchors: list[_Anchor], url: str, only: str) -> tuple[Link, ...]:
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
        if wanted and not _is_pagination(a, url) and a.url != url:
            found.append(Link(a.url, _kind(a.url), name[:200]))
    return _once(found)


def is_list(links: Links, url: str) -> bool:
    """Whether it is what it names that counts: the last page of a list may name little."""
    return links.kind != "page" or bool(links.items and is_index(url))


def is_index(url: str) -> bool:
    """Is it the address of a list rather than of a document?"""
    return bool(_INDEX.match(URL(url).path.rpartition("/")[2])) and not URL(url).query


def _kind(url: str) -> Kind:
    return "attachment" if suffix_of(URL(url).path) in _ATTACHED else "page"


def _is_pagination(a: _Anchor, url: str) -> bool:
    return bool(_NEXT.match(a.text) or _NUMBER.match(a.text)) or (
        a.url is not None and _stem(a.url) == _stem(url) and len(a.text) < TITLE_CHARS
    )


def _more(anchors: list[_Anchor], url: str, script: str) -> tuple[str, ...]:
    """Where the list goes on: by links, or by the number that a script is told."""
    found = [
        a.url
        for a in anchors
        if a.url
        and host_of(a.url) == host_of(url)
        and a.url != url
        and (_NEXT.match(a.text) or (_NUMBER.match(a.text) and _stem(a.url) == _stem(url)))
    ]
    if numbered := _NUMBERED.search(script):
        stem, suffix = numbered["stem"], numbered["suffix"]
        names = (
            f"{stem}_{number}.{suffix}"
            for number in range(1, min(int(numbered["count"]), MOST_NUMBERED))
        )
        found += [there for name in names if (there := canonical(name, url)) and there != url]
    return tuple(dict.fromkeys(found))


def _stem(url: str) -> str:
    """The address without the number of a page of a list; index.html is index_1.html's."""
    stem = _PAGE_NUMBER.sub("", url)
    return re.sub(r"/(?:index|list|default)\.\w+$", "/", stem).rstrip("?&")


def suffix_of_address(url: str) -> str:
    """The suffix of the file behind an address: in its path, or as download?filename=a.doc."""
    parsed = URL(url)
    stated = (suffix_of(value) for value in parsed.query.values())
    return suffix_of(parsed.path) or next(filter(None, stated), "")


def _is_attached(a: _Anchor) -> bool:
    """Does it lead to a file, by its address or by what it is called: 附件1.docx?"""
    if a.url is None or suffix_of(URL(a.url).path) in _DOCUMENT:
        return False
    return bool({suffix_of_address(a.url), suffix_of(a.text), suffix_of(a.title)} & _ATTACHED)


def _attachments(anchors: list[_Anchor]) -> tuple[Link, ...]:
    """Files that can be taken in, wherever they lie; pictures are part of their page."""
    return _once(
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


def _once(links: Any) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(link.url, link)
    return tuple(found.values())
