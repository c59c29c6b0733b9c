"""``wence doctor``: what is wrong with this installation, and the fix."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli.checks import CHECKS, Finding, Place, State, examine
from bot.cli.options import with_home, with_json, write_json
from bot.settings import home_of, load_settings

COLOURS = {State.OK: "green", State.NOTE: "yellow", State.WRONG: "red"}


@click.command()
@with_home
@with_json
def doctor(home: Path | None, as_json: bool) -> None:
    """Say what is wrong with this installation, and how to fix it.

    It changes nothing. The exit code is 1 where something is wrong.
    """
    settings = load_settings(home)
    place = Place(home_of(settings), settings)
    states = set()
    for name, check in CHECKS:
        finding = examine(check, place)
        states.add(finding.state)
        if as_json:
            write_json({"check": name, **_fields(finding)})
        else:
            click.echo(_line(name, finding))
    if State.WRONG in states:
        sys.exit(1)


def _fields(finding: Finding) -> dict[str, str | None]:
    return {"state": str(finding.state), "said": finding.said, "mend": finding.mend}


def _line(name: str, finding: Finding) -> str:
    state = click.style(f"{finding.state:5}", fg=COLOURS[finding.state])
    mend = f"\n{'':20}→ {finding.mend}" if finding.mend else ""
    return f"{state}  {name:12} {finding.said}{mend}"
