"""The commands of ``wence``, from top to bottom; each is imported when it is called.

Whatever a command needs is put together in its module under ``bot/commands``; Telegram is
imported by ``serve`` alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from io import TextIOWrapper

import click

from retrieval.errors import WenceError

COMMANDS = {
    "index": "bot.commands.index",
    "reindex": "bot.commands.index",
    "remove": "bot.commands.index",
    "ask": "bot.commands.ask",
    "chat": "bot.commands.ask",
    "serve": "bot.commands.serve",
    "evaluate": "bot.commands.evaluate",
    "articles": "bot.commands.articles",
    "show": "bot.commands.articles",
    "stats": "bot.commands.usage",
    "gaps": "bot.commands.usage",
    "qrels": "bot.commands.usage",
    "doctor": "bot.commands.doctor",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        return None if module is None else getattr(import_module(module), cmd_name)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wence")
def wence() -> None:
    """问策 Wence answers questions about policy with verbatim excerpts and their sources."""


def main() -> None:
    """The entry point of ``wence``."""
    report_errors(lambda: wence.main(standalone_mode=False))


def report_errors(run: Callable[[], object]) -> None:
    """Errors become one sentence on standard error and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        run()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as head, has seen enough; Python must not flush into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; nothing is lost.", err=True)
        sys.exit(130)
    except WenceError as error:
        click.echo(f"wence: {error}", err=True)
        sys.exit(1)
