"""``wence doctor``: what is wrong with this installation, and the fix."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import click
from rich.cells import set_cell_size

from bot.cli.checks import examined
from bot.cli.checks.finding import Finding, Place, State
from bot.cli.checks.online import online
from bot.cli.options import with_home, with_json, write_json
from bot.cli.speech import say
from bot.settings import home_of, load_settings

STATE, NAME = 7, 13
"""Columns."""
COLOURS = {State.OK: "green", State.NOTE: "yellow", State.WRONG: "red"}


@click.command()
@with_home
@with_json
@click.option("--online", "is_online", is_flag=True, help="Ask Telegram as well.")
def doctor(home: Path | None, as_json: bool, is_online: bool) -> None:
    """Say what is wrong with this installation, and how to fix it.

    It changes nothing. The exit code is 1 where something is wrong.
    """
    settings = load_settings(home)
    place = Place(home_of(settings), settings)
    states = set()
    for name, finding in chain(examined(place), online(place) if is_online else ()):
        states.add(finding.state)
        if as_json:
            write_json({"check": name, **_fields(finding)})
        else:
            click.echo(_line(name, finding))
    if State.WRONG in states:
        sys.exit(1)


def _fields(finding: Finding) -> dict[str, str | None]:
    return {
        "state": str(finding.state),
        "code": finding.said,
        "said": say(finding.said, **finding.values),
        "fix": say(finding.fix, **finding.values) if finding.fix else None,
    }


def _line(name: str, finding: Finding) -> str:
    found = _fields(finding)
    state = set_cell_size(say(f"doctor_{finding.state}"), STATE)
    start = click.style(state, fg=COLOURS[finding.state]) + set_cell_size(
        say(f"check_{name}"), NAME
    )
    fix = f"\n{' ' * (STATE + NAME)}→ {found['fix']}" if found["fix"] else ""
    return f"{start}{found['said']}{fix}"
