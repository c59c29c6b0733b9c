"""What does a page state about itself, in its head and around its text?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from retrieval.corpus.metadata import bylines, labels
from retrieval.corpus.metadata.headlines import is_subtitle, same
from retrieval.text import dates

META = {
    "title": ("articletitle", "og:title", "dc.title", "twitter:title"),
    "date": ("pubdate", "article:published_time", "og:published_time", "publishdate", "dc.date",
             "og:release_date", "firstpublishedtime",
             "weibo: article:create_at", "datepublished", "publish_date"),
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
    _settle_source(facts)
    if title := facts.pop("title", None) or _title_of(tree, facts.get("site", "")):
        facts["title"] = title
    return facts


_PUBLISHER = re.compile(r"(?:网|網|报|報|社|台|臺|政府|发布|局|厅|委|端)$")


def _settle_source(facts: dict[str, str]) -> None:
    """The publisher without its label; an author who is one is the source."""
    if "source" in facts:
        stated = facts.pop("source")
        source = bylines.source("来源：" + re.sub(r"^\s*(?:来源|來源)\s*[:：]", "", stated))
        facts |= {"source": source} if source else {}
    author = facts.get("author", "")
    if _PUBLISHER.search(author) or author in {facts.get("site"), facts.get("source")}:
        facts.pop("author", None)
        facts.setdefault("source", author)


def _text(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def _title_of(tree: Any, site: str) -> str | None:
    """The only ``<h1>``, else the ``<title>`` without the name of the site."""
    headings = [_text(node) for node in tree.xpath("//h1")]
    headings = [heading for heading in headings if 4 <= len(heading) <= 90 and heading != site]
    if len(headings) == 1:
        return headings[0]
    titles = tree.xpath("//head/title") or tree.xpath("//title")
    title = re.sub(r"\s+", " ", titles[0].text_content()).strip() if titles else ""
    shown = [_text(node) for node in tree.xpath("//h1|//h2|//h3|//h4")[:50]]
    shared = [text for text in shown if 6 <= len(text) <= 90 and text in title and text != site]
    if shared:
        return max(shared, key=len)
    shorter = _SITE_SUFFIX.sub("", title)
    while shorter != title and len(shorter) >= 6:
        title, shorter = shorter, _SITE_SUFFIX.sub("", shorter)
    if len(title) < 4 or title == site or _GENERIC.match(title):
        return None
    return title


NEAR = 6
"""So many lines below the text may tell who edited it."""


def facts_around(shown: list[str], text: str, title: str | None) -> dict[str, str]:
    """What the lines of a page around its text say: 发布时间, 来源, 文号, authors, editors.

    Above the title only labelled lines count, and between title and text any line of metadata.
    """
    lines = [line.strip() for line in text.split("\n") if len(line.strip()) > 10]
    lines = [line for line in lines if "。" in line] or lines
    opening, closing = (_joined(lines[0])[:20], _joined(lines[-1])[-20:]) if lines else ("", "")
    joined = [_joined(line) for line in shown]
    end = next((i for i, line in enumerate(joined) if opening and opening in line), len(shown))
    last = max((i for i, line in enumerate(joined) if closing and closing in line), default=end)
    titles = [i for i, line in enumerate(shown[:end]) if title and same(line, title)]
    start = titles[-1] if titles else end
    facts: dict[str, str] = {}
    for line in shown[start:end]:
        facts = {**_between(line, facts), **facts}
    for line in shown[:start]:
        facts = {**labels.tidy(labels.labelled(line) or {}), **facts}
    for line in shown[last + 1 : last + 1 + NEAR]:
        below = labels.facts(line) or {}
        facts = {**{name: below[name] for name in ("editor", "source") if name in below}, **facts}
    facts.pop("title", None)
    return facts


def _joined(line: str) -> str:
    return re.sub(r"\s", "", line)


def _between(line: str, known: Mapping[str, str]) -> dict[str, str]:
    if (facts := labels.facts(line)) is not None:
        return facts
    if is_subtitle(line):
        return {"subtitle": line}
    if names := bylines.byline(line):
        return {"author": names}
    found = [mention for mention in dates.mentions(line) if mention.has_year and mention.has_day]
    timed = re.search(r"\d{1,2}[:：]\d{2}", line)
    if len(found) == 1 and timed and len(line) <= 60 and "published" not in known:
        return {"published": found[0].date}
    return {}
