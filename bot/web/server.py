"""An HTTP server in the event loop of whoever starts it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from uvicorn.protocols.http.h11_impl import H11Protocol

from retrieval.errors import WenceError

REQUEST_S = 20.0
"""So long the headers of a request may take."""
MOST_CONNECTIONS = 400
"""At once; a process may have 1,024 files open where nothing else is said."""
GRACE_S = 2
"""So long requests may go on when the server ends."""


@asynccontextmanager
async def serving_http(
    at: tuple[str, int] | socket.socket,
    routes: Sequence[BaseRoute],
    middleware: Sequence[Middleware] = (),
) -> AsyncIterator[int]:
    """Answer requests; gives the port, which was chosen by the system where 0 was asked for.

    Args:
        at: an address, or what ``listen`` gave for one.

    Raises:
        WenceError: the address is in use, or none of this machine.
    """
    listening = at if isinstance(at, socket.socket) else listen(*at)
    config = uvicorn.Config(
        Starlette(routes=list(routes), middleware=list(middleware)),
        log_config=None,
        access_log=False,
        server_header=False,
        http=_Connection,
        timeout_graceful_shutdown=GRACE_S,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        await serving


class _Connection(H11Protocol):
    """Is closed where no request comes, and at once where too many others are open.

    Who opens connections and sends hardly anything would take the files that the bot needs.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._patience = self.loop.call_later(REQUEST_S, self._close_unasked)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._patience.cancel()
        self._patience = self.loop.call_later(REQUEST_S, self._close_unasked)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._patience.cancel()

    def _close_unasked(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class _Server(uvicorn.Server):
    """Leaves the signals to the process that it is part of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take an address for a server.

    Raises:
        WenceError: the address is in use, or none of this machine.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError:
        raise WenceError("http_address_in_use", address=f"{host}:{port}") from None
