"""``/desk/follow``: the sites that are followed: what came of them, how often they are read."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.db.desk import note
from bot.follow.addresses import Guard, checked, refuse_private
from bot.follow.clock import Clock
from bot.follow.preview import Look
from bot.follow.site_report import SiteReport
from bot.follow.state import DAY_S, ONCE, USUAL_S, FollowState, Source, sources_of
from bot.roles import Role
from bot.settings import home_of
from bot.uploads.link_preview import link_preview
from bot.view.following import how_often, preview_blocks, report_blocks
from bot.view.reasons import reason_in
from bot.view.texts import words
from bot.web.desk.access import Editor, desk_page, editor, sent
from bot.web.pages.language import page_language
from bot.web.pages.problems import Problem
from bot.web.pages.render import link
from bot.web.served import Served
from retrieval.errors import WenceError

MINUTE_S, HOUR_S = 60, 3_600
INTERVALS = (15 * MINUTE_S, HOUR_S, 3 * HOUR_S, 6 * HOUR_S, 12 * HOUR_S, DAY_S, 7 * DAY_S)


@dataclass(frozen=True, slots=True)
class Followed:
    """A site, as the page shows it."""

    source: Source
    report: SiteReport | None
    """What the last run found."""
    state: str
    """``due``, ``failing``, ``over``, ``waiting``."""


def sources(served: Served, request: Request) -> Response:
    """All sites that are followed."""
    return _page(served, request, editor(served, request, Role.ADMIN))


async def preview(served: Served, request: Request) -> Response:
    """Show what is behind an address, before anything is followed."""
    who, form = await sent(served, request, Role.ADMIN)
    written = str(form.get("url", "")).strip()
    try:
        found = await link_preview(home_of(served.settings), written)
    except WenceError as error:
        return _failed(served, request, who, error, written)
    return _page(served, request, who, found=found)


async def follow(served: Served, request: Request) -> Response:
    """关注, or 收录 once."""
    who, form = await sent(served, request, Role.ADMIN)
    written = str(form.get("url", ""))
    try:
        url = checked(written)
        await asyncio.to_thread(refuse_private, url, Guard(served.settings.follow_hosts))
        wanted = Source(name="", url=url, every_s=_interval(form))
        if form.get("choice") == "take":
            wanted = replace(wanted, every_s=ONCE, depth=0)
        is_new = await asyncio.to_thread(_follow, served, wanted)
    except WenceError as error:
        return _failed(served, request, who, error, written)
    if is_new:
        note(served.chats, who.person, "followed", None, url)
    return _back(request, "followed" if is_new else "followed_before")


async def change(served: Served, request: Request) -> Response:
    """Read a site more often, or more seldom."""
    who, form = await sent(served, request, Role.ADMIN)
    every, source = _interval(form), _found(served, request)
    if every == source.every_s:
        return _back(request, "unchanged")
    soon = source.last + every if source.last and not source.failures else source.next
    await asyncio.to_thread(_update, served, source, every_s=every, next=soon)
    note(served.chats, who.person, "follow_changed", None, f"{source.url} {every} s")
    return _back(request, "follow_changed")


async def read_now(served: Served, request: Request) -> Response:
    """Let the bot read a site before the others."""
    who, _ = await sent(served, request, Role.ADMIN)
    source = _found(served, request)
    await asyncio.to_thread(_update, served, source, next=0)
    note(served.chats, who.person, "follow_read", None, source.url)
    return _back(request, "follow_read")


async def unfollow(served: Served, request: Request) -> Response:
    """Follow a site no more; its articles stay, or go with it."""
    who, form = await sent(served, request, Role.ADMIN)
    source = _found(served, request)
    removing = ["--remove"] if form.get("remove") == "1" else []
    try:
        await served.reindexing.run(lambda event: None, "unfollow", source.url, *removing)
    except WenceError as error:
        return _failed(served, request, who, error)
    await asyncio.to_thread(served.live.refresh)
    note(served.chats, who.person, "unfollowed", None, source.url)
    return _back(request, "unfollowed")


def _follow(served: Served, wanted: Source) -> bool:
    """Follow a site from now on; False where it is followed already, and stays as it is."""
    with FollowState.open(home_of(served.settings)) as sites:
        if any(each.url == wanted.url for each in sites.sources()):
            return False
        sites.follow(wanted)
        return True


def _update(served: Served, source: Source, **changed: float) -> None:
    with FollowState.open(home_of(served.settings)) as sites:
        sites.update(source, **changed)


def _found(served: Served, request: Request) -> Source:
    number = request.path_params["source"]
    found = next(
        (each for each in sources_of(home_of(served.settings)) if each.source == number), None
    )
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "desk_follow_gone")
    return found


def _interval(form: FormData) -> int:
    """How many seconds were chosen."""
    stated = str(form.get("every", USUAL_S))
    if not stated.isdecimal() or int(stated) not in INTERVALS:
        raise Problem(HTTPStatus.BAD_REQUEST, "web_bad_request")
    return int(stated)


def _shown(source: Source, now: float) -> Followed:
    report = SiteReport.from_json(json.loads(source.report)) if source.report else None
    if source.next <= now:
        return Followed(source, report, "due")
    if source.failures:
        return Followed(source, report, "failing")
    return Followed(source, report, "over" if source.is_over else "waiting")


def _back(request: Request, said: str) -> Response:
    return RedirectResponse(link(request, "/desk/follow", said=said), HTTPStatus.SEE_OTHER)


def _failed(
    served: Served, request: Request, who: Editor, error: WenceError, written: str = ""
) -> Response:
    language = page_language(request, served.settings.lang)
    why = words("follow_failed", language, reason=reason_in(error.reason, language))
    return _page(
        served, request, who, status=HTTPStatus.CONFLICT, problem=why, written=written[:500]
    )


def _page(
    served: Served,
    request: Request,
    who: Editor,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    problem: str | None = None,
    written: str = "",
    found: Look | None = None,
) -> Response:
    language, now = page_language(request, served.settings.lang), Clock().now()
    return desk_page(
        served,
        request,
        who,
        "following.html",
        status=status,
        problem=problem,
        written=written,
        found=found,
        preview=preview_blocks(found, language) if found else [],
        followed=[_shown(each, now) for each in sources_of(home_of(served.settings))],
        intervals=[(each, how_often(each, language)) for each in INTERVALS],
        usual=USUAL_S,
        often=lambda seconds: how_often(seconds, language),
        told=lambda report: report_blocks(report, language),
    )


def routes(served: Served) -> list[BaseRoute]:
    actions = {"every": change, "read": read_now, "unfollow": unfollow}
    return [
        Route("/desk/follow", partial(sources, served)),
        Route("/desk/follow", partial(preview, served), methods=["POST"]),
        Route("/desk/follow/new", partial(follow, served), methods=["POST"]),
        *(
            Route(f"/desk/follow/{{source:int}}/{name}", partial(act, served), methods=["POST"])
            for name, act in actions.items()
        ),
    ]
