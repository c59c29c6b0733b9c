"""The commands of ``wence``, from top to bottom; each is imported when it is called.

Whatever a command needs is put together in its module under ``bot/cli/commands``; Telegram is
imported by ``serve`` and ``sandbox`` alone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword

import click

from bot.cli.failures import reason_of
from bot.cli.speech import say, say_reason
from bot.cli.usage_errors import unknown_command, usage_sentence

COMMANDS = {
    "index": "bot.cli.commands.index",
    "reindex": "bot.cli.commands.index",
    "forget-path": "bot.cli.commands.index",
    "remove": "bot.cli.commands.index",
    "correct": "bot.cli.commands.index",
    "hide": "bot.cli.commands.hidden",
    "unhide": "bot.cli.commands.hidden",
    "ask": "bot.cli.commands.ask",
    "chat": "bot.cli.commands.chat",
    "serve": "bot.cli.commands.serve",
    "web": "bot.cli.commands.web",
    "sandbox": "bot.cli.commands.sandbox",
    "evaluate": "bot.cli.commands.evaluate",
    "articles": "bot.cli.commands.articles",
    "show": "bot.cli.commands.articles",
    "stats": "bot.cli.commands.statistics",
    "gaps": "bot.cli.commands.statistics",
    "qrels": "bot.cli.commands.statistics",
    "learn": "bot.cli.commands.learn",
    "doctor": "bot.cli.commands.doctor",
    "renew-key": "bot.cli.commands.renew_key",
    "repeals": "bot.cli.commands.repeals",
    "follow": "bot.cli.commands.follow",
    "unfollow": "bot.cli.commands.follow",
    "backup": "bot.cli.commands.backup",
    "restore": "bot.cli.commands.backup",
    "export": "bot.cli.commands.exchange",
    "import": "bot.cli.commands.exchange",
    "prepare": "bot.cli.commands.prepared",
    "load": "bot.cli.commands.prepared",
}


def command_of(name: str) -> click.Command:
    """The command of that name, imported; behind a word of Python's stands an underline there."""
    function = name.replace("-", "_") + "_" * iskeyword(name)
    command: click.Command = getattr(import_module(COMMANDS[name]), function)
    return command


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return command_of(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise unknown_command(args[0], COMMANDS)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Call the command; where its options cannot be read, the error says of which command."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand
            if error.ctx is None and name:
                error.ctx = click.Context(command_of(name), parent=ctx, info_name=name)
            raise


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wence")
def wence() -> None:
    """问策 Wence answers questions about policy with verbatim excerpts and their sources."""


def main() -> None:
    """The entry point of ``wence``."""
    sys.argv[1:] = map(in_utf8, sys.argv[1:])
    report_errors(lambda: wence.main(prog_name="wence", standalone_mode=False))


def in_utf8(argument: str) -> str:
    """What was typed, where the locale's encoding is not that of the terminal."""
    return os.fsencode(argument).decode("utf-8", errors="surrogateescape")


def report_errors(run: Callable[[], object]) -> None:
    """Errors become one sentence on standard error and an exit code, never a traceback.

    ``python -X dev -m bot …`` shows a fault's traceback.
    """
    prepare_streams()
    try:
        run()
        sys.stdout.flush()
    except BrokenPipeError:
        finish_output()  # the reader, such as head, has seen enough
        sys.exit(0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.exceptions.NoArgsIsHelpError as help:
        help.show()
        sys.exit(help.exit_code)
    except click.ClickException as error:
        click.echo(f"wence: {usage_sentence(error)}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("stopped"), err=True)
        sys.exit(130)
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        finish_output()
        click.echo(f"wence: {say_reason(reason_of(error))}", err=True)
        sys.exit(1)


def prepare_streams() -> None:
    """All three exist; output and error write what their encoding lacks as escapes."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def finish_output() -> None:
    """Write out what is left; where that fails, Python must not try again when it exits."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
