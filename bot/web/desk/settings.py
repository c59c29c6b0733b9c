"""``/desk/settings``: what may be set while the bot runs, and what the environment has set."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.db.desk import note
from bot.db.desk_settings import CHANGEABLE, keep, kept
from bot.roles import Role
from bot.settings import PREFIX, Settings
from bot.view.reasons import reason_in
from bot.web.desk.access import Editor, desk_page, editor, sent
from bot.web.pages.language import TAGS, page_language
from bot.web.pages.render import link
from bot.web.served import Served
from retrieval.errors import WenceError

OFFERED: dict[str, tuple[str, ...]] = {
    "lang": tuple(TAGS.values()),
    "log_level": ("debug", "info", "warning", "error"),
}
"""Settings that have one of a few values."""
LONGEST = 20
"""Characters of a value."""


@dataclass(frozen=True, slots=True)
class Field:
    """A setting, as the page shows it."""

    name: str
    variable: str
    written: str
    """What the desk says of it, "" for nothing."""
    holds: str
    """What counts."""
    is_stated: bool
    """Whether the environment states it, and so wins."""
    offered: tuple[str, ...]


def settings(served: Served, request: Request) -> Response:
    """What is set, and by whom."""
    return _page(served, request, editor(served, request, Role.ADMIN))


async def change(served: Served, request: Request) -> Response:
    """Keep what was changed; it counts at once."""
    who, form = await sent(served, request, Role.ADMIN)
    known = await asyncio.to_thread(kept, served.chats)
    written = {
        name: str(form[name]).strip()[:LONGEST]
        for name in CHANGEABLE
        if name in form and name not in served.settings.model_fields_set
    }
    changed = {name: value for name, value in written.items() if value != known.get(name, "")}
    try:
        await asyncio.to_thread(_keep, served, changed)
    except WenceError as error:
        language = page_language(request, served.settings.lang)
        return _page(served, request, who, reason_in(error.reason, language))
    for name, value in changed.items():
        note(served.chats, who.person, "set", None, f"{PREFIX}{name.upper()}={value}")
    said = "set" if changed else "unchanged"
    return RedirectResponse(link(request, "/desk/settings", said=said), HTTPStatus.SEE_OTHER)


def _keep(served: Served, changed: dict[str, str]) -> None:
    """All of it, or nothing."""
    with served.chats.writing():
        for name, value in changed.items():
            keep(served.chats, name, value)
    served.take_desk_settings()


def _page(served: Served, request: Request, who: Editor, problem: str | None = None) -> Response:
    known = kept(served.chats)
    return desk_page(
        served,
        request,
        who,
        "settings.html",
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
        problem=problem,
        fields=[_field(served.settings, name, known.get(name, "")) for name in CHANGEABLE],
    )


def _field(settings: Settings, name: str, written: str) -> Field:
    value = getattr(settings, name)
    return Field(
        name,
        f"{PREFIX}{name.upper()}",
        written,
        "" if value is None else TAGS.get(value, str(value)),
        name in settings.model_fields_set,
        OFFERED.get(name, ()),
    )


def routes(served: Served) -> list[BaseRoute]:
    return [
        Route("/desk/settings", partial(settings, served)),
        Route("/desk/settings", partial(change, served), methods=["POST"]),
    ]
