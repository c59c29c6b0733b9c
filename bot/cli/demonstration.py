"""``make run``: the bot on Telegram, or without a token the sandbox, or one answer for a script."""

from __future__ import annotations

import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import click

from bot.cli.commands.chat import converse
from bot.cli.commands.sandbox import open_sandbox, take_in_samples
from bot.cli.failures import exit_code_for_restarts
from bot.cli.main import report_errors
from bot.cli.speech import say
from bot.cli.terminal import shown
from bot.settings import demo_home, load_settings
from retrieval.answer.searcher import Searcher
from retrieval.home import Home

SAMPLE_QUESTION = "异地就医怎么备案？"


def start() -> None:
    settings = load_settings()
    if settings.token is not None:
        from bot.app import serve

        with exit_code_for_restarts():
            serve(settings)
        return
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    click.echo(say("demo_start"))
    if interactive and find_spec("uvicorn") and find_spec("tornado"):
        open_sandbox()
        click.echo(say("demo_next"))
    else:
        demonstrate(Home(demo_home()), interactive=interactive)


def demonstrate(home: Home, *, interactive: bool, samples: Path | None = None) -> None:
    """Index the sample articles into a home of their own and answer from it."""
    take_in_samples(home, samples)
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
