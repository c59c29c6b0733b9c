"""Who is at the desk? Editors and admins, signed in by a link of the bot's or by Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from http import HTTPStatus
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.db.bans import is_banned
from bot.db.desk import SESSION_S, begin, form_token, note, person_of, redeem, sign_out
from bot.roles import Role, role_of
from bot.view.texts import is_line
from bot.web.desk.telegram_login import PATH as TELEGRAM
from bot.web.desk.telegram_login import login_address, person_named
from bot.web.pages.problems import Problem
from bot.web.pages.refusals import refuse_larger, refuse_other_sites
from bot.web.pages.render import link, page
from bot.web.served import Served

COOKIE, PATH = "wence_desk", "/desk"
AROUND = 100_000
"""Bytes of a form beside the file that it carries."""
FORM = "form"
"""The field in which a form carries its token."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who is signed in."""

    person: int
    role: Role
    token: str
    """What forms carry."""

    @property
    def is_admin(self) -> bool:
        return self.role >= Role.ADMIN


def editor(served: Served, request: Request, least: Role = Role.EDITOR) -> Editor:
    """Who asks for a page of the desk.

    Raises:
        Problem: nobody who is signed in, or who may do this.
    """
    session = request.cookies.get(COOKIE, "")
    person = person_of(served.chats, session) if session else None
    if person is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "desk_signed_out")
    return Editor(person, _role(served, person, least), form_token(served.chats, session))


def _role(served: Served, person: int, least: Role = Role.EDITOR) -> Role:
    role = role_of(served.settings, person)
    if role < least or (role < Role.ADMIN and is_banned(served.chats, [person])):
        raise Problem(HTTPStatus.FORBIDDEN, "desk_not_allowed")
    return role


async def sent(
    served: Served, request: Request, least: Role = Role.EDITOR
) -> tuple[Editor, FormData]:
    """Who sent a form of the desk, and what it says.

    Raises:
        Problem: as ``editor``, or the form is none of this session's.
    """
    who = editor(served, request, least)
    refuse_other_sites(request)
    limit = served.settings.max_file_mb
    refuse_larger(request, limit * 1_000_000 + AROUND, "file_too_big", limit=limit)
    form = await request.form()
    if not compare_digest(str(form.get(FORM, "")).encode(), who.token.encode()):
        await form.close()
        raise Problem(HTTPStatus.FORBIDDEN, "desk_stale_form")
    return who, form


def desk_page(
    served: Served,
    request: Request,
    who: Editor,
    template: str,
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    """A page for somebody who is signed in; it says what was just done."""
    done = request.query_params.get("said", "")
    said = f"desk_said_{done}" if is_line(f"desk_said_{done}") else None
    return page(request, served.settings, template, status=status, editor=who, said=said, **values)


def ask_to_sign_in(served: Served, request: Request) -> Response:
    """The page behind a link. It uses nothing up: programs that preview links come here too."""
    carried = ("link", request.query_params.get("link", ""))
    return page(request, served.settings, "sign_in.html", carried=carried, asks=None)


def ask_telegram(served: Served, request: Request) -> Response:
    """Where Telegram sends people back to; before that, the way to Telegram."""
    asks = login_address(served.settings)
    if asks is None:
        raise Problem(HTTPStatus.NOT_FOUND, "desk_telegram_off")
    signed = ("telegram", request.url.query if "hash" in request.query_params else "")
    return page(request, served.settings, "sign_in.html", carried=signed, asks=asks)


async def sign_in(served: Served, request: Request) -> Response:
    """Use the link up, or what Telegram signed, and begin a session."""
    refuse_other_sites(request)
    refuse_larger(request, AROUND)
    form = await request.form()
    if signed := str(form.get("telegram", "")):
        named = person_named(served.settings, served.chats, signed)
        _role(served, named)
        session: str | None = begin(served.chats, named)
    else:
        session = redeem(served.chats, str(form.get("link", "")))
    if session is None:
        raise Problem(HTTPStatus.FORBIDDEN, "desk_link_used")
    answer = RedirectResponse(link(request, PATH), HTTPStatus.SEE_OTHER)
    is_secure = served.settings.web_url.startswith("https://") or request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, session, SESSION_S, path=PATH, secure=is_secure, httponly=True, samesite="strict"
    )
    person = person_of(served.chats, session)
    note(served.chats, person or 0, "signed_in")
    return answer


async def leave(served: Served, request: Request) -> Response:
    """End the session."""
    await sent(served, request)
    sign_out(served.chats, request.cookies[COOKIE])
    answer = RedirectResponse(link(request, "/"), HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


def routes(served: Served) -> list[BaseRoute]:
    return [
        Route("/desk/sign-in", partial(ask_to_sign_in, served)),
        Route(TELEGRAM, partial(ask_telegram, served)),
        Route("/desk/sign-in", partial(sign_in, served), methods=["POST"]),
        Route("/desk/sign-out", partial(leave, served), methods=["POST"]),
    ]
