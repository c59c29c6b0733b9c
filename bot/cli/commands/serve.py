"""``wence serve``: the bot."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli.options import with_home
from bot.settings import load_settings


@click.command()
@with_home
def serve(home: Path | None) -> None:
    """Run the Telegram bot, until Ctrl-C."""
    from bot.app import serve as serve_bot  # loads Telegram's library, which no other command needs

    sys.exit(serve_bot(load_settings(home)))
