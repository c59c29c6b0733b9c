"""``make run``: the bot on Telegram, or without a token a demonstration in the terminal."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from bot.cli.commands.chat import converse
from bot.cli.commands.index import summary
from bot.cli.failures import exit_code_for_restarts
from bot.cli.main import report_errors
from bot.cli.progress import progress
from bot.cli.speech import say
from bot.cli.terminal import shown
from bot.settings import demo_home, load_settings
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.resources import resource

SAMPLE_QUESTION = "异地就医怎么备案？"


def start() -> None:
    settings = load_settings()
    if settings.token is not None:
        from bot.app import serve

        with exit_code_for_restarts():
            serve(settings)
        return
    click.echo(say("demo_start"))
    demonstrate(Home(demo_home()), interactive=sys.stdin.isatty() and sys.stdout.isatty())


def demonstrate(home: Home, *, interactive: bool, samples: Path | None = None) -> None:
    """Index the sample articles into a home of their own and answer from it."""
    from retrieval.index.operations import index_paths

    with progress(as_json=False) as show:
        report = index_paths(home, [samples or resource("articles")], on_progress=show)
    click.echo(summary(report)[0])
    if interactive:
        click.echo(say("demo_try", question=SAMPLE_QUESTION))
        converse(home)
    else:
        with closing(Searcher.open(home)) as searcher:
            click.echo(f"\n{say('demo_question', question=SAMPLE_QUESTION)}\n")
            click.echo(shown(searcher.ask(SAMPLE_QUESTION)))
    click.echo(say("demo_next"))


if __name__ == "__main__":
    report_errors(start)
