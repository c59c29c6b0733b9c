"""``/desk/log`` and ``/desk/statistics``: what was done, what is asked, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.db.desk import entries, note
from bot.db.query_log.feedback import judged
from bot.db.query_log.gaps import State, close, gaps
from bot.db.query_log.statistics import usage
from bot.roles import Role
from bot.view.usage import PERIODS
from bot.web.desk.access import desk_page, editor, sent
from bot.web.pages.problems import Problem
from bot.web.pages.render import link
from bot.web.served import Served

DAYS = 30
SHOWN = 50
"""Entries, gaps and ratings on a page."""
WIDTH, HEIGHT = 720, 160
"""Of the chart, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart."""

    x: float
    y: float
    width: float
    height: float
    day: str
    count: int


def bars(by_day: tuple[tuple[str, int], ...]) -> list[Bar]:
    """The days as bars, the highest as high as the chart."""
    most, width = max([count for _, count in by_day] + [1]), WIDTH / max(len(by_day), 1)
    drawn = []
    for place, (day, count) in enumerate(by_day):
        height = round(HEIGHT * count / most, 1)
        x = round(place * width + 1, 1)
        drawn.append(Bar(x, HEIGHT - height, round(width - 2, 1), height, day, count))
    return drawn


def statistics(served: Served, request: Request) -> Response:
    """What was asked in a month, and what people think of the answers."""
    who = editor(served, request, Role.ADMIN)
    counted = {days: usage(served.chats, days) for _, days in PERIODS}
    return desk_page(
        served,
        request,
        who,
        "statistics.html",
        periods=[(name, counted[days]) for name, days in PERIODS],
        month=counted[DAYS],
        bars=bars(counted[DAYS].by_day),
        size=(WIDTH, HEIGHT),
        judged=judged(served.chats, SHOWN),
    )


def missing(served: Served, request: Request) -> Response:
    """What was asked and not answered well."""
    who = editor(served, request)
    found = gaps(served.chats, DAYS)
    return desk_page(
        served,
        request,
        who,
        "gaps.html",
        gaps=found[:SHOWN],
        total=len(found),
        days=DAYS,
    )


async def close_gap(served: Served, request: Request) -> Response:
    """Say what became of a gap."""
    who, form = await sent(served, request)
    key, how = str(form.get("gap", "")), str(form.get("state", ""))
    gap = next((each for each in gaps(served.chats, DAYS) if each.key == key), None)
    if gap is None or how not in set(State):
        raise Problem(HTTPStatus.CONFLICT, "gap_gone")
    close(served.chats, gap, State(how))
    note(served.chats, who.person, f"gap_{how}", None, gap.text)
    return RedirectResponse(link(request, "/desk/gaps"), HTTPStatus.SEE_OTHER)


def log(served: Served, request: Request) -> Response:
    """Who did what at the desk, the latest first."""
    who = editor(served, request)
    stated = request.query_params.get("p", "1")
    number = int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 9 else 1
    skip = (max(1, number) - 1) * SHOWN
    found = entries(served.chats, skip=skip, most=SHOWN + 1)
    return desk_page(
        served,
        request,
        who,
        "log.html",
        entries=found[:SHOWN],
        number=max(1, number),
        more=len(found) > SHOWN,
    )


def routes(served: Served) -> list[BaseRoute]:
    return [
        Route("/desk/statistics", partial(statistics, served)),
        Route("/desk/gaps", partial(missing, served)),
        Route("/desk/gaps", partial(close_gap, served), methods=["POST"]),
        Route("/desk/log", partial(log, served)),
    ]
