"""What an address of the reader names: an article, a version of it, a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request

from bot.db.hidden import hidden
from bot.web.pages.problems import Problem
from bot.web.reader.signature import may_read
from bot.web.served import Served
from retrieval.corpus.article import Article
from retrieval.corpus.versions import Version
from retrieval.errors import UnknownArticle
from retrieval.text.ranges import Range

_QUOTE = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Place:
    """An article in one of its versions, perhaps with the place of a quote."""

    article: Article
    version: Version
    versions: tuple[Version, ...]
    """All of them, the newest first."""
    quote: Range | None

    @property
    def live(self) -> Version | None:
        """The version that counts now, None where the article is gone."""
        return next((each for each in self.versions if each.live), None)


def read_place(served: Served, request: Request) -> Place:
    """What the address names, by its path and by ``?v=`` and ``?q=start-end``.

    Raises:
        UnknownArticle: there is no such article, or it may not be shown.
        Problem: the version or the quote is none of it, or the reader may not read it.
    """
    newest, known = newest_of(served, request.path_params["key"])
    may_read(served, request, newest)
    version = version_of(request.query_params.get("v"), known)
    article = newest
    if version.n != known[0].n:
        (article,) = served.live.current.articles.read([version.n])
    stated = request.path_params.get("quote") or request.query_params.get("q")
    return Place(article, version, tuple(known), _quote(stated, article.text))


def newest_of(served: Served, key: str) -> tuple[Article, list[Version]]:
    """The last version of an article, and which versions there are, the newest first.

    Raises:
        UnknownArticle: there is no such article, or it may not be shown.
    """
    articles = served.live.current.articles
    known = articles.history(key)
    (newest,) = articles.read([known[0].n])
    if newest.id in hidden(served.chats):
        raise UnknownArticle("article_hidden", name=key)
    return newest, known


def version_of(stated: str | None, known: list[Version]) -> Version:
    """The version that is asked for, else the one that counts.

    Raises:
        Problem: there is none, or the article is gone.
    """
    if not stated:
        live = next((each for each in known if each.live), None)
        if live is None:
            raise Problem(HTTPStatus.GONE, "web_article_gone", last=known[0].version)
        return live
    for each in known:
        if stated == str(each.version):
            return each
    raise Problem(HTTPStatus.NOT_FOUND, "web_version_unknown", count=len(known))


def _quote(stated: str | None, text: str) -> Range | None:
    """The place of the quote.

    Raises:
        Problem: it is no range, or none of the text.
    """
    if not stated:
        return None
    found = _QUOTE.fullmatch(stated)
    if found is None or not (start := int(found[1])) < (end := int(found[2])):
        raise Problem(HTTPStatus.BAD_REQUEST, "web_quote_malformed")
    if end > len(text):
        raise Problem(HTTPStatus.NOT_FOUND, "web_quote_outside", count=len(text))
    return start, end
