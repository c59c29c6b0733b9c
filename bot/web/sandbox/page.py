"""The page and its files, and who may ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.web.pages.headers import SafeHeaders

STATIC = Path(__file__).parent / "static"
HOSTS = ["127.0.0.1", "localhost"]
"""By which names the page is reached; any other is another site's that points here."""

MIDDLEWARE = [
    Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS),
    Middleware(SafeHeaders, frames="'none'"),
]


class FreshFiles(StaticFiles):
    """Files of which a browser asks each time whether they have changed."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        response = super().file_response(*args, **named)
        response.headers["Cache-Control"] = "no-cache"
        return response


def files() -> Mount:
    """The page at ``/``, and what it loads."""
    return Mount("/", FreshFiles(directory=STATIC, html=True))
