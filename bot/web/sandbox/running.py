"""The sandbox as one process: the server, the bot and the page, until Ctrl-C."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from pydantic import SecretStr

from bot.app import running, until_stopped
from bot.logs.setup import start_logs
from bot.settings import LOOPBACK, Settings
from bot.web.botapi import Telegram
from bot.web.sandbox.api import Api
from bot.web.sandbox.page import MIDDLEWARE, files
from bot.web.sandbox.town import ADMIN, Town
from bot.web.server import listen, serving_http

Ready = Callable[[str], object]


def run(settings: Settings, listening: socket.socket, ready: Ready) -> None:
    """Serve the page until told to stop; ``ready`` is called with its address once it is there.

    Raises:
        WenceError: the home cannot be opened.
    """
    start_logs(settings.model_copy(update={"log_level": "warning"}))
    asyncio.run(until_stopped(_serve(settings, listening, ready)))


async def _serve(settings: Settings, listening: socket.socket, ready: Ready) -> None:
    town = Town()
    api = Api(town)
    async with (
        town.telegram,
        running(in_town(settings, town.telegram)) as bot,
        serving_http(listening, [*api.routes(), files()], MIDDLEWARE) as port,
    ):
        try:
            ready(f"http://{LOOPBACK}:{port}")
            await bot.receiving
        finally:
            api.end()


def in_town(settings: Settings, telegram: Telegram) -> Settings:
    """The settings with which the bot lives in the sandbox, whatever they say of Telegram.

    It serves the reader on a port of its own, so that links to quotes lead somewhere.
    """
    with listen(LOOPBACK, 0) as free:
        reader = free.getsockname()[1]
    own = {
        "token": SecretStr(telegram.world.token),
        "api_base_url": telegram.url,
        "admin_ids": frozenset({ADMIN}),
        "editor_ids": frozenset(),
        "allow_ids": frozenset(),
        "proxy": None,
        "http": (LOOPBACK, reader),
        "web_url": f"http://{LOOPBACK}:{reader}",
    }
    return settings.model_copy(update=own)
