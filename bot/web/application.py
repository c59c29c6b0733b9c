"""The pages as one application: their routes, their headers, and what goes wrong in them."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.web.desk import access, following, overview, settings, table, uploads, work
from bot.web.desk import article as desk_article
from bot.web.pages import problems
from bot.web.pages.headers import SafeHeaders
from bot.web.pages.render import STATIC
from bot.web.reader import api, article, assistants, feed, search
from bot.web.reader.limits import Limits
from bot.web.served import Served


def reader(served: Served) -> BaseRoute:
    """The reader, at whatever address no other room has taken."""
    limits = Limits(served)
    pages = Starlette(
        routes=[
            *access.routes(served),
            *table.routes(served),
            *desk_article.routes(served),
            *uploads.routes(served),
            *work.routes(served),
            *following.routes(served),
            *settings.routes(served),
            *overview.routes(served),
            *search.routes(served, limits),
            *article.routes(served),
            *feed.routes(served),
            *api.routes(served, limits),
            *assistants.routes(served, limits),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SafeHeaders)],
        exception_handlers=problems.handlers(served),
    )
    return Mount("/", pages)
