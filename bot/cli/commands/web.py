"""``wence web``: the reader without the bot."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.cli.options import with_home
from bot.cli.speech import say
from bot.logs.setup import start_logs
from bot.settings import Settings, load_settings
from retrieval.errors import WenceError

ADDRESS = ("127.0.0.1", 8766)


@click.command()
@with_home
def web(home: Path | None) -> None:
    """Show the collection in a browser, until Ctrl-C; it needs no token.

    At the address WENCE_HTTP, else 127.0.0.1:8766.
    """
    settings = load_settings(home)
    start_logs(settings)
    try:
        asyncio.run(_serve(settings))
    except ImportError:
        raise WenceError("web_missing") from None


async def _serve(settings: Settings) -> None:
    from bot.threads import ended_threads
    from bot.web.application import reader
    from bot.web.health import ROUTES
    from bot.web.served import opened
    from bot.web.server import serving_http
    from retrieval.index.kernel import warm

    address = settings.http or ADDRESS
    with opened(settings) as state:
        async with ended_threads(), serving_http(address, [*ROUTES, reader(state)]) as port:
            click.echo(say("web_open", address=f"http://{address[0]}:{port}/"))
            warming = asyncio.create_task(asyncio.to_thread(warm))
            try:
                await state.keep_current()
            finally:
                await warming
                await state.stop()
