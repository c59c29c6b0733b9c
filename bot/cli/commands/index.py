"""``wence index``, ``reindex``, ``correct``, ``remove``, …: what changes the collection."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

import click

from bot.cli.failures import failure_as_json
from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.publishing import publish, with_target
from bot.cli.speech import say, say_reason
from bot.cli.usage_errors import Misused
from retrieval.corpus.ingest.report import Remark, Report
from retrieval.home import Home

COUNTED = ("new", "changed", "unchanged", "removed")
REMARKED = ("replaced", "doubtful", "refused")
SHOWN = 20
"""At most this many files are listed of each kind; ``--json`` lists all."""
NICENESS = 10
"""Merging gives way to all else."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_target
@with_home
@with_json
def index(paths: tuple[Path, ...], to: str | None, home: Path | None, as_json: bool) -> None:
    """Take in files, folders and .jsonl(.gz), and remember them.

    What is unchanged is skipped, what has gone from a given folder is removed, a bad file is
    reported and the rest goes on.
    """
    from retrieval.index.building.operations import index_paths

    with failure_as_json(as_json):
        opened, settings = open_home(home)
        with progress(as_json) as show:
            report = index_paths(
                opened, paths, max_file_bytes=settings.max_file_bytes, on_progress=show
            )
        publish(opened, settings, to, as_json=as_json)
        finish(opened, report, as_json)


@click.command()
@click.option(
    "--stored", is_flag=True, help="Only rebuild from what is stored, as after a new lexicon."
)
@with_target
@with_home
@with_json
def reindex(stored: bool, to: str | None, home: Path | None, as_json: bool) -> None:
    """Read the remembered paths again, then build the index."""
    from retrieval.index.building.operations import reindex as run

    with failure_as_json(as_json):
        opened, settings = open_home(home)
        with progress(as_json) as show:
            report = run(
                opened, stored=stored, max_file_bytes=settings.max_file_bytes, on_progress=show
            )
        publish(opened, settings, to, as_json=as_json)
        finish(opened, report, as_json)


@click.command()
@click.argument("ids", nargs=-1, required=True)
@with_home
@with_json
def remove(ids: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Take articles out of the collection, by id or key."""
    from retrieval.index.building.operations import remove_articles

    with failure_as_json(as_json):
        opened, settings = open_home(home)
        removed = remove_articles(opened, ids)
        publish(opened, settings, as_json=as_json)
    if as_json:
        for article in removed:
            write_json({"removed": article.id, "key": article.key})
    else:
        for article in removed:
            click.echo(say("removed_line", key=article.key, title=article.shown_title))


@click.command()
@click.argument("id")
@click.argument("fields", metavar="[FIELD=VALUE]...", nargs=-1)
@with_home
@with_json
def correct(id: str, fields: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Correct what is known of an article, as articles.csv would, and read its file again.

    FIELD is title, source, date, …; the value - says that there is none, an empty one takes back
    what was said. Without fields the file is only read again.
    """
    from retrieval.index.building.operations import correct_article

    cells = dict(_cell(field) for field in fields)
    with failure_as_json(as_json):
        opened, settings = open_home(home)
        with progress(as_json) as show:
            report = correct_article(
                opened, id, cells, max_file_bytes=settings.max_file_bytes, on_progress=show
            )
        finish(opened, report, as_json)


def _cell(field: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not equals:
        raise Misused(say("correct_usage"))
    return name.strip(), value


@click.command("forget-path")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--remove", is_flag=True, help="Take its articles out of the collection, too.")
@with_home
@with_json
def forget_path(path: Path, remove: bool, home: Path | None, as_json: bool) -> None:
    """Read a remembered folder or file no more; its articles stay, unless --remove is given."""
    from retrieval.index.building.operations import forget_path as run

    with failure_as_json(as_json):
        opened, settings = open_home(home)
        report = run(opened, path, remove=remove)
        publish(opened, settings, as_json=as_json)
    if as_json:
        write_json({"event": "done", "path": str(path), **report.as_json()})
    elif remove:
        click.echo(say("path_removed", path=path, count=report.removed.total()))
    else:
        click.echo(say("path_forgotten", path=path, count=report.unchanged.total()))


def finish(home: Home, report: Report, as_json: bool) -> None:
    """Show the report, then merge what has grown; exit code 1 where anything was refused.

    By then everything can be found, and nobody needs to wait: the bot goes on at the report, and
    stopping a merge loses nothing.
    """
    from retrieval.index.building.merging import merge
    from retrieval.index.building.segment_writer import silent

    if as_json:
        write_json({"event": "done", **report.as_json()})
    else:
        for line in summary(report):
            click.echo(line)
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    with nullcontext(silent) if as_json else progress(as_json) as show:
        merge(home, on_progress=show)
    if report.refused:
        sys.exit(1)


def summary(report: Report) -> list[str]:
    """The counts in one line, then the files behind those that want a look."""
    counts = {name: getattr(report, name).total() for name in COUNTED}
    counts |= {name: len(getattr(report, name)) for name in REMARKED}
    lines = [" · ".join(f"{say(f'report_{name}')} {count:,}" for name, count in counts.items())]
    for name in REMARKED:
        lines += listed(f"report_{name}", [_remark(each) for each in getattr(report, name)])
    for name in ("changed", "removed"):
        lines += listed(f"report_{name}", list(getattr(report, name)))
    if report.blank:
        lines.append(say("report_blank", count=report.blank))
    return lines + listed("report_ignored", [_remark(each) for each in report.ignored])


def _remark(remark: Remark) -> str:
    return f"{remark.file} — {say_reason(remark.reason)}"


def listed(name: str, entries: list[str]) -> list[str]:
    """A heading and its entries, the first ``SHOWN`` of them; nothing where there is none."""
    if not entries:
        return []
    further = len(entries) - SHOWN
    more = [f"  {say('report_more', count=further)}"] if further > 0 else []
    heading = say("labelled", name=say(name), value="").rstrip()
    return [heading, *(f"  {entry}" for entry in entries[:SHOWN]), *more]
