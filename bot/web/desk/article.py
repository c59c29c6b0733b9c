"""``/desk/a/<key>``: an article's fields corrected, hidden, read again, removed."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.db import hidden
from bot.db.desk import note
from bot.roles import Role
from bot.view.reasons import reason_in
from bot.web.desk.access import Editor, desk_page, editor, sent
from bot.web.pages.language import page_language
from bot.web.pages.render import link
from bot.web.served import Served
from retrieval.corpus.article import METADATA, Article
from retrieval.corpus.ingest.correcting import CORRECTED
from retrieval.errors import WenceError

LONGEST = 500
"""Characters of a field."""
NOTHING = "-"
"""What a correction says of a field that there is none of."""


def article(served: Served, request: Request) -> Response:
    """What is known of an article, to be changed."""
    who = editor(served, request)
    return _page(served, request, who, _found(served, request))


async def correct(served: Served, request: Request) -> Response:
    """Correct the fields that were changed, and read the file again."""
    who, form = await sent(served, request)
    found = _found(served, request)
    cells = _changed(found, form)
    if not cells:
        return _back(request, found, "unchanged")
    detail = ", ".join(f"{name}={value}" for name, value in cells.items())
    fields = [f"{name}={value}" for name, value in cells.items()]
    return await _work(served, request, who, found, "corrected", detail, "correct", *fields)


async def read_again(served: Served, request: Request) -> Response:
    """Read the article's file again."""
    who, _ = await sent(served, request)
    found = _found(served, request)
    return await _work(served, request, who, found, "read_again", "", "correct")


async def remove(served: Served, request: Request) -> Response:
    """Take the article out of the collection."""
    who, _ = await sent(served, request, Role.ADMIN)
    found = _found(served, request)
    return await _work(served, request, who, found, "removed", found.shown_title, "remove")


async def hide(served: Served, request: Request) -> Response:
    """Hide the article, or show it again."""
    who, form = await sent(served, request)
    found = _found(served, request)
    action = "hidden" if form.get("hide") == "1" else "shown"
    change = hidden.hide if action == "hidden" else hidden.unhide
    await asyncio.to_thread(change, served.chats, found.id)
    note(served.chats, who.person, action, found.key, found.shown_title)
    return _back(request, found, action)


async def _work(
    served: Served,
    request: Request,
    who: Editor,
    found: Article,
    action: str,
    detail: str,
    verb: str,
    *arguments: str,
) -> Response:
    """Let a verb of ``wence`` do it in a process of its own, and say how it went."""
    try:
        told = await served.reindexing.run(lambda event: None, verb, found.key, *arguments)
    except WenceError as error:
        language = page_language(request, served.settings.lang)
        problem = reason_in(error.reason, language)
        return _page(served, request, who, found, HTTPStatus.CONFLICT, problem)
    await asyncio.to_thread(served.live.refresh)
    note(served.chats, who.person, action, found.key, detail)
    if told.get("refused"):
        action = "refused"
    return _back(request, found, action)


def _back(request: Request, found: Article, said: str) -> Response:
    """To the article, or to the table where it has gone."""
    path = "/desk" if said == "removed" else f"/desk/a/{found.key}"
    return RedirectResponse(link(request, path, said=said), HTTPStatus.SEE_OTHER)


def _found(served: Served, request: Request) -> Article:
    return served.live.current.store.get(request.path_params["key"])


def _value(found: Article, name: str) -> str:
    if name == "place":
        return found.place.name if found.place else ""
    value = getattr(found, name) if name in METADATA else found.meta.get(name)
    return str(value or "")


def _changed(found: Article, form: FormData) -> dict[str, str]:
    """The fields whose value is another now."""
    stated = {
        name: " ".join(str(form[name]).split())[:LONGEST] for name in CORRECTED if name in form
    }
    changed = {name: value for name, value in stated.items() if value != _value(found, name)}
    return {name: value or NOTHING for name, value in changed.items()}


def _page(
    served: Served,
    request: Request,
    who: Editor,
    found: Article,
    status: HTTPStatus = HTTPStatus.OK,
    problem: str | None = None,
) -> Response:
    return desk_page(
        served,
        request,
        who,
        "desk_article.html",
        status=status,
        article=found,
        fields=[(name, _value(found, name), name in found.inferred) for name in CORRECTED],
        is_hidden=found.id in hidden.hidden(served.chats),
        problem=problem,
    )


def routes(served: Served) -> list[BaseRoute]:
    actions = {"correct": correct, "read": read_again, "remove": remove, "hide": hide}
    return [
        Route("/desk/a/{key}", partial(article, served)),
        *(
            Route(f"/desk/a/{{key}}/{name}", partial(act, served), methods=["POST"])
            for name, act in actions.items()
        ),
    ]
