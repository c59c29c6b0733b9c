"""How far is a long job? Bars for a person, JSON lines for a machine, nothing for a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cli.options import write_json
from bot.cli.speech import say

OnProgress = Callable[[str, int, int | None], None]
JSON_INTERVAL = 0.5
"""Seconds between two lines of the same stage: often enough for a chat, too rare to matter."""


@contextmanager
def progress(as_json: bool) -> Iterator[OnProgress]:
    """A callback ``(stage, done, total)`` that shows the progress where it belongs."""
    if as_json:
        yield json_lines()
    elif sys.stderr.isatty():
        with bars() as show:
            yield show
    else:
        yield lambda stage, done, total: None


def json_lines() -> OnProgress:
    """Progress as ``{"event": "progress", …}`` on standard output."""
    last: tuple[str, float] = ("", 0.0)

    def show(stage: str, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if stage == last[0] and done != total and now - last[1] < JSON_INTERVAL:
            return
        last = (stage, now)
        write_json({"event": "progress", "stage": stage, "done": done, "total": total})

    return show


@contextmanager
def bars() -> Iterator[OnProgress]:
    """A bar a stage on standard error, with rate and time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True)) as shown:

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(say(f"stage_{stage}"), total=total, rate="")
            task = shown.tasks[tasks[stage]]
            rate = f"{task.speed:,.0f}/s" if task.speed else ""
            shown.update(tasks[stage], completed=done, total=total, rate=rate)

        yield show
