"""``/mcp``: assistants ask and quote, by the Model Context Protocol over streamable HTTP."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.db.preferences import Preferences
from bot.web.pages.problems import Problem, problem_of
from bot.web.pages.refusals import refuse_larger
from bot.web.reader.api import RESULTS, answered, shown
from bot.web.reader.limits import Limits
from bot.web.served import Served
from retrieval.errors import WenceError

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = (
    "Questions about policy in Chinese, answered with verbatim quotes and their sources. "
    "Quote them as they are, with citation and article; verdict 'weak' means perhaps related, "
    "'none' that nothing was found: then say so."
)
REQUEST_BYTES = 100_000
TEXT = 8_000
"""Characters of an article's text in one answer."""


class Assistants:
    """An ASGI application; a request stands by itself, so nothing is kept between two."""

    def __init__(self, served: Served, limits: Limits) -> None:
        self._served = served
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.transport_security import TransportSecuritySettings

        request = Request(scope)
        refuse_larger(request, REQUEST_BYTES)
        self._limits.let_in(request)
        self._server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            # What is guarded is guarded by keys; the host's name is the proxy's matter.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        manager = self._server.session_manager
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    @cached_property
    def _server(self) -> MCPServer[Any]:
        from mcp.server import MCPServer  # half a second, and seldom needed

        server: MCPServer[Any] = MCPServer("wence", instructions=INSTRUCTIONS)
        server.add_tool(self.ask)
        server.add_tool(self.article)
        return server

    async def ask(self, question: str, results: int = 3) -> dict[str, Any]:
        """Answer a question about policy with up to 20 verbatim quotes and their sources.

        It understands conditions such as 2024年以后, 来源:福建日报 and names of places.
        """
        least, most = RESULTS
        wanted = Preferences(results=max(least, min(results, most)))
        try:
            return await answered(self._served, question.strip(), wanted)
        except (Problem, WenceError) as error:
            raise _refused(error) from None

    async def article(self, key: str, start: int = 0) -> dict[str, Any]:
        """The article with this key or id: what is known of it, and its text from a place on.

        ``text`` has at most 8,000 characters, from ``text_start``; ``characters`` counts all.
        """
        try:
            found = await asyncio.to_thread(shown, self._served, key, None)
        except (Problem, WenceError) as error:
            raise _refused(error) from None
        at = max(0, min(start, found["characters"]))
        return {**found, "text": found["text"][at : at + TEXT], "text_start": at}


def _refused(error: Exception) -> Exception:
    """What an assistant reads where a tool could not do its work."""
    from mcp.server.mcpserver.exceptions import ToolError

    return ToolError(problem_of(error).sentence)


def routes(served: Served, limits: Limits) -> list[BaseRoute]:
    # A stream of ours, for which others GET, would never say anything.
    return [Route("/mcp", Assistants(served, limits), methods=["POST"])]
