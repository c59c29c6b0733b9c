"""The table of who may do what, from the routes and the rights that they ask for."""

from __future__ import annotations

from typing import Any

from bot.conversation.permissions import HOLDERS, Right, Standing
from bot.route import Place, Route
from bot.routes import ROUTES

IN_GROUPS = {Standing.MEMBER, Standing.GROUP_ADMIN, Standing.ANONYMOUS_ADMIN}
ROWS = [route for route in ROUTES if route.right is not Right.NONE]
"""What comes from people."""


def may(route: Route[Any], standing: Standing) -> bool | None:
    """Whether somebody may, None where what the route takes never comes from there.

    Editors and admins of the bot are persons and members like others besides.
    """
    if standing in IN_GROUPS and route.takes.place in (Place.PRIVATE, Place.ELSEWHERE):
        return None
    own = {standing}
    if standing in (Standing.EDITOR, Standing.ADMIN):
        own.add(Standing.PERSON)
    return not own.isdisjoint(HOLDERS[route.right])


def cell(route: Route[Any], standing: Standing) -> str:
    """``own`` where it is only for what one has asked oneself."""
    allowed = may(route, standing)
    if allowed and route.right in (Right.OWN, Right.OWN_OR_RUN_CHAT):
        runs = standing in (Standing.GROUP_ADMIN, Standing.ANONYMOUS_ADMIN)
        return "✓" if runs and route.right is Right.OWN_OR_RUN_CHAT else "own"
    return {True: "✓", False: "", None: "–"}[allowed]
