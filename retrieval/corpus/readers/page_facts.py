"""What does a page state about itself in its head?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from retrieval.corpus import dates

META = {
    "title": ("articletitle", "og:title", "dc.title", "twitter:title"),
    "date": ("pubdate", "article:published_time", "og:published_time", "publishdate", "dc.date",
             "og:release_date", "weibo: article:create_at", "datepublished", "publish_date"),
    "source": ("contentsource", "source", "mediaid", "dc.publisher"),
    "author": ("author", "article:author", "og:article:author", "dc.creator"),
    "url": ("url", "og:url"),
    "column": ("columnname", "article:section"),
    "site": ("sitename", "og:site_name", "application-name"),
}  # fmt: skip
"""The names of the meta tags for each field, the best first; in lower case."""

_ARTICLES = {"Article", "NewsArticle", "Report", "BlogPosting", "ReportageNewsArticle", "WebPage"}
_SITE_SUFFIX = re.compile(r"\s*(?:[_|｜]+|\s[-–—]+\s|--+|-(?=[^-]{2,16}$))\s*[^_|｜]{2,40}$")
_GENERIC = re.compile(
    r"^(?:首页|首頁|正文|文章|新闻|详情|无标题|無標題|untitled.*|home"
    r"|document)$",
    re.IGNORECASE,
)


def page_facts(tree: Any) -> dict[str, str]:
    """The fields that meta tags, JSON-LD and the ``<title>`` state; ``site`` is the publisher."""
    tags = _meta_tags(tree)
    facts: dict[str, str] = {}
    stated = _from_json_ld(tree)
    for name, known in META.items():
        government = tags.get(known[0], "")
        value = (
            government
            or stated.get(name)
            or next((tags[tag] for tag in known if tags.get(tag)), "")
        )
        if value:
            facts[name] = value
    if "url" not in facts and (links := tree.xpath("//link[@rel='canonical']/@href")):
        facts["url"] = str(links[0]).strip()
    return _checked(facts, tree)


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        value = re.sub(r"\s+", " ", element.get("content")).strip()
        if name and value:
            tags.setdefault(name.strip().lower(), value)
    return tags


def _from_json_ld(tree: Any) -> dict[str, str]:
    for script in tree.xpath("//script[@type='application/ld+json']")[:10]:
        try:
            value = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            kinds = node.get("@type")
            if {*kinds} & _ARTICLES if isinstance(kinds, list) else kinds in _ARTICLES:
                fields = {
                    "title": _name(node.get("headline")),
                    "date": _name(node.get("datePublished")),
                    "author": _name(node.get("author")),
                    "source": _name(node.get("publisher")),
                    "url": _name(node.get("url")),
                }
                if fields["title"] or fields["date"]:
                    return {name: text for name, text in fields.items() if text}
    return {}


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict):
            yield node
            yield from _nodes(node.get("@graph", []))


def _name(value: Any) -> str:
    """The text of a value that may be a text, an object with a name, or a list of those."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _checked(facts: dict[str, str], tree: Any) -> dict[str, str]:
    """Dates as ISO 8601; the title without the site's name; nothing that says nothing."""
    if date := facts.pop("date", None):
        facts |= {"date": found} if (found := dates.stated_date(date)) else {}
    if not facts.get("url", "").startswith(("http://", "https://")):
        facts.pop("url", None)
    if facts.get("author", "").startswith("http") or len(facts.get("author", "")) > 60:
        facts.pop("author", None)
    if title := facts.pop("title", None) or _title_of(tree, facts.get("site", "")):
        facts["title"] = title
    return facts


def _title_of(tree: Any, site: str) -> str | None:
    """The only ``<h1>``, else the ``<title>`` without the name of the site."""
    headings = [re.sub(r"\s+", " ", h1.text_content()).strip() for h1 in tree.xpath("//h1")]
    headings = [heading for heading in headings if 4 <= len(heading) <= 90 and heading != site]
    if len(headings) == 1:
        return headings[0]
    titles = tree.xpath("//head/title") or tree.xpath("//title")
    title = re.sub(r"\s+", " ", titles[0].text_content()).strip() if titles else ""
    shorter = _SITE_SUFFIX.sub("", title)
    while shorter != title and len(shorter) >= 6:
        title, shorter = shorter, _SITE_SUFFIX.sub("", shorter)
    if len(title) < 4 or title == site or _GENERIC.match(title):
        return None
    return title
