"""``/feed.xml``: the articles taken in last, in Atom."""

from __future__ import annotations

from functools import partial
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.db.hidden import hidden
from bot.view.blocks import visible
from bot.view.texts import words
from bot.web.pages.language import page_language
from bot.web.pages.render import public_address
from bot.web.reader.signature import may_search
from bot.web.served import Served
from retrieval.corpus.article import Article

NEWEST = 30
BEGINNING = 300
"""Characters of each text."""
ATOM = "http://www.w3.org/2005/Atom"


def feed(served: Served, request: Request) -> Response:
    """The newest articles that may be shown."""
    may_search(served)
    base = public_address(request, served.settings)
    language = page_language(request, served.settings.lang)
    unseen = hidden(served.chats)
    newest = served.live.current.articles.newest(NEWEST + len(unseen))
    found = [each for each in newest if each[0].id not in unseen][:NEWEST]
    root = ElementTree.Element("feed", xmlns=ATOM)
    _add(root, "title", f"{words('web_name', language)} · {words('web_feed', language)}")
    _add(root, "id", f"{base}/feed.xml")
    _add(root, "updated", found[0][1] if found else "1970-01-01T00:00:00Z")
    ElementTree.SubElement(root, "link", rel="self", href=f"{base}/feed.xml")
    for article, taken in found:
        root.append(_entry(article, taken, base))
    whole = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(whole, media_type="application/atom+xml")


def _entry(article: Article, taken: str, base: str) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    address = f"{base}/a/{article.key}"
    _add(entry, "title", article.shown_title)
    _add(entry, "id", address)
    _add(entry, "updated", taken)
    ElementTree.SubElement(entry, "link", href=address)
    author = ElementTree.SubElement(entry, "author")
    _add(author, "name", article.author or article.source or "–")
    _add(entry, "summary", article.text[:BEGINNING])
    return entry


def _add(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = visible(text)


def routes(served: Served) -> list[BaseRoute]:
    return [Route("/feed.xml", partial(feed, served))]
