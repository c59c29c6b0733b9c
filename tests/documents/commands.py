"""The commands of ``wence`` with their options, as the documents have to name them."""

from __future__ import annotations

import click

from bot.cli.main import COMMANDS, command_of

__all__ = ["COMMANDS", "options"]


def options(name: str) -> set[str]:
    """All options of a command and of its subcommands."""
    return {
        option
        for command in _with_subcommands(command_of(name))
        for parameter in command.params
        for option in parameter.opts
    }


def _with_subcommands(command: click.Command) -> list[click.Command]:
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return [command, *(each for one in inner for each in _with_subcommands(one))]
