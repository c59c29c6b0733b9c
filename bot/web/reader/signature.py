"""Who may read: everybody, or, where only some may ask, whoever has a link that the bot gave.

With ``WENCE_ALLOW_IDS`` set the bot signs its links to articles, each for one article, as a
message holds for whoever sees it; everything else in the browser is closed.
"""

from __future__ import annotations

from hmac import compare_digest
from http import HTTPStatus

from starlette.requests import Request

from bot.web.pages.problems import Problem
from bot.web.served import Served
from retrieval.corpus.article import Article


def may_read(served: Served, request: Request, article: Article) -> None:
    """Let whoever may read this article pass.

    Raises:
        Problem: they have no link of the bot's to it.
    """
    if not served.settings.allow_ids:
        return
    stated = request.query_params.get("s", "")
    if not compare_digest(stated.encode(), served.chats.signed(article.id).encode()):
        raise Problem(HTTPStatus.FORBIDDEN, "web_only_links")


def may_search(served: Served) -> None:
    """Let everybody pass where everybody may ask.

    Raises:
        Problem: only some may ask.
    """
    if served.settings.allow_ids:
        raise Problem(HTTPStatus.FORBIDDEN, "web_only_links")
