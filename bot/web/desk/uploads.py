"""``/desk/upload``: a file is looked at, then taken in or dropped, as in the chat."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.db.desk import note
from bot.settings import home_of
from bot.uploads import inbox
from bot.uploads.preview import Preview, preview
from bot.uploads.preview_blocks import likenesses, preview_blocks, taken_blocks
from bot.view.blocks import Block, paragraphs
from bot.view.reasons import reason_in
from bot.view.texts import words
from bot.web.desk.access import Editor, desk_page, editor, sent
from bot.web.pages.language import page_language
from bot.web.pages.problems import Problem
from bot.web.served import Served
from retrieval.errors import Unreadable, WenceError
from retrieval.reasons import Reason, because


def empty(served: Served, request: Request) -> Response:
    """The form for a file."""
    return _page(served, request, editor(served, request), [])


async def upload(served: Served, request: Request) -> Response:
    """Show what was understood of a file; it waits until somebody decides."""
    who, form = await sent(served, request)
    file = form.get("file")
    name = file.filename if isinstance(file, UploadFile) else None
    content = await file.read() if isinstance(file, UploadFile) else b""
    await form.close()
    if not name:
        raise Problem(HTTPStatus.BAD_REQUEST, "desk_no_file")
    name = inbox.safe(name)
    language = page_language(request, served.settings.lang)
    found = await asyncio.to_thread(_understood, served, name, content)
    if isinstance(found, Reason):
        why = words("file_unreadable", language, file=name, reason=reason_in(found, language))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(served, request, who, paragraphs(why), status=status)
    known = await asyncio.to_thread(likenesses, served.live.current, found)
    home = home_of(served.settings)
    waits = await asyncio.to_thread(inbox.put, home, name, content)
    same = served.live.current.store.of_file(inbox.kept_as(home, name))
    blocks = preview_blocks(found, known, language)
    if same:
        titled = {"title": same[0].shown_title, "count": len(same)}
        blocks += paragraphs(words("file_replace_ask", language, file=name, **titled))
    return _page(served, request, who, blocks, waits=waits, replaces=bool(same))


async def decide(served: Served, request: Request) -> Response:
    """收录, 替换 or 放弃."""
    who, form = await sent(served, request)
    language = page_language(request, served.settings.lang)
    home, waits, choice = home_of(served.settings), str(form.get("waits")), form.get("choice")
    if choice == "drop":
        inbox.drop(home, waits)
        return _page(served, request, who, paragraphs(words("file_dropped", language)))
    if served.reindexing.running:
        raise Problem(HTTPStatus.CONFLICT, "indexing_now")
    kept = await asyncio.to_thread(inbox.keep, home, waits, replace=choice == "replace")
    if kept is None:
        taken = inbox.was_taken(home, waits)
        raise Problem(HTTPStatus.CONFLICT, "file_taken_before" if taken else "file_gone")
    try:
        event = await served.reindexing.run(lambda event: None, "index", str(kept))
    except WenceError as error:
        why = words("reindex_failed", language, reason=reason_in(error.reason, language))
        return _page(served, request, who, paragraphs(why), status=HTTPStatus.CONFLICT)
    await asyncio.to_thread(served.live.refresh)
    note(served.chats, who.person, "uploaded", None, kept.name)
    return _page(served, request, who, taken_blocks(event, language))


def _understood(served: Served, name: str, content: bytes) -> Preview | Reason:
    """What a file holds, or why nothing can be taken of it."""
    try:
        found = preview(name, content, served.settings.max_file_bytes)
    except Unreadable as error:
        return error.reason
    if found.drafts:
        return found
    return found.refused[0].reason if found.refused else because("no_text")


def _page(
    served: Served,
    request: Request,
    who: Editor,
    blocks: list[Block],
    *,
    status: HTTPStatus = HTTPStatus.OK,
    waits: str | None = None,
    replaces: bool = False,
) -> Response:
    return desk_page(
        served,
        request,
        who,
        "upload.html",
        status=status,
        lines=blocks,
        waits=waits,
        replaces=replaces,
        limit=served.settings.max_file_mb,
    )


def routes(served: Served) -> list[BaseRoute]:
    return [
        Route("/desk/upload", partial(empty, served)),
        Route("/desk/upload", partial(upload, served), methods=["POST"]),
        Route("/desk/upload/decide", partial(decide, served), methods=["POST"]),
    ]
