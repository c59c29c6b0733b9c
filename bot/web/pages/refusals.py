"""What is refused by its headers alone, before anything of it is read."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request

from bot.web.pages.problems import Problem

OWN = frozenset({"same-origin", "none"})
"""What browsers say of a form that a page of ours sends, or its reader again."""


def refuse_larger(request: Request, most: int, name: str = "web_too_large", **of: object) -> None:
    """Refuse a body of more bytes, or of an unstated size; the line of that name says so.

    Raises:
        Problem: it is too large.
    """
    stated = request.headers.get("content-length", "")
    if not stated.isdecimal() or int(stated) > most:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, name, **of)


def refuse_other_sites(request: Request) -> None:
    """Refuse what a browser says another site's page sends; old ones say nothing.

    Raises:
        Problem: it does.
    """
    if request.headers.get("sec-fetch-site", "none") not in OWN:
        raise Problem(HTTPStatus.FORBIDDEN, "desk_stale_form")
