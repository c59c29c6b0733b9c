"""Is the process there, and can it answer? For supervisors, proxies and containers."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

from bot.state import BotState
from bot.transport.updates.receiving import Receiver
from retrieval.errors import EngineUnavailable, NotIndexed


def routes(state: BotState, receiver: Receiver) -> list[BaseRoute]:
    """``/healthz`` says that the process runs, ``/readyz`` what a bot lacks for answering."""
    return [*ROUTES, Route("/readyz", partial(_readyz, state, receiver))]


async def _healthz(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


ROUTES = [Route("/healthz", _healthz)]
"""Of whatever serves."""


async def _readyz(state: BotState, receiver: Receiver, _: Request) -> PlainTextResponse:
    """200, or 503 with one line of what is missing."""
    silence = _silence(state, receiver)
    missing = " ".join(filter(None, [await asyncio.to_thread(_index_fault, state), silence]))
    return PlainTextResponse(missing or "ok", status_code=503 if missing else 200)


def _index_fault(state: BotState) -> str:
    """What is wrong with the index on the disk, or in the cluster.

    What is open on the disk goes on answering until the process ends.
    """
    searcher = state.live.current
    try:
        lost = bool(searcher.generation) and searcher.generations.live() is None
    except EngineUnavailable as error:
        return str(error)
    except NotIndexed:
        lost = True
    return f"The index cannot be read in {state.home.index.name}/." if lost else ""


def _silence(state: BotState, receiver: Receiver) -> str:
    if receiver.heard_at is None:
        return "Telegram has not answered yet."
    silent = receiver.silent_s
    return f"Telegram has been silent for {silent:.0f} s." if silent > receiver.SILENT_S else ""
