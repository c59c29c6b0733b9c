"""``wence serve``: the bot."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.failures import exit_code_for_restarts
from bot.cli.options import with_home
from bot.cli.speech import say_reason
from bot.settings import load_settings, unknown_settings


@click.command()
@with_home
def serve(home: Path | None) -> None:
    """Run the Telegram bot, until Ctrl-C.

    Exit codes: 78 for a token, a setting or a home that somebody has to see to, 75 for what a
    restart may cure.
    """
    from bot.app import serve as serve_bot  # loads Telegram's library, which no other command needs

    with exit_code_for_restarts():
        settings = load_settings(home)
        for reason in unknown_settings():
            click.echo(f"wence: {say_reason(reason)}", err=True)
        serve_bot(settings)
