"""``wence stats``, ``wence gaps`` and ``wence qrels``: what is asked, and what finds nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.speech import say
from bot.db.database import Chats
from bot.db.query_log.gaps import Gap
from bot.db.query_log.gaps import gaps as find_gaps
from bot.db.query_log.qrels import export as export_qrels
from bot.db.query_log.statistics import Usage, usage
from bot.settings import own_language
from bot.view.usage import PERIODS, gap_line, usage_line
from retrieval.errors import unusable


@click.command()
@with_home
@with_json
def stats(home: Path | None, as_json: bool) -> None:
    """What is asked: questions, people, groups, verdicts, feedback; 1, 7 and 30 days."""
    opened, _ = open_home(home)
    chats = Chats.open(opened)
    for period, days in PERIODS:
        counted = usage(chats, days)
        if as_json:
            write_json(counted.as_json())
        else:
            click.echo("\n".join(_stats_lines(counted, period)))
    chats.close()


def _stats_lines(counted: Usage, period: str) -> list[str]:
    """The counts of a period, what was asked most, and what took longest."""
    lines = [usage_line(counted, period, own_language())]
    lines += [f"  {times} × {text}" for text, times in counted.most]
    if counted.slowest:
        text, ms = counted.slowest[0]
        lines.append("  " + say("usage_slowest", text=text, ms=round(ms)))
    return lines


@click.command()
@click.option("--days", default=30, show_default=True, help="How far back to look.")
@with_home
@with_json
def gaps(days: int, home: Path | None, as_json: bool) -> None:
    """Questions that found nothing or got 👎, grouped by likeness."""
    opened, _ = open_home(home)
    chats = Chats.open(opened)
    found = find_gaps(chats, days)
    chats.close()
    for gap in found:
        if as_json:
            write_json(gap.as_json())
        else:
            click.echo(_gap_line(gap))
    if not found and not as_json:
        click.echo(say("gaps_none", days=days))


def _gap_line(gap: Gap) -> str:
    day = time.strftime("%Y-%m-%d", time.localtime(gap.asked_at))
    return f"{gap.text}  {day} · {gap_line(gap, own_language())}"


@click.group()
def qrels() -> None:
    """Feedback as a test collection."""


@qrels.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@with_home
@with_json
def export(file: Path | None, home: Path | None, as_json: bool) -> None:
    """Write the questions whose answers got 👍 as `wence evaluate` reads them.

    One JSON object a line, to FILE or to standard output.
    """
    opened, _ = open_home(home)
    chats = Chats.open(opened)
    questions = export_qrels(chats)
    chats.close()
    if file is None:
        for question in questions:
            write_json(question)
        return
    lines = [json.dumps(question, ensure_ascii=False) + "\n" for question in questions]
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise unusable("file_not_written", path=str(file), error=error) from error
    if as_json:
        write_json({"file": str(file), "questions": len(questions)})
    else:
        click.echo(say("qrels_written", file=file, count=len(questions)))
