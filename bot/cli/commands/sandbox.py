"""``wence sandbox``: the bot in the browser, without Telegram."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from bot.cli.commands.index import summary
from bot.cli.options import with_home
from bot.cli.progress import progress
from bot.cli.speech import say
from bot.settings import LOOPBACK, demo_home, has_display, load_settings
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.resources import resource

PORT = 8765


@click.command()
@with_home
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65_535))
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def sandbox(home: Path | None, port: int, no_browser: bool) -> None:
    """Chat with the bot in the browser, without a token, until Ctrl-C.

    It answers from the sample articles; with --home from a collection of your own.
    """
    open_sandbox(home, port, browser=not no_browser)


def open_sandbox(home: Path | None = None, port: int = PORT, *, browser: bool = True) -> None:
    """Serve the sandbox; the samples are taken in where no other home is named.

    Raises:
        WenceError: the extra ``web`` is missing, or the port is in use.
    """
    try:
        from bot.web.sandbox.running import run
        from bot.web.server import listen
    except ImportError:
        raise WenceError("sandbox_missing") from None
    try:
        listening = listen(LOOPBACK, port)
    except WenceError:
        raise WenceError("sandbox_port_in_use", port=port) from None
    if home is None:
        take_in_samples(Home(demo_home()))

    def ready(address: str) -> None:
        click.echo(say("sandbox_ready", address=address))
        if browser and has_display():
            with suppress(webbrowser.Error):
                webbrowser.open(address)

    with listening:
        run(load_settings(home or demo_home()), listening, ready)


def take_in_samples(home: Home, samples: Path | None = None) -> None:
    """Index the sample articles into a home of their own; again, only what has changed."""
    from retrieval.index.building.operations import index_paths

    with progress(as_json=False) as show:
        report = index_paths(home, [samples or resource("articles")], on_progress=show)
    click.echo(summary(report)[0])
