"""``wence backup`` and ``wence restore``: a home in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.failures import failure_as_json
from bot.cli.options import with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.speech import say
from bot.settings import home_of, load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_home
@with_json
def backup(file: Path, home: Path | None, as_json: bool) -> None:
    """Write all that cannot be made again into FILE, while the bot runs.

    That is the collection with its sources, the chats with their key, files from the chat, the
    lexicon, what was learnt, and the settings without the token.
    """
    from bot.backup.backup import back_up

    settings = load_settings(home)
    with failure_as_json(as_json):
        made = back_up(home_of(settings), settings, file)
    if as_json:
        write_json({"event": "done", "articles": made.articles, "bytes": made.size})
    else:
        megabytes = f"{made.size / 1e6:,.1f}"
        click.echo(say("backup_made", path=file, articles=made.articles, megabytes=megabytes))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put a home that is there aside, and go on.")
@with_home
@with_json
def restore(file: Path, replace: bool, home: Path | None, as_json: bool) -> None:
    """Make a home from FILE, here or on another machine, and build its index.

    Every file is checked first. A home that is not empty is refused without --replace.
    """
    from bot.backup.restore import restore as run

    with failure_as_json(as_json):
        opened = home_of(load_settings(home))
        with progress(as_json) as show:
            found, aside = run(file, opened, replace=replace, on_progress=show)
    if as_json:
        write_json({"event": "done", "articles": found.articles, "aside": aside and str(aside)})
        return
    click.echo(say("restored", home=opened.path, articles=found.articles, made=found.made))
    if aside:
        click.echo(say("restored_aside", path=aside))
    click.echo(say("restored_settings", path=opened.path / "settings.env"))
