"""What do a feed and a sitemap list: RSS 2.0, RSS 1.0 in RDF, Atom, sitemaps and their indexes?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree
from yarl import URL

from bot.follow.addresses import canonical
from bot.follow.link import Link, Links, once
from retrieval.corpus.readers.web.page import decoded_page

HEAD = 100_000
"""Comments and the like before the root take fewer bytes."""
_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf|\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*"
    rb"<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]",
    re.DOTALL,
)
_INSIDE = re.compile(rb"<(?:(rss|feed|rdf:RDF)|urlset|sitemapindex)[\s>]")
"""Something stands before the root that should not."""
_FEEDS = frozenset({b"rss", b"feed", b"RDF", b"rdf:RDF"})
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def root_of(body: bytes) -> str | None:
    """Is it a "feed" or a "sitemap"? None for anything else."""
    found = _ROOT.match(body[:HEAD]) or _INSIDE.search(body[:2000])
    if found is None:
        return None
    return "feed" if found[1] in _FEEDS else "sitemap"


def links_of_sitemap(body: bytes, url: str, only: str) -> Links:
    """The pages that a sitemap lists, or the sitemaps that an index of them does."""
    found: list[Link] = []
    for place in re.finditer(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2000})", body):
        address = canonical(_unescaped(place[1].decode("utf-8", "replace")), url)
        before = body[max(0, place.start() - 200) : place.start()]
        is_map = before.rfind(b"<sitemap>") > before.rfind(b"<url>")
        if address and (is_map or only in URL(address).path):
            found.append(Link(address, "sitemap" if is_map else "page"))
    return Links("sitemap", items=once(found))


def links_of_feed(body: bytes, url: str, only: str) -> Links:
    """The pages that a feed lists, also one that is broken, and where older entries are."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False)
    root = etree.fromstring(decoded_page(body).text.strip().encode("utf-8"), parser)
    if root is None:
        return Links("feed")
    own = {url, str(URL(url).origin()) + "/"}
    entries = root.iter("{*}item", "{*}entry")
    found = [link for entry in entries for link in _addresses(entry, "alternate", url)]
    items = once(Link(link, "page") for link in found if link not in own)
    older = [
        link for part in (root, *root.iterchildren()) for link in _addresses(part, "next", url)
    ]
    return Links(
        "feed",
        items=tuple(item for item in items if only in URL(item.url).path),
        more=tuple(dict.fromkeys(link for link in older if link != url)),
    )


def _addresses(entry: Any, relation: str, url: str) -> Iterator[str]:
    """Where the links of an entry, or of the whole feed, lead; RFC 4287 and 5005, RSS 2.0."""
    stated = [
        (link, link.get("href") or link.text or "")
        for link in entry.iterchildren("{*}link")
        if link.get("rel", "alternate") == relation
    ]
    if not stated and relation == "alternate":
        stated = [
            (guid, guid.text or "")
            for guid in entry.iterchildren("{*}guid")
            if guid.get("isPermaLink", "true") == "true"
        ]
    for node, written in stated:
        if address := canonical(_unescaped(written), _base(node, url)):
            yield address


def _base(node: Any, url: str) -> str:
    """What relative addresses count from: ``xml:base`` of whatever is around them."""
    for around in reversed([node, *node.iterancestors()]):
        if stated := around.get(_BASE):
            url = canonical(stated, url) or url
    return url


def _unescaped(text: str) -> str:
    return unescape(text.removeprefix("<![CDATA[").removesuffix("]]>").strip())
