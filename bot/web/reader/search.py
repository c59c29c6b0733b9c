"""``/``: a question, its answer as in Telegram, and what it can be narrowed to."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.db.hidden import hidden
from bot.language import Language
from bot.question import QUESTION_CHARS, unfit
from bot.view.answers.answer_blocks import heading, result_blocks
from bot.view.blocks import Block, plain
from bot.view.callback_data import View
from bot.web.pages.language import page_language
from bot.web.pages.render import page
from bot.web.reader.limits import Limits
from bot.web.reader.signature import may_search
from bot.web.served import Served
from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.corpus.facets import facets

OFFERED = 6
"""Values of each kind that are offered."""
KINDS = ("place", "year", "source")
_ONE_WORD = re.compile(r"[^\s,;?。，|]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it was typed, and what was chosen beside it; "" for nothing."""

    text: str
    place: str
    year: str
    source: str

    @classmethod
    def of(cls, request: Request) -> Asked:
        """What the address says; a choice that no question could word is left out."""
        given = {name: request.query_params.get(name, "").strip() for name in ("q", *KINDS)}
        year = given["year"] if _YEAR.fullmatch(given["year"]) else ""
        word = {name: given[name] if _ONE_WORD.fullmatch(given[name]) else "" for name in KINDS}
        return cls(given["q"], word["place"][:20], year, word["source"][:60])

    @property
    def question(self) -> str:
        """All of it as a question that could be asked in Telegram."""
        year = f"{self.year}年" if self.year else ""
        source = f"来源:{self.source}" if self.source else ""
        return " ".join(filter(None, (self.place, year, self.text, source)))

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name in KINDS if (value := getattr(self, name))}


async def search(served: Served, limits: Limits, request: Request) -> Response:
    """The first page, or the answer to ``?q=``."""
    may_search(served)
    asked = Asked.of(request)
    if not asked.text:
        return await asyncio.to_thread(_first_page, served, request)
    if problem := unfit(asked.text):
        status = HTTPStatus.BAD_REQUEST if problem == "too_long" else HTTPStatus.OK
        return _refusal(served, request, asked, problem, status)
    limits.admit(request)
    answer = await served.ask(asked.question)
    return await asyncio.to_thread(_answered, served, request, asked, answer)


def _first_page(served: Served, request: Request) -> Response:
    articles = served.live.current.articles
    return page(
        request,
        served.settings,
        "search.html",
        asked=Asked.of(request),
        count=articles.count(),
        answer=None,
        line=None,
    )


def _refusal(
    served: Served, request: Request, asked: Asked, problem: str, status: HTTPStatus
) -> Response:
    short = Asked(asked.text[:QUESTION_CHARS], asked.place, asked.year, asked.source)
    return page(
        request,
        served.settings,
        "search.html",
        status=status,
        asked=short,
        answer=None,
        line=problem,
        limit=QUESTION_CHARS,
    )


def _answered(served: Served, request: Request, asked: Asked, answer: Answer) -> Response:
    language = page_language(request, served.settings.lang)
    return page(
        request,
        served.settings,
        "search.html",
        asked=asked,
        answer=answer,
        line=_why_nothing(served, answer),
        heading=plain(heading(answer, language)),
        results=[(each, _blocks(each, language)) for each in answer.results],
        facets=_facets(served, asked, answer),
    )


def _blocks(result: Result, language: Language) -> list[Block]:
    """A result without its title, which the page links in its own way."""
    return result_blocks(result, language, View(result.rank))[1:]


def _why_nothing(served: Served, answer: Answer) -> str | None:
    """The name of the line under an answer without results."""
    if answer.verdict is not Verdict.NONE:
        return None
    if not served.live.current.articles.count():
        return "status_empty"
    only = served.live.current.stages.read(answer.question).query.only_filters
    return "only_filters" if only else "none_hint"


def _facets(served: Served, asked: Asked, answer: Answer) -> dict[str, tuple[tuple[str, int], ...]]:
    """What the articles behind an answer can be narrowed to, as far as a question can word it."""
    if not answer.results:
        return {}
    known = served.live.current.articles.facts(answer.behind)
    chosen = facets(known, hidden(served.chats), OFFERED)
    offered = {name: _worded(getattr(chosen, name)) for name in KINDS}
    return {name: each for name, each in offered.items() if name not in asked.chosen and each}


def _worded(values: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple(each for each in values if _ONE_WORD.fullmatch(each[0]))


def routes(served: Served, limits: Limits) -> list[BaseRoute]:
    """The search page."""
    return [Route("/", partial(search, served, limits))]
