"""``wence repeals``: which articles may be repealed, and an operator's word on it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bot.cli.failures import failure_as_json
from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.publishing import publish
from bot.cli.speech import say
from retrieval.corpus.repeals import Doubt, decide, doubts
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store


@click.command()
@click.option("--confirm", nargs=2, metavar="BY ID", help="The article BY repeals the article ID.")
@click.option("--reject", nargs=2, metavar="BY ID", help="BY means another article than ID.")
@with_home
@with_json
def repeals(
    confirm: tuple[str, str] | None,
    reject: tuple[str, str] | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """List the repeals that are not certain, or say by id or key whether one is meant."""
    with failure_as_json(as_json):
        opened, settings = open_home(home)
        if stated := confirm or reject:
            with opened.writer(), Store.open(opened, write=True) as store:
                by, id = (store.get(name).id for name in stated)
                statements = Statements(store.connection)
                with statements.transaction():
                    decide(statements, by, id, holds=confirm is not None)
            publish(opened, settings, as_json=as_json)
            return
        with Store.open(opened) as store:
            found = list(doubts(Statements(store.connection)))
    for doubt in found:
        if as_json:
            write_json(asdict(doubt))
        else:
            click.echo(_line(doubt))
    if not found and not as_json:
        click.echo(say("repeals_none"))


def _line(doubt: Doubt) -> str:
    by = doubt.by
    names = {"title": doubt.title or "–", "key": doubt.key, "by": by.title or "–", "by_key": by.key}
    return say("repeals_line", **names)
