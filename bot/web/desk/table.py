"""``/desk``: the collection as a table."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.db.hidden import hidden
from bot.db.query_log.questions import times_quoted
from bot.web.desk.access import desk_page, editor
from bot.web.served import Served
from retrieval.corpus.listing import CHOICES, ORDERS, Listing, Wanted

A_PAGE = 50
FALLING = ("taken", "date", "characters", "doubtful", "reposts", "quoted")
"""What is sorted from the most to the least at the first click."""


def table(served: Served, listing: Listing, request: Request) -> Response:
    """A page of the table, as the address asks for it."""
    who = editor(served, request)
    wanted = _wanted(request)
    store, unseen = served.live.current.store, hidden(served.chats)
    quoted = times_quoted(served.chats)
    asked = _number(request)
    rows, number, total = listing.page(store, wanted, unseen, quoted, number=asked, most=A_PAGE)
    return desk_page(
        served,
        request,
        who,
        "table.html",
        wanted=wanted,
        rows=rows,
        hidden=unseen,
        quoted=quoted,
        total=total,
        number=number,
        last=max(1, -(-total // A_PAGE)),
        columns=[(name, _turned(wanted, name)) for name in ORDERS],
        choices=list(CHOICES),
    )


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    order = asked.get("order", "taken")
    order = order if order in ORDERS else "taken"
    down = asked.get("down", "1" if order in FALLING else "0") == "1"
    return Wanted(
        words=asked.get("q", "").strip()[:100],
        choice=asked.get("only", ""),
        order=order,
        descending=down,
    )


def _turned(wanted: Wanted, name: str) -> dict[str, Any]:
    """What a click on the head of a column asks for."""
    falls = name in FALLING if name != wanted.order else not wanted.descending
    return {"order": name, "down": int(falls), "p": None}


def _number(request: Request) -> int:
    stated = request.query_params.get("p", "1")
    return max(1, int(stated)) if stated.isascii() and stated.isdecimal() and len(stated) < 9 else 1


def routes(served: Served) -> list[BaseRoute]:
    return [Route("/desk", partial(table, served, Listing()))]
