"""``wence follow`` and ``unfollow``: sites that are read again on a schedule."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.failures import failure_as_json
from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.speech import say, say_aside, say_reason
from bot.cli.usage_errors import Misused
from bot.follow.addresses import Guard, checked, refuse_private
from bot.follow.site_report import SiteReport
from bot.follow.state import ONCE, FollowState, Source
from bot.settings import Settings, own_language
from bot.view.texts import joined
from retrieval.home import Home

EVERY = re.compile(r"^(\d{1,4})\s*([mhd])$")
SECONDS = {"m": 60, "h": 3600, "d": 86_400}
DEEPEST = 5


@click.command()
@click.argument("url", required=False)
@click.option("--every", help="How often: 30m, 6h (by default), 2d, once.")
@click.option("--only", help="What the path of a page holds, like /zhengce/.")
@click.option(
    "--depth",
    type=click.IntRange(0, DEEPEST),
    help="How many links lie between URL and a page, 1 by default.",
)
@click.option("--name", help="What the source is called; by default its host.")
@click.option("--preview", is_flag=True, help="Show what is behind URL, and follow nothing.")
@click.option("--now", is_flag=True, help="Read what is followed, or URL alone, at once.")
@click.option("--due", is_flag=True, help="Read those whose time has come.")
@click.option("--status", is_flag=True, help="Show what the last runs found.")
@with_home
@with_json
def follow(
    url: str | None,
    every: str | None,
    only: str | None,
    depth: int | None,
    name: str | None,
    preview: bool,
    now: bool,
    due: bool,
    status: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Follow URL: a page, a list of pages, a feed or a sitemap; without it, list what is followed.

    A list is followed to its further pages; files that a page attaches come as articles. What is
    followed already, by its URL or name, gets what is said now and keeps the rest. The exit code
    is 1 where not everything could be read; what could is taken in.
    """
    every_s = None if every is None else seconds(every)
    with failure_as_json(as_json):
        opened, settings = open_home(home)
        if preview:
            _preview(opened, settings, url or "", as_json)
            return
        said = {"name": name, "every_s": every_s, "only_path": only, "depth": depth}
        with FollowState.open(opened) as state:
            guard = Guard(settings.follow_hosts)
            chosen = _chosen(state, guard, url, {k: v for k, v in said.items() if v is not None})
            if now or due:
                _read(opened, settings, state, chosen, due, as_json)
            elif url and not status:
                _show_followed(chosen[0], as_json)
            else:
                _show_list(chosen, as_json, status=status)


@click.command()
@click.argument("url")
@click.option("--remove", is_flag=True, help="Take its articles out of the collection, too.")
@with_home
@with_json
def unfollow(url: str, remove: bool, home: Path | None, as_json: bool) -> None:
    """Follow URL, or the source of that name, no more; its articles stay without --remove."""
    from bot.follow.following import unfollow as run

    with failure_as_json(as_json):
        opened, _ = open_home(home)
        with FollowState.open(opened) as state:
            source = state.named(url)
            removed = run(opened, state, source, remove=remove)
    if as_json:
        write_json({"event": "done", "name": source.name, "removed": removed})
    else:
        line = "unfollowed_removed" if remove else "unfollowed"
        click.echo(say(line, name=source.name, count=removed))


def seconds(every: str) -> int:
    """What ``6h`` is in seconds.

    Raises:
        Misused: it is no such thing.
    """
    if every.strip().lower() == "once":
        return ONCE
    match = EVERY.match(every.strip().lower())
    if not match or not int(match[1]):
        raise Misused(say("follow_every", written=every[:20]))
    return int(match[1]) * SECONDS[match[2]]


def _preview(home: Home, settings: Settings, written: str, as_json: bool) -> None:
    from bot.follow.following import following
    from bot.follow.preview import look
    from bot.view.blocks import plain
    from bot.view.following import preview_blocks

    found = asyncio.run(look(following(home, settings), written))
    if as_json:
        write_json({"event": "done", "found": found.as_json()})
    else:
        click.echo(plain(preview_blocks(found, own_language())))


def _chosen(
    state: FollowState, guard: Guard, written: str | None, said: Mapping[str, Any]
) -> list[Source]:
    """All sources; or the one that is named, followed from now on where it is an address."""
    if not written:
        return state.sources()
    known = [source for source in state.sources() if source.name == written]
    if not known:
        url = checked(written)
        known = [source for source in state.sources() if source.url == url]
    if known and not said:
        return known
    if not known:
        refuse_private(url, guard)
    wanted = known[0] if known else Source(name="", url=url)
    return [state.follow(replace(wanted, **said))]


def _read(
    home: Home,
    settings: Settings,
    state: FollowState,
    sources: list[Source],
    due: bool,
    as_json: bool,
) -> None:
    from bot.follow.following import following

    verb = following(home, settings)
    if due:
        waiting = {source.source for source in state.due(verb.clock.now())}
        sources = [source for source in sources if source.source in waiting]
    with progress(as_json) as show:
        reports = asyncio.run(verb.run(state, sources, show))
    if as_json:
        write_json({"event": "done", "sources": [report.as_json() for report in reports]})
    else:
        for report in reports:
            click.echo(summary(report))
    if unread := [report.name for report in reports if report.wrong]:
        say_aside(f"wence: {say('follow_unread', names=joined(unread, own_language()))}")
        sys.exit(1)


def summary(report: SiteReport) -> str:
    """A line of counts, then the addresses that want a look."""
    counts = say(
        "follow_report",
        name=report.name,
        pages=report.pages,
        new=report.new,
        changed=report.changed,
        gone=len(report.gone),
        wrong=report.wrong_count,
    )
    gone = [f"  {say('follow_gone')} {url}" for url in report.gone]
    wrong = [f"  {each.url} — {say_reason(each.reason)}" for each in report.wrong]
    return "\n".join([counts, *gone, *wrong])


def _show_followed(source: Source, as_json: bool) -> None:
    if as_json:
        write_json(_as_json(source))
    else:
        click.echo(say("followed", name=source.name, url=source.url))


def _show_list(sources: list[Source], as_json: bool, *, status: bool) -> None:
    if not sources and not as_json:
        click.echo(say("follow_none"))
    for source in sources:
        if as_json:
            write_json(_as_json(source))
            continue
        click.echo(say("follow_line", name=source.name, url=source.url, next=_next(source)))
        if status and source.report:
            click.echo(summary(SiteReport.from_json(json.loads(source.report))))


def _as_json(source: Source) -> dict[str, object]:
    return {
        "name": source.name,
        "url": source.url,
        "every_s": source.every_s,
        "only": source.only_path,
        "depth": source.depth,
        "last": _moment(source.last) if source.last else None,
        "next": _next(source) if source.next else None,
        "failures": source.failures,
        "report": json.loads(source.report) if source.report else None,
    }


def _next(source: Source) -> str:
    """When it is to be read again."""
    if source.is_over:
        return "–"
    return _moment(source.next) if source.next else say("follow_at_once")


def _moment(seconds_: float) -> str:
    return datetime.fromtimestamp(seconds_).strftime("%Y-%m-%d %H:%M")
