"""``wence export`` and ``wence import``: the collection for another home, or for people."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.commands.index import COUNTED
from bot.cli.failures import failure_as_json
from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.speech import say
from bot.settings import home_of, load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=True))
@click.option("--markdown", is_flag=True, help="Write a folder of Markdown, for people to read.")
@with_home
@with_json
def export(file: Path, markdown: bool, home: Path | None, as_json: bool) -> None:
    """Write the collection into FILE, for another home, machine or version.

    That is every article with its versions, its source and its corrections, and which are hidden.
    With --markdown FILE becomes a folder of the articles that may be shown.
    """
    from bot.backup import collection

    with failure_as_json(as_json):
        opened = home_of(load_settings(home))
        if markdown:
            articles, size = collection.export_markdown(opened, file), None
        else:
            made = collection.export(opened, file)
            articles, size = made.articles, made.size
    if as_json:
        write_json({"event": "done", "articles": articles, "bytes": size})
    else:
        click.echo(say("exported", path=file, count=articles))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_home
@with_json
def import_(file: Path, home: Path | None, as_json: bool) -> None:
    """Take in the articles of FILE, which wence export wrote: all of them, or none.

    One that is here already gets what FILE says as its newest version.
    """
    from bot.backup.collection import take_in_export

    with failure_as_json(as_json):
        opened, _ = open_home(home)
        with progress(as_json) as show:
            made, report = take_in_export(file, opened, on_progress=show)
    counts = {name: getattr(report, name).total() for name in COUNTED if name != "removed"}
    if as_json:
        write_json({"event": "done", **counts})
    else:
        counted = " · ".join(f"{say(f'report_{name}')} {n:,}" for name, n in counts.items())
        click.echo(say("imported", made=made.made, counted=counted))
