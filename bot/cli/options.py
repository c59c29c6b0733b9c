"""What every command shares: where the home is, and whether people or machines read the output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.settings import Settings, home_of, load_settings
from retrieval.home import Home

Command = TypeVar("Command", bound=Callable[..., Any])


def with_home(command: Command) -> Command:
    """Add ``--home DIR``; the command gets ``home: Path | None``."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        help="The home to use; WENCE_HOME otherwise.",
    )(command)


def with_json(command: Command) -> Command:
    """Add ``--json``; the command gets ``as_json: bool``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Output for machines, one JSON object a line."
    )(command)


def open_home(home: Path | None) -> tuple[Home, Settings]:
    """The home that was named, with its directories made, and the settings."""
    settings = load_settings(home)
    return home_of(settings).create(), settings


def write_json(value: dict[str, Any]) -> None:
    """One line on standard output, in UTF-8 whatever the terminal's encoding is."""
    line = json.dumps(value, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", errors="surrogateescape"))
    sys.stdout.buffer.flush()
