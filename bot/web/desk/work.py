"""``/desk/work``: a reindex with its progress, and what is refused and why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.db.desk import note
from bot.language import Language
from bot.roles import Role
from bot.uploads.indexing_process import Event
from bot.view.reasons import reason_in
from bot.view.texts import is_line, words
from bot.web.desk.access import desk_page, editor, sent
from bot.web.pages.language import page_language
from bot.web.pages.problems import Problem
from bot.web.pages.render import link
from bot.web.served import Served
from retrieval.corpus.ingest.refusals import refusals
from retrieval.corpus.ingest.report import Remark
from retrieval.errors import WenceError
from retrieval.reasons import Reason

REMARKED = ("doubtful", "replaced")
"""Of the last run; what is refused is remembered."""
LISTED = 200
"""Remarks of each kind on the page."""
EVERY_S = 0.5
"""So often the progress is looked at."""


@dataclass(slots=True)
class Work:
    """The reindex that was started here, or the last one."""

    progress: Event | None = None
    report: Event | None = None
    """The last event of the one that ended well."""
    problem: Reason | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def runs(self) -> bool:
        return self.task is not None and not self.task.done()

    async def run(self, served: Served) -> None:
        """Read the remembered folders again."""
        try:
            self.report = await served.reindexing.run(self._went_on)
            await asyncio.to_thread(served.live.refresh)
        except WenceError as error:
            self.problem = error.reason

    def _went_on(self, event: Event) -> None:
        self.progress = event

    def line(self, language: Language) -> str:
        """How far it is, or how it ended."""
        if self.runs and self.progress:
            stage = f"stage_{self.progress.get('stage')}"
            named = words(stage, language) if is_line(stage) else ""
            line = "reindex_stage_of" if self.progress.get("total") else "reindex_stage"
            told = {"done": self.progress.get("done"), "total": self.progress.get("total")}
            return words(line, language, stage=named, **told)
        if self.runs:
            return words("reindex_started", language)
        if self.problem:
            return words("reindex_failed", language, reason=reason_in(self.problem, language))
        if self.report:
            refused = len(self.report.get("refused", []))
            return words("reindex_done", language, **{**self.report, "refused": refused})
        return words("desk_no_work", language)


def work(served: Served, state: Work, request: Request) -> Response:
    """What runs, and what the last run said."""
    who = editor(served, request)
    language = page_language(request, served.settings.lang)
    return desk_page(
        served,
        request,
        who,
        "work.html",
        line=state.line(language),
        runs=state.runs,
        remarks=_remarks(served, state.report or {}, language),
    )


async def start(served: Served, state: Work, request: Request) -> Response:
    """Start a reindex."""
    who, _ = await sent(served, request, Role.ADMIN)
    if state.runs or served.reindexing.running:
        raise Problem(HTTPStatus.CONFLICT, "reindex_running")
    state.progress = state.report = state.problem = None
    state.task = asyncio.create_task(state.run(served))
    note(served.chats, who.person, "reindexed")
    return RedirectResponse(link(request, "/desk/work"), HTTPStatus.SEE_OTHER)


async def progress(served: Served, state: Work, request: Request) -> Response:
    """The progress as server-sent events, until the work ends."""
    editor(served, request)
    language = page_language(request, served.settings.lang)
    return StreamingResponse(_events(state, language), media_type="text/event-stream")


async def _events(state: Work, language: Language) -> AsyncIterator[str]:
    told = ""
    while state.runs:
        if (line := state.line(language)) != told:
            told = line
            yield f"data: {json.dumps(line, ensure_ascii=False)}\n\n"
        await asyncio.sleep(EVERY_S)
    yield f"event: end\ndata: {json.dumps(state.line(language), ensure_ascii=False)}\n\n"


def _remarks(
    served: Served, report: Event, language: Language
) -> list[tuple[str, list[tuple[str, str]], int]]:
    """Of each kind its name, the first remarks as file and reason, and how many there are."""
    kinds = {"refused": refusals(served.live.current.store, LISTED)}
    for kind in REMARKED:
        remarks = [Remark.from_json(each) for each in report.get(kind, [])]
        kinds[kind] = remarks[:LISTED], len(remarks)
    return [
        (f"report_{kind}", [(one.file, reason_in(one.reason, language)) for one in shown], count)
        for kind, (shown, count) in kinds.items()
        if count
    ]


def routes(served: Served) -> list[BaseRoute]:
    state = Work()
    parts: dict[str, Any] = {"work": work, "progress": progress}
    return [
        *(Route(f"/desk/{name}", partial(part, served, state)) for name, part in parts.items()),
        Route("/desk/reindex", partial(start, served, state), methods=["POST"]),
    ]
