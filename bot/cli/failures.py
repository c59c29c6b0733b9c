"""Why did a command fail? Whatever was raised becomes a reason."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.cli.options import write_json
from bot.cli.speech import say_reason
from retrieval.errors import EngineUnavailable, HomeBusy, WenceError
from retrieval.reasons import Reason, because, disk_fault, error_name

OWN = tuple(str(Path(__file__).resolve().parents[2] / name) for name in ("bot", "retrieval"))
"""Where the frames of a traceback are our own."""

RESTART = 75
"""The exit code of a bot that may do better when it is started again (sysexits' EX_TEMPFAIL)."""
DO_NOT_RESTART = 78
"""The exit code of a bot whose token, settings or home somebody has to see to (EX_CONFIG)."""
PASSING = (HomeBusy, EngineUnavailable)
"""What is over without anybody's seeing to it."""


def reason_of(error: Exception) -> Reason:
    """What went wrong; a fault of the program with the place where it happened."""
    name = error_name(error)
    if isinstance(error, WenceError):
        return error.reason
    if (disk := disk_fault(error)) is not None:
        return disk
    if isinstance(error, sqlite3.Error):
        return because("database_unusable", error=name)
    if isinstance(error, OSError) and error.filename:
        return because("place_unusable", path=str(error.filename), error=name)
    if isinstance(error, OSError):
        return because("output_unusable", error=name)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(OWN)] or frames
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
    return because("program_fault", error=name, place=place)


@contextmanager
def exit_code_for_restarts() -> Iterator[None]:
    """An error of the bot ends the process with a code by which a supervisor knows what to do."""
    try:
        yield
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        click.echo(f"wence: {say_reason(reason_of(error))}", err=True)
        stays = isinstance(error, WenceError) and not isinstance(error, PASSING)
        sys.exit(DO_NOT_RESTART if stays else RESTART)


@contextmanager
def failure_as_json(as_json: bool) -> Iterator[None]:
    """An error is also the event ``failed`` on standard output, for the process that reads it."""
    try:
        yield
    except Exception as error:
        if as_json:
            write_json({"event": "failed", **reason_of(error).as_json()})
        raise
