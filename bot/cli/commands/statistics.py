"""``wence stats``, ``wence gaps`` and ``wence qrels``: what is asked, and what finds nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.db.database import Chats
from bot.db.gaps import Gap
from bot.db.gaps import gaps as find_gaps
from bot.db.qrels import export as export_qrels
from bot.db.statistics import Usage, usage
from retrieval.errors import WenceError
from retrieval.reasons import error_name

PERIODS = {1: "今天起 24 小时", 7: "7 天", 30: "30 天"}


@click.command()
@with_home
@with_json
def stats(home: Path | None, as_json: bool) -> None:
    """What is asked: questions, people, groups, verdicts, feedback; 1, 7 and 30 days."""
    opened, _ = open_home(home)
    chats = Chats.open(opened)
    for days, name in PERIODS.items():
        counted = usage(chats, days)
        if as_json:
            write_json(counted.as_json())
        else:
            click.echo("\n".join(_stats_lines(counted, name)))
    chats.close()


def _stats_lines(counted: Usage, name: str) -> list[str]:
    lines = [
        f"{name}：提问 {counted.questions}，人数 {counted.people}，群 {counted.groups}，"
        f"没找到 {counted.none}（{counted.share(counted.none)}%），"
        f"可能相关 {counted.weak}（{counted.share(counted.weak)}%），"
        f"👍 {counted.up}，👎 {counted.down}"
    ]
    lines += [f"  问得最多：{text}（{times} 次）" for text, times in counted.most]
    if counted.slowest:
        text, ms = counted.slowest[0]
        lines.append(f"  最慢：{text}（{ms:.0f} 毫秒）")
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
        click.echo(f"最近 {days} 天没有答不上的问题。")


def _gap_line(gap: Gap) -> str:
    day = time.strftime("%Y-%m-%d", time.localtime(gap.asked_at))
    return f"{gap.text}  （{gap.times} 次，{gap.people} 人，👎 {gap.down}，最近 {day}）"


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
        raise WenceError("file_not_written", path=str(file), error=error_name(error)) from error
    if as_json:
        write_json({"file": str(file), "questions": len(questions)})
    else:
        click.echo(f"{file}: {len(questions)} questions; try `wence evaluate {file}`")
