"""``/api``: answers and articles as JSON, the same objects as on the command line."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.db.hidden import hidden
from bot.db.preferences import Preferences
from bot.question import QUESTION_CHARS
from bot.web.pages.problems import Problem
from bot.web.reader.limits import Limits
from bot.web.reader.openapi import document
from bot.web.reader.place import newest_of, version_of
from bot.web.served import Served
from retrieval.corpus.description import described, listed

RESULTS, QUOTE_CHARS, PAGE = (1, 20), (40, 2_000), (1, 100)
"""The least and the most."""


async def ask(served: Served, limits: Limits, request: Request) -> Response:
    """One answer."""
    limits.let_in(request)
    question = request.query_params.get("q", "").strip()
    preferences = Preferences(
        results=_number(request, "results", 3, RESULTS),
        quote_chars=_number(request, "quote_chars", 200, QUOTE_CHARS),
    )
    return JSONResponse(await answered(served, question, preferences))


async def answered(served: Served, question: str, preferences: Preferences) -> dict[str, Any]:
    """The answer to a question of a program's.

    Raises:
        Problem: it is empty or too long.
    """
    if not question:
        raise Problem(HTTPStatus.BAD_REQUEST, "web_question_missing")
    if len(question) > QUESTION_CHARS:
        raise Problem(HTTPStatus.BAD_REQUEST, "too_long", limit=QUESTION_CHARS)
    return (await served.ask(question, preferences)).as_json()


async def articles(served: Served, limits: Limits, request: Request) -> Response:
    """Some of the articles, in the order in which they came in."""
    limits.let_in(request)
    skip = _number(request, "skip", 0, (0, 10**9))
    most = _number(request, "most", 50, PAGE)
    return JSONResponse(await asyncio.to_thread(_page, served, skip, most))


async def article(served: Served, limits: Limits, request: Request) -> Response:
    """One article with its text."""
    limits.let_in(request)
    stated = request.query_params.get("v")
    version = _number(request, "v", 1, (1, 10**9)) if stated else None
    key = request.path_params["key"]
    return JSONResponse(await asyncio.to_thread(shown, served, key, version))


def shown(served: Served, key: str, version: int | None) -> dict[str, Any]:
    """An article in one of its versions, by default the one that counts.

    Raises:
        UnknownArticle: there is none, or it is hidden.
        Problem: it has no such version, or is no longer in the collection.
    """
    newest, known = newest_of(served, key)
    chosen = version_of(str(version) if version else None, known)
    kept = served.live.current.articles
    found = newest if chosen.n == known[0].n else kept.read([chosen.n])[0]
    return described(found, known, kept.reposts(chosen.n), outline=True)


def _page(served: Served, skip: int, most: int) -> dict[str, Any]:
    kept, unseen = served.live.current.articles, hidden(served.chats)
    total = kept.count()
    found = [each for each in kept.articles(skip=skip, most=most) if each.id not in unseen]
    return {
        "total": total,
        "next": skip + most if skip + most < total else None,
        "articles": [
            listed(each, kept.reposts(n))
            for each, n in zip(found, kept.versions(each.id for each in found), strict=True)
        ],
    }


def _number(request: Request, name: str, usual: int, allowed: tuple[int, int]) -> int:
    """The number of a parameter.

    Raises:
        Problem: it is none, or out of its range.
    """
    stated = request.query_params.get(name, str(usual))
    least, most = allowed
    if not (stated.isascii() and stated.isdecimal() and least <= int(stated[:12]) <= most):
        raise Problem(HTTPStatus.BAD_REQUEST, "web_number", name=name, least=least, most=most)
    return int(stated)


def described_api(_: Request) -> Response:
    return JSONResponse(document())


def routes(served: Served, limits: Limits) -> list[BaseRoute]:
    """What programs ask."""
    return [
        Route("/api/ask", partial(ask, served, limits)),
        Route("/api/articles", partial(articles, served, limits)),
        Route("/api/articles/{key}", partial(article, served, limits)),
        Route("/openapi.json", described_api),
    ]
