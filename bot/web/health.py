"""Is the process there? For supervisors, proxies and containers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def healthz(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


ROUTES = [Route("/healthz", healthz)]
