"""What does a page state about itself in its head and its scripts?

The meta tags of government sites win, then JSON-LD, ``og:`` and what publishing systems write into
scripts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from retrieval.corpus.metadata import bylines
from retrieval.corpus.metadata.publishers import is_nobody, is_publisher
from retrieval.text import dates

META = {
    "title": ("articletitle", "og:title", "dc.title", "twitter:title"),
    "date": ("pubdate", "article:published_time", "og:published_time", "publishdate", "dc.date",
             "og:release_date", "firstpublishedtime",
             "weibo: article:create_at", "datepublished", "publish_date", "dateupdate"),
    "source": ("contentsource", "source", "mediaid", "dc.publisher"),
    "claimed": ("author", "article:author", "og:article:author", "dc.creator"),
    "url": ("url", "og:url"),
    "column": ("columnname", "article:section"),
    "site": ("sitename", "og:site_name", "application-name"),
}  # fmt: skip
"""The names of the meta tags for each field, the best first; in lower case."""

SCRIPTED = {
    "account": r"""\bvar\s+nickname\s*=\s*(?:htmlDecode\()?["']([^"'<>]{1,40})["']""",
    "second": r"""\bvar\s+ct\s*=\s*["'](\d{10})["']""",
    "date": r"""["']?\b(?:pub_?time|publish_?time|pub_?date|publish_?date)["']?\s*[:=]\s*["']"""
    r"""((?:19|20)\d\d-\d\d-\d\d)""",
}
"""Variables of WeChat (the name of the account, the second of publication) and of portals."""

CHINA = timedelta(hours=8)
_ARTICLES = {"Article", "NewsArticle", "Report", "BlogPosting", "ReportageNewsArticle", "WebPage"}
_PLATFORM = re.compile("微信公众平台|微信公眾平台|今日头条$|百家号$")
"""Names of places where anybody publishes: none of them is the publisher."""
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,100})?/?>", re.IGNORECASE)
"""Some editors put the markup of a heading into the title that is stated."""


def page_facts(tree: Any) -> dict[str, str]:
    """The fields that meta tags, JSON-LD and scripts state; ``site`` is the publisher.

    The author of a meta tag is only ``claimed``: ``around`` looks for it on the page.
    """
    tags = _meta_tags(tree)
    facts = _scripted(tree)
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
    if "author" in stated:
        facts["author"] = stated["author"]
    if "url" not in facts and (links := tree.xpath("//link[@rel='canonical']/@href")):
        facts["url"] = str(links[0]).strip()
    days = {str(day)[:10] for day in tree.xpath("//time/@datetime")}
    if "date" not in facts and len(days) == 1:
        facts["date"] = days.pop()
    return _checked(facts)


def _scripted(tree: Any) -> dict[str, str]:
    """What variables in scripts say."""
    found: dict[str, str] = {}
    for script in tree.xpath("//script[not(@src)]"):
        text = script.text or ""
        for name, pattern in SCRIPTED.items():
            if name not in found and (match := re.search(pattern, text)):
                found[name] = match[1]
    if second := found.pop("second", None):
        found["date"] = (datetime.fromtimestamp(int(second), UTC) + CHINA).date().isoformat()
    if account := found.pop("account", None):
        found["source"] = account
    return found


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        value = re.sub(r"\s+", " ", _TAG.sub(" ", element.get("content"))).strip()
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


def _checked(facts: dict[str, str]) -> dict[str, str]:
    """Dates as ISO 8601; nothing that says nothing."""
    if date := facts.pop("date", None):
        facts |= {"date": found} if (found := dates.stated_date(date)) else {}
    if not facts.get("url", "").startswith(("http://", "https://")):
        facts.pop("url", None)
    if _PLATFORM.search(facts.get("site", "")):
        del facts["site"]
    if "source" in facts:
        stated = facts.pop("source")
        source = bylines.source("来源：" + re.sub(r"^\s*(?:来源|來源)\s*[:：]", "", stated))
        facts |= {"source": source} if source else {}
    for name in ("author", "claimed"):
        author = facts.get(name, "")
        if is_publisher(author) or author in {facts.get("site"), facts.get("source")}:
            facts.pop(name, None)
            facts.setdefault("source", author)
    if is_nobody(facts.get("author", "")):
        del facts["author"]
    return {name: value for name, value in facts.items() if value}
