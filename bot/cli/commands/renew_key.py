"""``wence renew-key``: another key for the hashes of people."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.speech import say
from bot.db.key_renewal import renew_key as renew


@click.command()
@with_home
@with_json
def renew_key(home: Path | None, as_json: bool) -> None:
    """Make a new chats.key; the questions kept under the old one go.

    Settings, watches, bans and what 👍 said stay. The bot must not be running.
    """
    opened, _ = open_home(home)
    gone = renew(opened)
    if as_json:
        write_json({"event": "done", "questions": gone})
    else:
        click.echo(say("key_renewed", path=opened.chats_key, count=gone))
