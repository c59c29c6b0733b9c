"""``wence hide`` and ``unhide``: what is shown of the collection."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.speech import say
from bot.db import hidden
from bot.db.database import Chats
from retrieval.corpus.store import Store


@click.command()
@click.argument("ids", nargs=-1, required=True)
@with_home
@with_json
def hide(ids: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Keep articles from being shown, by id or key; they stay in the collection."""
    _change(ids, home, hidden.hide, ("hidden_here", "hidden_already"), as_json=as_json)


@click.command()
@click.argument("ids", nargs=-1, required=True)
@with_home
@with_json
def unhide(ids: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Show articles again, by id or key."""
    _change(ids, home, hidden.unhide, ("shown_again", "shown_already"), as_json=as_json)


def _change(
    ids: tuple[str, ...],
    home: Path | None,
    verb: Callable[[Chats, str], bool],
    lines: tuple[str, str],
    *,
    as_json: bool,
) -> None:
    """Do it to all of them, or to none where one is unknown; ``lines`` say done, and as it was."""
    opened, _ = open_home(home)
    with Store.open(opened) as store:
        articles = [store.get(id) for id in ids]
    with closing(Chats.open(opened)) as chats:
        for article in articles:
            changed = verb(chats, article.id)
            if as_json:
                now_hidden = verb is hidden.hide
                write_json({"id": article.id, "key": article.key, "hidden": now_hidden})
            else:
                line = lines[0] if changed else lines[1]
                click.echo(say(line, title=article.shown_title, key=article.key))
